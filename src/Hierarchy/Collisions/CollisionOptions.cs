namespace Hierarchy.Collisions;

/// <summary>How the collision operators are discretised.</summary>
public sealed record CollisionOptions
{
    /// <summary>Free-space convolutions by zero padding (default) or periodic convolutions on the box itself, for Q(f,f).</summary>
    public bool PaddedLandau { get; init; } = true;

    /// <summary>The same choice for the convolutions of the linearised operator at the pair level.</summary>
    public bool PaddedPair { get; init; }

    /// <summary>Remove the discretisation's production of mass, momentum and energy.</summary>
    public bool Conservative { get; init; } = true;

    /// <summary>Subtract Q(M, M) of the Maxwellian M with the same moments, so that a Maxwellian on the grid stays put to round-off.</summary>
    public bool EquilibriumPreserving { get; init; } = true;
}
