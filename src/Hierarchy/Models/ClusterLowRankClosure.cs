using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The cluster closure with the correlation as a sum of products of one-particle fields.</summary>
public sealed class ClusterLowRankClosure : IClosure
{
    public string Name => "cluster-lowrank";

    public int Level => 2;

    public string Formula => "g_3 = 0 as in cluster, g = sum_k lambda_k u_k(v1) u_k(v2) of adaptive rank";

    public string Reference => "Ceruti, Kusch and Lubich, A rank-adaptive robust integrator for dynamical low-rank approximation, BIT 62 (2022) 1149";

    public string Cost => "n^d r memory and n^{2d} r operations on a small part of the pairs a step, no array of n^{2d} values";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "f_2 = f x f + g need not stay non-negative, as in cluster.",
        "g is left out beyond the tolerance: near v1 = v2 first, where it has no low rank.",
        "Kernels without viscosity and multiple of I only; N = 2, where nothing smooths g, is left to cluster.",
    ];

    public ClosureProperty Violates => ClosureProperty.None;

    /// <summary>Arrays of n^d fields that a step holds at once, over the maximal rank.</summary>
    private const int FieldArrays = 40;

    public long MemoryValues(ParticleNumber particles, long points, CollisionOptions options) =>
        FieldArrays * Math.Min(options.LowRank.MaximalRank, points) * points;

    public bool HoldsPairs => false;

    public int WorkLevel(ParticleNumber particles) => 1;

    public string? Excludes(ParticleNumber particles, int dimension) =>
        particles.Value == 2 ? "without a third particle nothing smooths the correlation, which then has no low rank: the model cluster is exact there" : null;

    public IKineticEquation Close(VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options) =>
        new LowRankHierarchy(Name, grid, kernel, particles, options);
}
