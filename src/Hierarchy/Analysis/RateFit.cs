using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearRegression;

namespace Hierarchy.Analysis;

/// <summary>A power law q = constant N^slope fitted to points on logarithmic axes by least squares.</summary>
/// <param name="Slope">The slope.</param>
/// <param name="HalfWidth">Half the 95 % confidence interval of the slope, by Student's law of the residuals; NaN with fewer than three points.</param>
/// <param name="Constant">The factor in front.</param>
/// <param name="Points">The number of points.</param>
public sealed record RateFit(double Slope, double HalfWidth, double Constant, int Points)
{
    private const double Confidence = 0.975;

    /// <summary>Fits positive values; null with fewer than two points.</summary>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public static RateFit? Of(double[] abscissae, double[] values)
    {
        if (abscissae.Length != values.Length)
            throw new ArgumentException("as many values as abscissae are needed", nameof(values));
        int count = values.Length;
        if (count < 2)
            return null;
        double[] x = [.. abscissae.Select(value => Math.Log(value))], y = [.. values.Select(value => Math.Log(value))];
        (double intercept, double slope) = SimpleRegression.Fit(x, y);
        double mean = x.Average(), spread = x.Sum(value => (value - mean) * (value - mean)), residual = 0;
        for (int i = 0; i < count; i++)
            residual += Math.Pow(y[i] - intercept - slope * x[i], 2);
        double half = count < 3 ? double.NaN : StudentT.InvCDF(0, 1, count - 2, Confidence) * Math.Sqrt(residual / (count - 2) / spread);
        return new RateFit(slope, half, Math.Exp(intercept), count);
    }
}
