using Hierarchy.States;

namespace Hierarchy.Benchmarks;

/// <summary>The parts of a state as arrays, for the N of the equation.</summary>
internal static class Marginals
{
    public static double[] DensityOf(this IKineticEquation equation, ReadOnlySpan<double> state) => equation.Density(state, equation.Particles).ToArray();

    /// <summary>n^{2d} values; none where the equation has no correlation.</summary>
    public static double[] CorrelationOf(this IKineticEquation equation, ReadOnlyMemory<double> state) =>
        equation.HasCorrelation ? equation.Correlation(state, equation.Particles).ToArray() : [];
}
