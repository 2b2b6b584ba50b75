using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The first correction to propagation of chaos, by unknowns that do not depend on N.</summary>
internal sealed class LeadingOrderClosure : IGridModel
{
    public string Name => "leading-order";

    public int Level => 2;

    public string Formula => "f_{N,1} = f + phi/N, f_{N,2} = f x f + (phi x f + f x phi + G)/N, the order 1/N of the hierarchy";

    public string Reference => "Expansion of (1.11) in 1/N around chaotic data (Bogoliubov corrections); every closure with g_3 = O(1/N^2) has this limit";

    public string Cost => "n^{2d} log n a step, as cluster, once for all N; at most 9 arrays of n^{2d} doubles";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "An expansion: terms of order 1/N^2 are missing, which matters for few particles; N = 2 is not exact.",
        "The two-particle invariants hold to leading order only.",
        "Chaotic data only; kernels without viscosity and multiple of I only.",
    ];

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        GivesLimits = true,
        Violates = ModelProperty.PairInvariants | ModelProperty.ExactForTwo,
    };

    public IReadOnlyList<Quantity> Quantities => LeadingOrderHierarchy.Quantities;

    public string? Excludes(PairDatum datum) => datum == PairDatum.Chaotic ? null : "the leading order in 1/N is an expansion around chaotic data";

    public bool ServesEveryN => true;

    public bool SpreadsOverRanks => true;

    public bool ReducesBySymmetry(ParticleNumber particles) => true;

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.Exclusion(kernel);

    public IKineticEquation Close(ModelInput input) =>
        new LeadingOrderHierarchy(Name, input.Grid, input.Kernel, input.Particles, input.Options);
}
