namespace Hierarchy.Pairs;

/// <summary>
/// A closure of level 2 that gives f_3 by f and the pair correlation g = f_2 - f x f, as a sum over the graphs on three particles whose bonds are g_ij:
/// <code>
/// f_3 = (1/Z) [ f1 f2 f3 + Bond (g12 f3 + g13 f2 + g23 f1) + Chain (g12 g13/f1 + g12 g23/f2 + g13 g23/f3) + Triangle g12 g13 g23/(f1 f2 f3) ].
/// </code>
/// Z = 1, or the mass of the bracket. Every such f_3 is exchange symmetric, so collisions with the third particle keep the two-particle invariants; its marginal is f_2
/// only for the cluster closure. Division by f meets terms of the second order in g alone.
/// </summary>
/// <param name="Bond">The coefficient of the terms of the first order in g.</param>
/// <param name="Chain">The coefficient of the terms of the second order.</param>
/// <param name="Triangle">The coefficient of the term of the third order.</param>
/// <param name="Normalised">Whether f_3 is divided by its mass.</param>
public sealed record TripletClosure(double Bond, double Chain = 0, double Triangle = 0, bool Normalised = false)
{
    /// <summary>f1 f2 f3.</summary>
    public static TripletClosure Tensorised { get; } = new(0);

    /// <summary>(F12 f3 + F13 f2 + F23 f1)/3.</summary>
    public static TripletClosure PairTensorised { get; } = new(1.0 / 3);

    /// <summary>F12 f3 + F13 f2 + F23 f1 - 2 f1 f2 f3.</summary>
    public static TripletClosure Cluster { get; } = new(1);

    /// <summary>The symmetrisation of F12 F23/f2.</summary>
    public static TripletClosure Conditional { get; } = new(2.0 / 3, 1.0 / 3);

    /// <summary>F12 F13 F23/(f1 f2 f3).</summary>
    public static TripletClosure Kirkwood { get; } = new(1, 1, 1);

    /// <summary>The same, divided by its mass.</summary>
    public static TripletClosure KirkwoodNormalised { get; } = new(1, 1, 1, Normalised: true);

    /// <summary>Whether the marginal of f_3 is f_2 whatever f and g are.</summary>
    public bool IsConsistent => Bond == 1 && Chain == 0 && Triangle == 0 && !Normalised;
}
