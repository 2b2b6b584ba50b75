namespace Hierarchy.Invariant;

/// <summary>A rotation-invariant pair as numbers, from which it comes back to the last bit.</summary>
/// <param name="Elements">Elements of the splines.</param>
/// <param name="Radius">R, where they end.</param>
/// <param name="Temperature">theta of the weight exp(-r^2/(2 theta)).</param>
/// <param name="Density">The coefficients of f, as many as there are splines.</param>
/// <param name="Correlation">Those of g, one square matrix a mode; empty for g = 0.</param>
internal sealed record PairCoefficients(int Elements, double Radius, double Temperature, double[] Density, double[] Correlation)
{
    /// <summary>The number of splines.</summary>
    public int Count => Density.Length;

    /// <summary>The number of modes of g.</summary>
    public int Modes => Correlation.Length / (Count * Count);

    /// <summary>Those of a pair.</summary>
    public static PairCoefficients Of(InvariantPair pair)
    {
        int count = pair.Basis.Count, stride = pair.Basis.Stride;
        double[] correlation = new double[pair.Modes * count * count];
        for (int row = 0; row < pair.Modes * count; row++)
            pair.ModeCoefficients(row / count).Slice(row % count * stride, count).CopyTo(correlation.AsSpan(row * count));
        return new(pair.Basis.Splines.Elements, pair.Basis.Splines.Radius, pair.Basis.Temperature, pair.DensityCoefficients[..count].ToArray(), correlation);
    }

    /// <summary>The pair.</summary>
    /// <exception cref="InvalidDataException">They are those of no pair.</exception>
    public InvariantPair ToPair()
    {
        if (Elements < 5 || !(Radius > 0) || !(Temperature > 0) || !double.IsFinite(Radius + Temperature))
            throw new InvalidDataException($"no radial splines have {Elements} elements up to {Radius} and the temperature {Temperature}");
        RadialSplines splines = new(Elements, Radius);
        if (splines.Count != Count || Correlation.Length != Modes * Count * Count)
            throw new InvalidDataException($"{Elements} elements have {splines.Count} splines, not {Count}");
        RadialBasis basis = new(splines, Temperature, Math.Max(1, Modes));
        int stride = basis.Stride;
        double[] density = new double[stride], correlation = new double[Modes * Count * stride];
        Density.CopyTo(density, 0);
        for (int row = 0; row < Modes * Count; row++)
            Correlation.AsSpan(row * Count, Count).CopyTo(correlation.AsSpan(row * stride));
        return new InvariantPair(basis, density, correlation);
    }
}
