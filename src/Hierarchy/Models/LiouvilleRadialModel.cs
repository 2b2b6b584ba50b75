using Hierarchy.Invariant;

namespace Hierarchy.Models;

/// <summary>The exact density of two particles for isotropic data.</summary>
internal sealed class LiouvilleRadialModel()
    : RadialModel(new InvariantModel("liouville-radial", 2, "d_t F = P F/2", Start) { Inverse = 0.5 }, new LiouvilleModel(), "the exact density is held for N = 2 only")
{
    private static InvariantSystem Start(InvariantSetup setup) => new PairSystem(setup.Basis, setup.Kernel, 0.5, 0);
}
