namespace Hierarchy.TimeStepping;

/// <summary>
/// The elementary weights of a Runge-Kutta stage value on the eight rooted trees with up to four nodes: the value is
/// y + sum over trees of (weight / symmetry) h^nodes (elementary differential). For the exact solution the weight is 1 / density.
/// </summary>
/// <remarks>Trees are written by their roots' branches: [] is a single node, t a leaf. Butcher, Numerical Methods for Ordinary Differential Equations, chapter 3.</remarks>
/// <param name="Leaf">t.</param>
/// <param name="Chain2">[t].</param>
/// <param name="Bush3">[t, t].</param>
/// <param name="Chain3">[[t]].</param>
/// <param name="Bush4">[t, t, t].</param>
/// <param name="Mixed4">[t, [t]].</param>
/// <param name="Fork4">[[t, t]].</param>
/// <param name="Chain4">[[[t]]].</param>
internal readonly record struct TreeSums(
    double Leaf, double Chain2, double Bush3, double Chain3, double Bush4, double Mixed4, double Fork4, double Chain4)
{
    /// <summary>The weights of h F(value).</summary>
    public TreeSums Slope() => new(1, Leaf, Leaf * Leaf, Chain2, Leaf * Leaf * Leaf, Leaf * Chain2, Bush3, Chain3);

    public static TreeSums operator +(TreeSums a, TreeSums b) => new(
        a.Leaf + b.Leaf, a.Chain2 + b.Chain2, a.Bush3 + b.Bush3, a.Chain3 + b.Chain3,
        a.Bush4 + b.Bush4, a.Mixed4 + b.Mixed4, a.Fork4 + b.Fork4, a.Chain4 + b.Chain4);

    public static TreeSums operator *(double c, TreeSums a) => new(
        c * a.Leaf, c * a.Chain2, c * a.Bush3, c * a.Chain3, c * a.Bush4, c * a.Mixed4, c * a.Fork4, c * a.Chain4);
}
