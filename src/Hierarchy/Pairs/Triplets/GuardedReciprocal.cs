using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// w = f/(f^2 + delta^2) in place of 1/f, delta = guard max f, and its derivative dw/df = (delta^2 - f^2)/(f^2 + delta^2)^2.
/// w is smooth, odd in f and at most 1/(2 delta): where f is below delta, and as a rule below its discretisation error, terms that were to be divided by f fade out.
/// </summary>
internal sealed class GuardedReciprocal(int size, double guard) : IDisposable
{
    /// <summary>f/delta from which on w differs from 1/f by less than 1 %.</summary>
    public const double OnePercent = 10;

    private readonly NativeBuffer _values = new(size);
    private readonly NativeBuffer _slopes = new(size);

    /// <summary>w; what lies beyond the values of f stays zero.</summary>
    public NativeBuffer Values => _values;

    /// <summary>dw/df.</summary>
    public NativeBuffer Slopes => _slopes;

    /// <summary>delta of the last density.</summary>
    public double Threshold { get; private set; }

    /// <summary>Takes w and dw/df of a density.</summary>
    public void Fill(ReadOnlySpan<double> density)
    {
        Threshold = guard * TensorPrimitives.Max(density);
        double square = Threshold * Threshold;
        Span<double> values = _values.Span, slopes = _slopes.Span;
        for (int i = 0; i < density.Length; i++)
        {
            double f = density[i], inverse = 1 / (f * f + square);
            values[i] = f * inverse;
            slopes[i] = (square - f * f) * inverse * inverse;
        }
    }

    public void Dispose()
    {
        _values.Dispose();
        _slopes.Dispose();
    }
}
