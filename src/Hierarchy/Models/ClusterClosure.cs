using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The cluster closure: the three-particle correlation is left out, the pair correlation is evolved.</summary>
internal sealed class ClusterClosure : IGridModel
{
    public string Name => "cluster";

    public int Level => 2;

    public string Formula => "f3 = F12 f3 + F13 f2 + F23 f1 - 2 f1 f2 f3, that is g_3 = 0";

    public string Reference => "Cumulant truncation of the BBGKY hierarchy (1.11) at m = 2, evolved as f and g = f_2 - f x f";

    public string Cost => "n^{2d} log n a step, at most 9 arrays of n^{2d} doubles, 7 beyond 2^25 of them; exact at N = 2";

    public IReadOnlyList<string> KnownFailures => ["f_2 = f x f + g need not stay non-negative",
        "g_3 of order 1/N^2 is missing for finite N > 2, so f_{N,1} is expected to be off at that order"];

    public ModelFacts Facts { get; } = new() { SolvesLandau = ParticleNumbers.Infinite, SolvesLiouville = ParticleNumbers.Two, Triplet = TripletClosure.Cluster };

    public bool TakesSinglePairs => true;

    /// <summary>
    /// State, four arrays of the stabilised method, and two of the equation in d = 3 (one in d = 2); those that the explicit pair needs besides are counted
    /// with the plan.
    /// </summary>
    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => 7 * points * points;

    public bool SpreadsOverRanks => true;

    public bool ReducesBySymmetry(ParticleNumber particles) => true;

    public IKineticEquation Close(ModelInput input) =>
        new ClusterHierarchy(Name, input.Grid, input.Kernel, input.Particles, input.Options);
}
