using Hierarchy.Invariant;

namespace Hierarchy.Models;

/// <summary>The closure f_3 = f f f for rotation-invariant pairs.</summary>
internal sealed class Tensorised2RadialModel()
    : RadialModel(new InvariantModel("tensorised2-radial", 2, "f3 = f1 f2 f3", Start), new Tensorised2Closure())
{
    private static InvariantSystem Start(InvariantSetup setup) => new PairSystem(setup.Basis, setup.Kernel, setup.Inverse, 0);
}
