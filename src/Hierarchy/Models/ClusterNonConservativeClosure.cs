using Hierarchy.Equations;
using Hierarchy.Particles;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The cluster closure of the other particle system, whose particles have independent noises.</summary>
internal sealed class ClusterNonConservativeClosure : IGridModel
{
    public string Name => "cluster-nonconservative";

    public int Level => 2;

    public string Formula => "g_3 = 0 as cluster, with P^ F = div_1(A grad_1 F - B F) + div_2(A grad_2 F + B F) in place of P F";

    public string Reference => "Hierarchy of the non-conservative Liouville equation (1.6) of Carrillo and Guo (2025), truncated in its cumulants at m = 2";

    public string Cost => "n^{2d} log n a step, about twice that of cluster, at most 10 arrays of n^{2d} doubles; exact for (1.6) at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "The momentum and the energy of a pair are not conserved, as in (1.6): E[v1 v1^T] + (N-1) E[v1 v2^T] grows at 2 (N-1)/N E[A(v1 - v2)].",
        "gamma < 0: |v1 - v2|^2 falls at the rate (4/N)(d-1) Lambda |v1 - v2|^(gamma+2) and pairs meet in finite time, which no grid holds.",
        "So use gamma >= 0, a softened kernel or small t/N.",
        "Measured, d = 2, gamma = -3, two beams, L = 5, N = 4, t = 0.1: pair_covariance_xx 0.047 at n = 16, 0.233 at n = 24: not converged.",
        "There min f_2 / max f_2 is -3e-3 and -8e-3; at N = 16, n = 16 it is -1.6e-3 with pair_covariance_xx 0.0071. At gamma = 0, N = 4, n = 24 it is -1e-5.",
        "g_3 of order 1/N^2 is missing for finite N > 2, as in cluster.",
    ];

    public ModelFacts Facts { get; } = new()
    {
        System = ParticleSystem.NonConservative,
        SolvesLandau = ParticleNumbers.Infinite,
        SolvesLiouville = ParticleNumbers.Two,
        Violates = ModelProperty.PairInvariants | ModelProperty.InitialSlopes | ModelProperty.ExactForTwo | ModelProperty.LeadingOrder,
    };

    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => 10 * points * points;

    public IKineticEquation Close(ModelInput input) =>
        new NonConservativeHierarchy(Name, input.Grid, input.Kernel, input.Particles, input.Options);
}
