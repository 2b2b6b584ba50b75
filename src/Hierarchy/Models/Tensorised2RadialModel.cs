namespace Hierarchy.Models;

/// <summary>The closure f_3 = f f f for rotation-invariant pairs.</summary>
internal sealed class Tensorised2RadialModel() : RadialModel("tensorised2-radial", new Tensorised2Closure());
