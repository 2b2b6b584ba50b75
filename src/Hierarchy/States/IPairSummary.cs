namespace Hierarchy.States;

/// <summary>What is known of a pair correlation without its values.</summary>
/// <param name="Moments">int int g phi_k(v1) phi_l(v2) of the collision invariants v_1, ..., v_d, |v|^2.</param>
/// <param name="Norm">(int int g^2)^{1/2}.</param>
/// <param name="MarginalDefect">max over v1 of |int g dv2|.</param>
public sealed record PairSummary(double[,] Moments, double Norm, double MarginalDefect);

/// <summary>An equation that knows moments and norms of its correlation without its n^{2d} values, which it gives only where they are few.</summary>
public interface IPairSummary : IDerivedMarginals
{
    /// <summary>The summary of a state.</summary>
    PairSummary SummaryOf(ReadOnlySpan<double> state);
}
