namespace Hierarchy.Models;

/// <summary>What the exact hierarchy satisfies and a model may not.</summary>
[Flags]
public enum ModelProperty
{
    None = 0,

    /// <summary>f_{N,2}(v1, v2) = f_{N,2}(v2, v1).</summary>
    ExchangeSymmetry = 1,

    /// <summary>The mass of f_{N,1} and of f_{N,2} stays.</summary>
    Mass = 2,

    /// <summary>E[v] stays.</summary>
    Momentum = 4,

    /// <summary>E|v|^2 stays.</summary>
    Energy = 8,

    /// <summary>int f_{N,2} dv2 = f_{N,1} stays true.</summary>
    MarginalConsistency = 16,

    /// <summary>E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)] stays, for phi and psi among v_a and |v|^2.</summary>
    PairInvariants = 32,

    /// <summary>A product f x f stays one at N = infinity.</summary>
    Chaos = 64,

    /// <summary>For chaotic data d/dt E[v1 v1^T] = (N-1)/N S and d/dt E[v1 v2^T] = -S/N at t = 0, with S the slope of the Landau equation.</summary>
    InitialSlopes = 128,

    /// <summary>At N = 2 the model is the Liouville equation.</summary>
    ExactForTwo = 256,

    /// <summary>N (f_{N,2} - f_{N,1} x f_{N,1}) has the right limit for chaotic data, so that the error of f_{N,1} is O(1/N^2).</summary>
    LeadingOrder = 512,
}

/// <summary>The properties in words.</summary>
internal static class ModelProperties
{
    private static readonly (ModelProperty Property, string Words)[] Names =
    [
        (ModelProperty.ExchangeSymmetry, "exchange symmetry"), (ModelProperty.Mass, "conservation of mass"), (ModelProperty.Momentum, "conservation of momentum"),
        (ModelProperty.Energy, "conservation of energy"), (ModelProperty.MarginalConsistency, "marginal consistency"), (ModelProperty.PairInvariants, "two-particle invariants"),
        (ModelProperty.Chaos, "a product stays one at N = infinity"), (ModelProperty.InitialSlopes, "exact slopes of the second moments at time 0"),
        (ModelProperty.ExactForTwo, "exact at N = 2"), (ModelProperty.LeadingOrder, "exact to first order in 1/N"),
    ];

    /// <summary>One entry for each property in a set.</summary>
    public static IReadOnlyList<string> Words(this ModelProperty properties) => [.. Names.Where(name => properties.HasFlag(name.Property)).Select(name => name.Words)];
}
