using Hierarchy.Densities;
using Hierarchy.Spectral;
using MathNet.Numerics.Interpolation;

namespace Hierarchy.Invariant;

/// <summary>
/// The average of a density over directions, (1/4 pi) int f(r n) dn, tabulated and interpolated by a cubic spline of its logarithm; beyond the radius where it falls below
/// 1e-6 of its largest value, where gridded and sampled values are noise, it goes on as exp(-r^2/(2 theta)) with the slope that it has there.
/// </summary>
internal sealed class RadialAverage
{
    private const int Radii = 90;
    private const int Polar = 10;
    private const double Floor = 1e-6;
    private readonly CubicSpline _logarithm;
    private readonly double _edge, _value, _tail;

    /// <summary>Averages.</summary>
    public RadialAverage(IInitialDensity density)
    {
        double speed = Math.Sqrt((density.Covariance[0] + density.Covariance[4] + density.Covariance[8]) / 3), step = 7 * speed / Radii;
        List<double> radii = [], logarithms = [];
        double largest = 0, dropped = 0, mass = 0;
        var averages = new (double Mean, double Deviation)[Radii];
        WorkCrew.Run(Radii, (k, _) => averages[k] = Average(density, k * step));
        for (int k = 0; k < Radii; k++)
        {
            double r = k * step;
            (double mean, double deviation) = averages[k];
            largest = Math.Max(largest, mean);
            if (!(mean > Floor * largest))
                break;
            radii.Add(r);
            logarithms.Add(Math.Log(mean));
            mass += r * r * mean;
            dropped += r * r * deviation;
        }
        // Even in r: the slope at 0 vanishes.
        _logarithm = CubicSpline.InterpolateBoundaries(radii, logarithms, SplineBoundaryCondition.FirstDerivative, 0, SplineBoundaryCondition.Natural, 0);
        Dropped = dropped / mass;
        _edge = radii[^1];
        _value = logarithms[^1];
        int back = Math.Max(1, radii.Count - 1 - radii.Count / 8);
        _tail = (logarithms[back] - logarithms[^1]) / (_edge * _edge - radii[back] * radii[back]);
    }

    /// <summary>int |f - average| dv over int average dv: what the average drops.</summary>
    public double Dropped { get; }

    /// <summary>The average at r.</summary>
    public double Density(double r) => r <= _edge ? Math.Exp(_logarithm.Interpolate(r)) : Math.Exp(_value - _tail * (r * r - _edge * _edge));

    /// <summary>By a product rule of Gauss nodes in the cosine and equal angles: the mean and the mean absolute deviation.</summary>
    private static (double Mean, double Deviation) Average(IInitialDensity density, double r)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(Polar);
        double[] values = new double[2 * Polar * Polar];
        double mean = 0, deviation = 0;
        for (int m = 0; m < values.Length; m++)
        {
            double cosine = 2 * nodes[m % Polar] - 1, sine = Math.Sqrt(1 - cosine * cosine), angle = Math.PI * (m / Polar + 0.5) / Polar;
            values[m] = density.Evaluate([r * sine * Math.Cos(angle), r * sine * Math.Sin(angle), r * cosine]);
            mean += weights[m % Polar] / (2 * Polar) * values[m];
        }
        for (int m = 0; m < values.Length; m++)
            deviation += weights[m % Polar] / (2 * Polar) * Math.Abs(values[m] - mean);
        return (mean, deviation);
    }
}
