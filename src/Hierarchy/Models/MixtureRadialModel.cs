namespace Hierarchy.Models;

/// <summary>A de Finetti mixture of products of isotropic densities.</summary>
internal sealed class MixtureRadialModel() : RadialModel("mixture-radial", new MixtureClosure(), "mixtures of products solve the Landau hierarchy, N = infinity, only");
