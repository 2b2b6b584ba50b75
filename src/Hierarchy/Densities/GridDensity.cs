using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// A density given by its values on a box [-L, L)^d: the trigonometric interpolant inside the box, zero outside. On the same grid the values come back
/// unchanged. Values are taken as they are: negative ones are kept, and the mass is that of the values.
/// </summary>
internal sealed class GridDensity : IDataDensity
{
    private readonly VelocityGrid _grid;
    private readonly double[] _values;

    /// <summary>Makes the density.</summary>
    /// <param name="grid">The box of the values.</param>
    /// <param name="values">n^d values, finite, of positive sum.</param>
    /// <param name="weight">Positive.</param>
    /// <exception cref="ArgumentException">The values are not n^d finite ones, or their mass or a variance is not positive.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public GridDensity(VelocityGrid grid, ReadOnlySpan<double> values, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(grid);
        DensityArguments.Check(grid.Dimension, weight);
        if (values.Length != grid.Size)
            throw new ArgumentException("n^d values", nameof(values));
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException("the values of the density are finite", nameof(values));
        }
        _grid = grid;
        _values = values.ToArray();
        Weight = weight;
        GridMoments moments = GridMoments.Of(grid, values);
        if (!(moments.Mass > 0) || !(moments.Temperature > 0))
            throw new ArgumentException("mass and temperature of the density are positive", nameof(values));
        int d = grid.Dimension;
        Mean = [.. moments.Momentum.Select(component => component / moments.Mass)];
        double[] covariance = new double[d * d];
        for (int i = 0; i < values.Length; i++)
        {
            for (int ab = 0; ab < d * d; ab++)
                covariance[ab] += grid.CellVolume * values[i] / moments.Mass * (grid.Velocity(i, ab / d) - Mean[ab / d]) * (grid.Velocity(i, ab % d) - Mean[ab % d]);
        }
        Covariance = covariance;
    }

    public int Dimension => _grid.Dimension;

    public double Weight { get; }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    public bool SamplesHaveStatedMoments => false;

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        double[][] axes = new double[Dimension][];
        for (int a = 0; a < Dimension; a++)
            axes[a] = [velocity[a]];
        Span<double> value = stackalloc double[1];
        Fill(axes, value);
        return value[0];
    }

    /// <summary>One axis after the other: values = sum_j w_j(v) values_j, the last axis first.</summary>
    public void Fill(double[][] axes, Span<double> destination)
    {
        double[] source = _values;
        int inner = 1;
        for (int a = Dimension - 1; a >= 0; a--)
        {
            source = Contract(source, axes[a], inner);
            inner *= axes[a].Length;
        }
        source.CopyTo(destination);
    }

    /// <summary>The mass of the points outside the box.</summary>
    public double MassOutside(double halfWidth) => MassOutside(stackalloc double[Dimension], halfWidth);

    public double MassOutside(ReadOnlySpan<double> centre, double halfWidth)
    {
        double mass = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            for (int a = 0; a < Dimension; a++)
            {
                if (Math.Abs(_grid.Velocity(i, a) - centre[a]) > halfWidth)
                    mass += _grid.CellVolume * Math.Abs(_values[i]);
            }
        }
        return mass;
    }

    /// <summary>From shape (outer, n, inner) to (outer, m, inner).</summary>
    private double[] Contract(double[] source, double[] axis, int inner)
    {
        int n = _grid.Points, outer = source.Length / (n * inner);
        double[] result = new double[outer * axis.Length * inner], weights = new double[axis.Length * n];
        for (int j = 0; j < axis.Length; j++)
            FillWeights(axis[j], weights.AsSpan(j * n, n));
        WorkCrew.Run(outer, (block, _) =>
        {
            for (int j = 0; j < axis.Length; j++)
            {
                Span<double> target = result.AsSpan((block * axis.Length + j) * inner, inner);
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

    /// <summary>w_j(v) = sin(n phi) cos(phi)/(n sin(phi)), phi = pi (v - v_j)/(2L): the interpolant whose Nyquist mode is a cosine.</summary>
    private void FillWeights(double velocity, Span<double> weights)
    {
        const double onPoint = 1e-12;
        int n = _grid.Points;
        weights.Clear();
        double first = _grid.Origin == GridOrigin.HalfCell ? 0.5 : 0, place = (velocity + _grid.HalfWidth) / _grid.Spacing - first;
        if (!(place >= -first - onPoint && place < n - first))
            return;
        int nearest = (int)Math.Round(place);
        if (Math.Abs(place - nearest) <= onPoint * n)
        {
            weights[nearest % n] = 1;
            return;
        }
        for (int j = 0; j < n; j++)
        {
            double phi = Math.PI * (place - j) / n;
            weights[j] = Math.Sin(n * phi) * Math.Cos(phi) / (n * Math.Sin(phi));
        }
    }
}
