using Hierarchy.Equations;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>A de Finetti mixture of products: the exact solution of the Landau hierarchy for such data.</summary>
internal sealed class MixtureClosure : IGridModel
{
    public string Name => "mixture";

    public int Level => 2;

    public string Formula => "f_m = sum_k w_k f^k x ... x f^k for every m, each f^k a solution of the Landau equation";

    public string Reference => "de Finetti representation of the solutions of the Landau hierarchy (1.2): Carrillo and Guo (2025), Remark 1.6";

    public string Cost => "One Landau operator for each component, at most 8; no array of n^{2d} values";

    public IReadOnlyList<string> KnownFailures => ["runs at N = infinity only: at finite N mixtures of products do not stay mixtures of products"];

    public ModelFacts Facts { get; } = new() { SolvesLandauHierarchy = true };

    /// <summary>Arrays of n^d values that the Landau operator of a component takes with its part of the state and of the stepper, and of the products, at most.</summary>
    private const int ArraysOfComponent = 256;

    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => MixtureHierarchy.MostComponents * ArraysOfComponent * points;

    public int WorkLevel(ParticleNumber particles) => 1;

    public bool HoldsPairs => false;

    public string? Excludes(ParticleNumber particles, int dimension) =>
        particles.IsInfinite ? null : "mixtures of products solve the Landau hierarchy, N = infinity, only";

    public IKineticEquation Close(ModelInput input)
    {
        if (Excludes(input.Particles, input.Grid.Dimension) is { } reason)
            throw new ArgumentException(reason, nameof(input));
        return new MixtureHierarchy(Name, input.Grid, input.Kernel, input.Options);
    }
}
