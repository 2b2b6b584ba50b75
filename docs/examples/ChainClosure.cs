using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>Kirkwood's superposition up to the second order in the pair correlation: chains of two bonds, but no triangle.</summary>
internal sealed class ChainClosure : IGridModel
{
    public string Name => "chain";

    public int Level => 2;

    public string Formula => "f3 = f1 f2 f3 + g12 f3 + g13 f2 + g23 f1 + g12 g13/f1 + g12 g23/f2 + g13 g23/f3";

    public string Reference => "Kirkwood's superposition approximation, expanded to the second order in g";

    public string Cost => "d (d+1)/2 + d matrix products of size n^d an evaluation, on top of cluster; exact at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "The marginal of f_3 is not f_2: int g13 g23/f3 dv3 is left over, of the second order in g (marginal_defect).",
    ];

    public ModelFacts Facts { get; } = new() { SolvesLandau = ParticleNumbers.Infinite, SolvesLiouville = ParticleNumbers.Two, Violates = ModelProperty.MarginalConsistency };

    public IKineticEquation Close(ModelInput input) =>
        new PairHierarchy(Name, new TripletClosure(Bond: 1, Chain: 1), input.Grid, input.Kernel, input.Particles, input.Options);
}
