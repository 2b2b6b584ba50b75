namespace Hierarchy.States;

/// <summary>Fills a row g(v1, .) of a pair correlation that is exchange symmetric with zero marginals.</summary>
/// <param name="point">The number of v1.</param>
/// <param name="row">Receives n^d values.</param>
public delegate void CorrelationRow(int point, Span<double> row);

/// <summary>One state of a de Finetti mixture.</summary>
/// <param name="Weight">w_k; the weights of a datum add up to 1.</param>
/// <param name="Density">f^k, n^d values of mass 1.</param>
public sealed record MixtureComponent(double Weight, double[] Density);

/// <summary>
/// f_1 and f_2 at the start of a run. Chaotic: f_2 = f x f. Otherwise f_2 = f x f + g, for instance a mixture, f_2 = sum_k w_k f^k x f^k.
/// </summary>
public sealed record InitialDatum
{
    /// <summary>f, n^d values.</summary>
    public required double[] Density { get; init; }

    /// <summary>Gives g by rows; null for chaotic data.</summary>
    public CorrelationRow? Correlation { get; init; }

    /// <summary>The components that f = sum_k w_k f^k is made of; f itself if it has no others.</summary>
    public required IReadOnlyList<MixtureComponent> Components { get; init; }

    /// <summary>Whether f_2 = f x f.</summary>
    public bool IsChaotic => Correlation is null;

    /// <summary>Fills g, n^{2d} values, v1 slow; nothing for chaotic data.</summary>
    public void FillCorrelation(Span<double> correlation)
    {
        int size = Density.Length;
        for (int i = 0; Correlation is not null && i < size; i++)
            Correlation(i, correlation.Slice(i * size, size));
    }

    /// <summary>The chaotic datum of one density.</summary>
    public static InitialDatum Chaotic(double[] density) => new() { Density = density, Components = [new MixtureComponent(1, density)] };
}
