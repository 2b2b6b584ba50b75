using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>Level 2 closed by a product: the pair correlation is produced, but not carried by collisions with the other particles.</summary>
internal sealed class Tensorised2Closure : IGridModel
{
    public string Name => "tensorised2";

    public int Level => 2;

    public string Formula => "f3 = f1 f2 f3";

    public string Reference => "Propagation of chaos at level 3: Carrillo and Guo (2025), hierarchy (1.11) at m = 2 with f_{N,3} = f x f x f";

    public string Cost => "n^{2d} log n a step, about a third of cluster, at most 9 arrays of n^{2d} doubles, 7 beyond 2^25 of them; exact at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "The linearised collision operator is missing from the equation of g, an error of order 1/N in g.",
        "The marginal of f_3 is not f_2: int f_{N,2} dv2 departs from f_{N,1} (marginal_defect).",
    ];

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        SolvesLiouville = ParticleNumbers.Two,
        Triplet = TripletClosure.Tensorised,
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
        new PairHierarchy(Name, TripletClosure.Tensorised, input.Grid, input.Kernel, input.Particles, input.Options);
}
