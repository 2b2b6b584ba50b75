using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The cluster closure with the correlation as a sum of products of one-particle fields.</summary>
internal sealed class ClusterLowRankClosure : IGridModel
{
    public string Name => "cluster-lowrank";

    public int Level => 2;

    public string Formula => "g_3 = 0 as in cluster, g = sum_k lambda_k u_k(v1) u_k(v2) of adaptive rank";

    public string Reference => "Ceruti, Kusch and Lubich, A rank-adaptive robust integrator for dynamical low-rank approximation, BIT 62 (2022) 1149";

    public string Cost => "n^d r memory and n^d log n r operations a step, and r a pair of a coarser grid unless P[g] may be left out; no array of n^{2d} values";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "f_2 = f x f + g need not stay non-negative, as in cluster.",
        "g is left out beyond the tolerance: near v1 = v2 first, where it has no low rank.",
        "Kernels without viscosity and multiple of I only; N = 2, where nothing smooths g, is left to cluster.",
    ];

    public ModelFacts Facts { get; } = new() { SolvesLandau = ParticleNumbers.Infinite, Triplet = TripletClosure.Cluster };

    public string? StandsFor => new ClusterClosure().Name;

    public ModelSettings Settings => new LowRankSettings { Type = Name };

    public IReadOnlyList<Quantity> Quantities => LowRankHierarchy.Quantities;

    /// <summary>Arrays of n^d fields that a step holds at once, over the maximal rank.</summary>
    private const int FieldArrays = 40;

    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) =>
        FieldArrays * Math.Min(((LowRankSettings)settings).Options.MaximalRank, points) * points;

    public bool HoldsPairs => false;

    public bool SpreadsRowsOverRanks => true;

    public int WorkLevel(ParticleNumber particles) => 1;

    public string? Excludes(ParticleNumber particles, int dimension) =>
        particles.Value == 2 ? "without a third particle nothing smooths the correlation, which then has no low rank: the model cluster is exact there" : null;

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.Exclusion(kernel);

    public IKineticEquation Close(ModelInput input) =>
        new LowRankHierarchy(Name, input.Grid, input.Kernel, input.Particles, input.Options, ((LowRankSettings)input.Settings).Options);
}
