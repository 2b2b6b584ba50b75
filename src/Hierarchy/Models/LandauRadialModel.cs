using Hierarchy.Invariant;

namespace Hierarchy.Models;

/// <summary>The Landau equation for isotropic data, the reference of the models of rotation-invariant pairs; it always runs with them.</summary>
internal sealed class LandauRadialModel()
    : RadialModel(new InvariantModel("landau-radial", 1, "d_t f = Q(f,f)", Start) { Inverse = 0 }, new LandauModel(), "the Landau equation is the limit N = infinity")
{
    public override string Reference => "Landau equation (1.1) for f(|v|), by splines of degree 4 with a Gaussian weight";

    public override string Cost => "some thirty unknowns";

    public override IReadOnlyList<string> KnownFailures => ["isotropic data in d = 3 only"];

    private static InvariantSystem Start(InvariantSetup setup) => new RadialLandau(setup.Basis, setup.Kernel);
}
