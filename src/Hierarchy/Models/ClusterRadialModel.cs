using Hierarchy.Invariant;

namespace Hierarchy.Models;

/// <summary>The cluster closure for rotation-invariant pairs.</summary>
internal sealed class ClusterRadialModel()
    : RadialModel(new InvariantModel("cluster-radial", 2, "f3 = F12 f3 + F13 f2 + F23 f1 - 2 f1 f2 f3", Start), new ClusterClosure())
{
    private static InvariantSystem Start(InvariantSetup setup) => new PairSystem(setup.Basis, setup.Kernel, setup.Inverse, 1);
}
