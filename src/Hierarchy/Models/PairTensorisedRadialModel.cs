using Hierarchy.Invariant;

namespace Hierarchy.Models;

/// <summary>The mean of the three products of a pair with the third particle, for rotation-invariant pairs.</summary>
internal sealed class PairTensorisedRadialModel()
    : RadialModel(new InvariantModel("pair-tensorised-radial", 2, "f3 = (F12 f3 + F13 f2 + F23 f1)/3", Start), new PairTensorisedClosure())
{
    private static InvariantSystem Start(InvariantSetup setup) => new PairSystem(setup.Basis, setup.Kernel, setup.Inverse, 1.0 / 3);
}
