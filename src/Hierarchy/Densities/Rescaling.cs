using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// The change of units f'(v) = c s^d f(s v + m) after which a datum has mass 1, momentum 0 and energy E|v|^2 = d on a grid, the normalisation of Assumption 1.2.
/// </summary>
internal static class Rescaling
{
    private const int MostSteps = 30;
    private const double RoundOff = 2e-14;

    /// <summary>
    /// The components in the new units. s and m start from the moments of the components and are corrected by the sums over the grid, until those are right to round-off.
    /// </summary>
    /// <exception cref="ArgumentException">The grid does not hold the datum, so that its sums cannot be made right.</exception>
    public static IReadOnlyList<IInitialDensity> Apply(VelocityGrid grid, IReadOnlyList<IInitialDensity> components)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(components);
        (double factor, double scale, double[] shift) = Start(components);
        double[] values = new double[grid.Size];
        for (int step = 0; step < MostSteps && scale > 0 && double.IsFinite(scale) && factor > 0 && double.IsFinite(factor); step++)
        {
            IReadOnlyList<IInitialDensity> mapped = [.. components.Select(component => new AffineDensity(component, scale, shift, factor))];
            InitialDensities.OnGrid(grid, mapped, values);
            GridMoments moments = GridMoments.Of(grid, values);
            if (Defect(moments) <= RoundOff * grid.Dimension)
                return mapped;
            for (int a = 0; a < shift.Length; a++)
                shift[a] += scale * moments.Momentum[a] / moments.Mass;
            scale *= Math.Sqrt(moments.Temperature);
            factor /= moments.Mass;
        }
        throw new ArgumentException("the grid does not hold the datum in the units of Assumption 1.2: it cannot be rescaled to energy d there");
    }

    /// <summary>How far a datum on the grid is from mass 1, momentum 0 and energy d, the largest of all.</summary>
    private static double Defect(GridMoments moments) =>
        Math.Max(Math.Max(Math.Abs(moments.Mass - 1), Math.Abs(moments.Energy - moments.Momentum.Length)), moments.Momentum.Max(Math.Abs));

    private static (double Factor, double Scale, double[] Shift) Start(IReadOnlyList<IInitialDensity> components)
    {
        int d = components[0].Dimension;
        double mass = components.Sum(component => component.Weight), square = 0;
        double[] mean = new double[d];
        foreach (IInitialDensity component in components)
        {
            for (int a = 0; a < d; a++)
            {
                mean[a] += component.Weight / mass * component.Mean[a];
                square += component.Weight / mass * (component.Covariance[a * d + a] + component.Mean[a] * component.Mean[a]);
            }
        }
        return (1 / mass, Math.Sqrt((square - mean.Sum(value => value * value)) / d), mean);
    }
}
