using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>Given one particle the two others are independent, symmetrised over the choice of the one.</summary>
internal sealed class ConditionalClosure : IGridModel
{
    public string Name => "conditional";

    public int Level => 2;

    public string Formula => "f3 = (F12 F23/f2 + F12 F13/f1 + F13 F23/f3)/3";

    public string Reference => "Conditional independence of two particles given the third (Markov closure), symmetrised over the third";

    public string Cost =>
        "d (d+1)/2 + d matrix products of size n^d an evaluation, on top of cluster; exact at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "Two thirds of the linearised collision operator act on g, an error of order 1/N in g.",
        "The marginal of f_3 is not f_2: int f_{N,2} dv2 departs from f_{N,1} (marginal_defect).",
        "Where f is below DensityGuard max f the division by f fades out (report density_guard).",
    ];

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        SolvesLiouville = ParticleNumbers.Two,
        Violates = ModelProperty.MarginalConsistency | ModelProperty.LeadingOrder,
        Triplet = TripletClosure.Conditional,
    };

    public int WorkLevel(ParticleNumber particles) => 3;

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.ExclusionOfMultiples(kernel);

    public IKineticEquation Close(ModelInput input) =>
        new PairHierarchy(Name, TripletClosure.Conditional, input.Grid, input.Kernel, input.Particles, input.Options);
}
