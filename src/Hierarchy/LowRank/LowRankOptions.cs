namespace Hierarchy.LowRank;

/// <summary>How a correlation is kept as a sum of products of fields.</summary>
internal sealed record LowRankOptions
{
    /// <summary>
    /// The L2 error of g that is aimed at, over the L2 norm of f x f at the start times 1/N (times 1 for N = infinity); in [1e-10, 0.1]. One step leaves out at
    /// most a fifth of it.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Whether convolutions take 2n points an axis, where every difference of two points has its own place, in place of some 3n/2.</summary>
    public bool WholePadding { get; init; }

    /// <summary>The most products, in 8..2000. When they do not suffice the tolerance is not met, as the quantity rank_excess tells.</summary>
    public int MaximalRank { get; init; } = 300;
}
