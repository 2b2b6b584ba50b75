using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.States;

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

    /// <summary>
    /// Store the pair correlation g, and with it the stages of the stepper and the arrays between the passes of an evaluation, in single precision; f, all operations and all
    /// sums stay in double precision. Halves the memory; for closures of the first order in g.
    /// </summary>
    public bool SinglePairs { get; init; }

    /// <summary>
    /// The density, relative to its maximum, below which a closure that divides by f ceases to: 1/f is replaced by f/(f^2 + delta^2),
    /// delta = DensityGuard max f, in (0, 1]. Much smaller values let the ratio g/(f f) of two noises grow in the tails until the run fails.
    /// Two beams, d = 2, n = 20, N = 4, t = 0.2, kirkwood: a tenth of the default changes g by 3e-5 in relative L2, ten times the default
    /// by 7e-4; kirkwood and cluster differ by 2e-2.
    /// </summary>
    public double DensityGuard { get; init; } = 1e-2;

    /// <summary>The symmetry of the datum, of which equations keep the columns of representatives alone; null for none.</summary>
    internal VelocityOrbits? Orbits { get; init; }

    /// <summary>Whether equations keep all columns nevertheless: they know the symmetry where they begin with a rough field, so that both ways take the same steps.</summary>
    internal bool KeepsAllColumns { get; init; }

    /// <summary>The ranks over which arrays over pairs are spread; null to have them in this process.</summary>
    internal PairShare? Share { get; init; }

    /// <summary>The ranks over which tables of one row a point are spread; null to have them in this process.</summary>
    internal RowShare? Rows { get; init; }

    /// <summary>The symmetry by which arrays over pairs are reduced; null if they have all columns.</summary>
    internal VelocityOrbits? Reduction => KeepsAllColumns || Orbits is { IsTrivial: true } ? null : Orbits;
}
