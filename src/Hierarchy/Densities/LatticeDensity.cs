using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// A density given by its values on a product of axes of any spacing, interpolated on each axis in turn (<see cref="AxisInterpolant"/>), zero outside.
/// Values on the periodic grid of the solver are a <see cref="GridDensity"/>, which gives them back unchanged.
/// </summary>
internal sealed class LatticeDensity : IDataDensity
{
    private readonly AxisInterpolant[] _axes;
    private readonly double[] _values;
    private readonly double[][] _points;
    private readonly double[] _masses;

    /// <summary>Makes the density.</summary>
    /// <param name="axes">d axes, increasing.</param>
    /// <param name="values">The values at (axes[0][i], axes[1][j], ...), the first axis slowest; of positive mass.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">The values are no finite ones of that number, or their mass or a variance is not positive.</exception>
    public LatticeDensity(IReadOnlyList<double[]> axes, ReadOnlySpan<double> values, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(axes);
        DensityArguments.Check(axes.Count, weight);
        if (values.Length != axes.Aggregate(1, (product, axis) => product * axis.Length))
            throw new ArgumentException("as many values as there are points", nameof(values));
        Dimension = axes.Count;
        Weight = weight;
        _values = values.ToArray();
        _axes = [.. axes.Select((axis, a) => new AxisInterpolant(axis, LatticeValues.VanishAtEnds(_values, [.. axes.Select(other => other.Length)], a)))];
        _points = [.. axes];
        _masses = values.ToArray();
        LatticeValues.MultiplyByProducts(_masses, [.. _axes.Select(axis => axis.PointWeights())]);
        (Mean, Covariance) = LatticeValues.Moments(_points, _masses);
    }

    public int Dimension { get; }

    public double Weight { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    public bool SamplesHaveStatedMoments => false;

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double[][] axes = new double[Dimension][];
        for (int a = 0; a < Dimension; a++)
            axes[a] = [velocity[a]];
        double value = 0;
        Fill(axes, new Span<double>(ref value));
        return value;
    }

    /// <summary>One axis after the other, the last one first.</summary>
    public void Fill(double[][] axes, Span<double> destination)
    {
        double[] source = _values;
        int inner = 1;
        for (int a = Dimension - 1; a >= 0; a--)
        {
            source = LatticeValues.Contract(source, _axes[a], axes[a], inner);
            inner *= axes[a].Length;
        }
        source.CopyTo(destination);
    }

    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double mass = 0;
        for (int i = 0; i < _masses.Length; i++)
        {
            bool outside = false;
            for (int a = Dimension - 1, rest = i; a >= 0; rest /= _points[a].Length, a--)
                outside |= Math.Abs(_points[a][rest % _points[a].Length] - centre[a]) > halfWidth;
            if (outside)
                mass += Math.Abs(_masses[i]);
        }
        return mass;
    }
}

/// <summary>Sums over values on a product of axes.</summary>
internal static class LatticeValues
{
    /// <summary>Data are negligible at an end below this share of their largest value.</summary>
    private const double Negligible = 1e-3;

    /// <summary>Whether the values vanish in the first and the last plane of an axis.</summary>
    public static bool VanishAtEnds(double[] values, int[] shape, int axis)
    {
        int inner = shape[(axis + 1)..].Aggregate(1, (product, n) => product * n), n = shape[axis];
        double largest = 0, atEnds = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double size = Math.Abs(values[i]);
            largest = Math.Max(largest, size);
            if (i / inner % n is var j && (j == 0 || j == n - 1))
                atEnds = Math.Max(atEnds, size);
        }
        return atEnds <= Negligible * largest;
    }

    /// <summary>From shape (outer, n, inner) to (outer, m, inner) by interpolation at m velocities.</summary>
    public static double[] Contract(double[] source, AxisInterpolant axis, double[] velocities, int inner)
    {
        int n = axis.Points.Count, outer = source.Length / (n * inner), m = velocities.Length;
        double[] result = new double[outer * m * inner], weights = new double[m * n];
        for (int j = 0; j < m; j++)
            axis.FillWeights(velocities[j], weights.AsSpan(j * n, n));
        WorkCrew.Run(outer, (block, _) =>
        {
            for (int j = 0; j < m; j++)
            {
                Span<double> target = result.AsSpan((block * m + j) * inner, inner);
                for (int k = 0; k < n; k++)
                {
                    double weight = weights[j * n + k];
                    if (weight != 0)
                        TensorPrimitives.MultiplyAdd(source.AsSpan((block * n + k) * inner, inner), weight, target, target);
                }
            }
        });
        return result;
    }

    /// <summary>Multiplies each value by the product of the weights of its indices.</summary>
    public static void MultiplyByProducts(double[] values, double[][] weights)
    {
        for (int i = 0; i < values.Length; i++)
        {
            for (int a = weights.Length - 1, rest = i; a >= 0; rest /= weights[a].Length, a--)
                values[i] *= weights[a][rest % weights[a].Length];
        }
    }

    /// <summary>Mean and covariance of masses at the points of a product of axes.</summary>
    /// <exception cref="ArgumentException">Mass or temperature is not positive.</exception>
    public static (double[] Mean, double[] Covariance) Moments(double[][] axes, double[] masses)
    {
        int d = axes.Length;
        double total = masses.Sum();
        double[] first = new double[d], second = new double[d * d], v = new double[d];
        for (int i = 0; i < masses.Length; i++)
        {
            for (int a = d - 1, rest = i; a >= 0; rest /= axes[a].Length, a--)
                v[a] = axes[a][rest % axes[a].Length];
            for (int ab = 0; ab < d * d; ab++)
                second[ab] += masses[i] / total * v[ab / d] * v[ab % d];
            for (int a = 0; a < d; a++)
                first[a] += masses[i] / total * v[a];
        }
        double trace = 0;
        for (int ab = 0; ab < d * d; ab++)
        {
            second[ab] -= first[ab / d] * first[ab % d];
            trace += ab / d == ab % d ? second[ab] : 0;
        }
        return total > 0 && double.IsFinite(total) && trace > 0 ? (first, second) : throw new ArgumentException("mass and temperature of the density are positive");
    }
}
