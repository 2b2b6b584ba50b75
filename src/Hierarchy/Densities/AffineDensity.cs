using System.Numerics.Tensors;

namespace Hierarchy.Densities;

/// <summary>A density in other units of velocity, f'(v) = c s^d f(s v + m): its mean is (mean - m)/s, its covariance that of f over s^2.</summary>
internal sealed class AffineDensity : ITensorDensity
{
    private readonly IInitialDensity _inner;
    private readonly double[] _shift;
    private readonly double _factor;

    /// <summary>Maps a density.</summary>
    /// <param name="inner">f, whose weight stays.</param>
    /// <param name="scale">s &gt; 0.</param>
    /// <param name="shift">m, d values.</param>
    /// <param name="massFactor">c &gt; 0, 1 for a change of units alone.</param>
    /// <exception cref="ArgumentException">The shift has not d values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Scale or factor is not positive and finite.</exception>
    public AffineDensity(IInitialDensity inner, double scale, ReadOnlySpan<double> shift, double massFactor = 1)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (shift.Length != inner.Dimension)
            throw new ArgumentException("the shift has d values", nameof(shift));
        if (!(scale > 0) || !double.IsFinite(scale))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "the scale is positive and finite");
        if (!(massFactor > 0) || !double.IsFinite(massFactor))
            throw new ArgumentOutOfRangeException(nameof(massFactor), massFactor, "the factor is positive and finite");
        _inner = inner;
        Scale = scale;
        _shift = shift.ToArray();
        _factor = massFactor * Math.Pow(scale, inner.Dimension);
        Mean = [.. inner.Mean.Select((mean, a) => (mean - _shift[a]) / scale)];
        Covariance = [.. inner.Covariance.Select(value => value / (scale * scale))];
    }

    public int Dimension => _inner.Dimension;

    public double Weight => _inner.Weight;

    /// <summary>s.</summary>
    public double Scale { get; }

    /// <summary>m.</summary>
    public IReadOnlyList<double> Shift => _shift;

    /// <summary>f.</summary>
    public IInitialDensity Inner => _inner;

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Covariance { get; }

    public double Evaluate(ReadOnlySpan<double> velocity)
    {
        Span<double> mapped = stackalloc double[Dimension];
        for (int a = 0; a < Dimension; a++)
            mapped[a] = Scale * velocity[a] + _shift[a];
        return _factor * _inner.Evaluate(mapped);
    }

    public void Fill(double[][] axes, Span<double> destination)
    {
        double[][] mapped = [.. axes.Select((axis, a) => Array.ConvertAll(axis, v => Scale * v + _shift[a]))];
        InitialDensities.OnProduct(_inner, mapped, destination);
        TensorPrimitives.Multiply(destination, _factor, destination);
    }

    /// <summary>The box about zero is one about m for f.</summary>
    public double MassOutside(double halfWidth) => _inner.MassOutside(_shift, Scale * halfWidth);
}
