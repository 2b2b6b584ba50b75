using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The leading order in 1/N with its correlation as a sum of products of one-particle fields.</summary>
internal sealed class LeadingOrderLowRankClosure : IGridModel
{
    public string Name => "leading-order-lowrank";

    public int Level => 2;

    public string Formula => "f_{N,1} = f + phi/N, f_{N,2} = f x f + (phi x f + f x phi + G)/N as in leading-order, G = sum_k lambda_k u_k(v1) u_k(v2) of adaptive rank";

    public string Reference => "Ceruti, Kusch and Lubich, A rank-adaptive robust integrator for dynamical low-rank approximation, BIT 62 (2022) 1149";

    public string Cost => "n^d r memory and n^d log n r operations a step, once for all N, no array of n^{2d} values and no visit of pairs";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "An expansion: terms of order 1/N^2 are missing, which matters for few particles; N = 2 is not exact.",
        "The two-particle invariants hold to leading order only.",
        "G is left out beyond the tolerance: near v1 = v2 first, where it has no low rank.",
        "Chaotic data only; kernels without viscosity and multiple of I only.",
    ];

    public string? StandsFor => new LeadingOrderClosure().Name;

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        GivesLimits = true,
        Violates = ModelProperty.PairInvariants | ModelProperty.ExactForTwo,
    };

    public ModelSettings Settings => new LowRankSettings { Type = Name };

    public IReadOnlyList<Quantity> Quantities => LeadingOrderLowRank.Quantities;

    public string? Excludes(PairDatum datum) => datum == PairDatum.Chaotic ? null : "the leading order in 1/N is an expansion around chaotic data";

    public bool ServesEveryN => true;

    /// <summary>Arrays of n^d fields that a step holds at once, over the maximal rank.</summary>
    private const int FieldArrays = 20;

    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) =>
        FieldArrays * Math.Min(((LowRankSettings)settings).Options.MaximalRank, points) * points;

    public bool HoldsPairs => false;

    public bool SpreadsRowsOverRanks => true;

    public int WorkLevel(ParticleNumber particles) => 1;

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.Exclusion(kernel);

    public IKineticEquation Close(ModelInput input) =>
        new LeadingOrderLowRank(Name, input.Grid, input.Kernel, input.Particles, input.Options, ((LowRankSettings)input.Settings).Options);
}
