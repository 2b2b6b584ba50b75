using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The symmetric mean of the three products of a pair with the third particle.</summary>
internal sealed class PairTensorisedClosure : IGridModel
{
    public string Name => "pair-tensorised";

    public int Level => 2;

    public string Formula => "f3 = (F12 f3 + F13 f2 + F23 f1)/3";

    public string Reference => "Propagation of chaos between a pair and a third particle, symmetrised; a third of the bonds of the cluster closure";

    public string Cost => "n^{2d} log n a step, as cluster, at most 9 arrays of n^{2d} doubles, 7 beyond 2^25 of them; exact at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "Only a third of the linearised collision operator acts on g, an error of order 1/N in g.",
        "The marginal of f_3 is not f_2: int f_{N,2} dv2 departs from f_{N,1} (marginal_defect).",
    ];

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        SolvesLiouville = ParticleNumbers.Two,
        Triplet = TripletClosure.PairTensorised,
        Violates = ModelProperty.MarginalConsistency | ModelProperty.LeadingOrder,
    };

    public bool TakesSinglePairs => true;

    /// <summary>
    /// State, four arrays of the stabilised method, and two of the equation in d = 3 (one in d = 2); those that the explicit pair needs besides are counted
    /// with the plan.
    /// </summary>
    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => 7 * points * points;

    public bool SpreadsOverRanks => true;

    public bool ReducesBySymmetry(ParticleNumber particles) => true;

    public IKineticEquation Close(ModelInput input) =>
        new PairHierarchy(Name, TripletClosure.PairTensorised, input.Grid, input.Kernel, input.Particles, input.Options);
}
