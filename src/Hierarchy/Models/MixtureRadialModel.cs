using Hierarchy.Invariant;

namespace Hierarchy.Models;

/// <summary>A de Finetti mixture of products of isotropic densities.</summary>
internal sealed class MixtureRadialModel()
    : RadialModel(new InvariantModel("mixture-radial", 2, "F = sum w f^k f^k", Start) { Inverse = 0 }, new MixtureClosure(),
        "mixtures of products solve the Landau hierarchy, N = infinity, only")
{
    private static InvariantSystem Start(InvariantSetup setup) =>
        new RadialLandau(setup.Basis, setup.Kernel, setup.Datum.IsMixture ? setup.Datum.Components.Count : 1);
}
