namespace Hierarchy.Models;

/// <summary>The exact density of two particles for isotropic data.</summary>
internal sealed class LiouvilleRadialModel() : RadialModel("liouville-radial", new LiouvilleModel(), "the exact density is held for N = 2 only");
