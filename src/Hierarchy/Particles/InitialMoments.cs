using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>The moments of an initial density f_0 = sum_k w_k f_k that the particles' statistics are compared with.</summary>
/// <param name="Mean">E[v], d values.</param>
/// <param name="Covariance">E[(v - mean)(v - mean)^T], d x d values, row-major.</param>
/// <param name="Fourth">E|v|^4, or NaN where it is not known to round-off.</param>
internal sealed record InitialMoments(double[] Mean, double[] Covariance, double Fourth)
{
    /// <summary>E|v - mean|^2.</summary>
    public double CentredEnergy => Trace(Covariance, Mean.Length);

    /// <summary>E|v|^2.</summary>
    public double Energy => CentredEnergy + Square(Mean);

    /// <summary>The moments of a datum.</summary>
    public static InitialMoments Of(IReadOnlyList<IInitialDensity> components)
    {
        int d = components[0].Dimension;
        double[] mean = new double[d], covariance = new double[d * d];
        double fourth = 0;
        foreach (IInitialDensity component in components)
        {
            fourth += component.Weight * component.FourthMoment;
            for (int a = 0; a < d; a++)
                mean[a] += component.Weight * component.Mean[a];
        }
        foreach (IInitialDensity component in components)
        {
            for (int ab = 0; ab < d * d; ab++)
                covariance[ab] += component.Weight * (component.Covariance[ab] + (component.Mean[ab / d] - mean[ab / d]) * (component.Mean[ab % d] - mean[ab % d]));
        }
        return new(mean, covariance, fourth);
    }

    /// <summary>E|v|^2 of one component, without its weight.</summary>
    public static double EnergyOf(IInitialDensity component) => Trace([.. component.Covariance], component.Dimension) + Square([.. component.Mean]);

    private static double Trace(double[] matrix, int d)
    {
        double trace = 0;
        for (int a = 0; a < d; a++)
            trace += matrix[a * d + a];
        return trace;
    }

    private static double Square(double[] vector)
    {
        double sum = 0;
        foreach (double component in vector)
            sum += component * component;
        return sum;
    }
}
