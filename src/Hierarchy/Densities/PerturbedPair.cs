using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>
/// A pair correlation that is not chaotic, g = A (f p~) x (f p~) with p~ = p - int f p/int f and p(v) = cos(k.v) or sin(k.v): exchange symmetric, with marginals
/// zero to round-off. f x f + g = f x f (1 + A p~ x p~) is non-negative for A in [<see cref="LeastAmplitude"/>, <see cref="LargestAmplitude"/>].
/// </summary>
/// <remarks>
/// For 0 &lt; A max p~^2 &lt;= 1 it is the mixture of f (1 + sqrt(A) p~) and f (1 - sqrt(A) p~) in equal parts, so an N-particle density with this pair
/// exists for every N; with A &lt; 0 the particles repel and only A E p~^2 &gt;= -1/(N-1) can come from N particles.
/// </remarks>
internal sealed class PerturbedPair
{
    private readonly double[] _factor;

    /// <summary>Makes the correlation.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="density">f, n^d values.</param>
    /// <param name="wavevector">k, d values, not zero.</param>
    /// <param name="odd">sin instead of cos.</param>
    /// <param name="amplitude">A, between the bounds.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the wavevector is zero.</exception>
    public PerturbedPair(VelocityGrid grid, ReadOnlySpan<double> density, ReadOnlySpan<double> wavevector, bool odd, double amplitude)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (density.Length != grid.Size)
            throw new ArgumentException("the density has n^d values", nameof(density));
        if (wavevector.Length != grid.Dimension || !(TensorPrimitives.Norm(wavevector) > 0))
            throw new ArgumentException("the wavevector has d values and is not zero", nameof(wavevector));
        Amplitude = amplitude;
        _factor = new double[grid.Size];
        CompensatedSum mass = default, mean = default;
        for (int i = 0; i < grid.Size; i++)
        {
            double phase = 0;
            for (int a = 0; a < grid.Dimension; a++)
                phase += wavevector[a] * grid.Velocity(i, a);
            _factor[i] = odd ? Math.Sin(phase) : Math.Cos(phase);
            mass.Add(density[i]);
            mean.Add(density[i] * _factor[i]);
        }
        TensorPrimitives.Subtract(_factor, mean.Value / mass.Value, _factor);
        double least = TensorPrimitives.Min<double>(_factor), largest = TensorPrimitives.Max<double>(_factor);
        LargestAmplitude = -1 / (least * largest);
        LeastAmplitude = -1 / Math.Max(least * least, largest * largest);
        TensorPrimitives.Multiply(_factor, density, _factor);
    }

    /// <summary>A.</summary>
    public double Amplitude { get; }

    /// <summary>-1/max p~^2 over the grid.</summary>
    public double LeastAmplitude { get; }

    /// <summary>-1/(min p~ max p~) over the grid; min p~ &lt; 0 &lt; max p~.</summary>
    public double LargestAmplitude { get; }

    /// <summary>Whether f x f + g is non-negative where f is.</summary>
    public bool IsAdmissible => Amplitude >= LeastAmplitude && Amplitude <= LargestAmplitude;

    /// <summary>Fills g(v1, .), n^d values.</summary>
    /// <param name="point">The number of v1.</param>
    /// <param name="row">Receives them.</param>
    public void FillRow(int point, Span<double> row)
    {
        // Both factors enter alike, so that the transposed entry is the same to the last bit.
        for (int j = 0; j < _factor.Length; j++)
            row[j] = Amplitude * (_factor[point] * _factor[j]);
    }
}
