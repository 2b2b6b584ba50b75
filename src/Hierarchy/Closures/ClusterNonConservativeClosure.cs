using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Spectral;

namespace Hierarchy.Closures;

/// <summary>The cluster closure of the other particle system, whose particles have independent noises.</summary>
public sealed class ClusterNonConservativeClosure : IClosure
{
    public string Name => "cluster-nonconservative";

    public int Level => 2;

    public string Formula => "g_3 = 0 as cluster, with P^ F = div_1(A grad_1 F - B F) + div_2(A grad_2 F + B F) in place of P F";

    public string Reference => "Hierarchy of the non-conservative Liouville equation (1.6) of Carrillo and Guo (2025), truncated in its cumulants at m = 2";

    public string Cost => "n^{2d} log n a step, about twice that of cluster, at most 10 arrays of n^{2d} doubles; exact for (1.6) at N = 2";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "MEASURED",
    ];

    public ClosureProperty Violates =>
        ClosureProperty.PairInvariants | ClosureProperty.InitialSlopes | ClosureProperty.ExactForTwo | ClosureProperty.LeadingOrder;

    public long MemoryValues(ParticleNumber particles, long points) => 10 * points * points;

    public IKineticEquation Close(VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options) =>
        new NonConservativeHierarchy(Name, grid, kernel, particles, options);
}
