using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Particles;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>A set of particle numbers.</summary>
[Flags]
public enum ParticleNumbers
{
    None = 0,
    Two = 1,
    Three = 2,

    /// <summary>Every finite N but 2 and 3.</summary>
    More = 4,

    /// <summary>N = infinity, the Landau hierarchy.</summary>
    Infinite = 8,

    Finite = Two | Three | More,
    All = Finite | Infinite,
}

/// <summary>What the results of other models are measured against.</summary>
public enum ReferenceKind
{
    None,

    /// <summary>The direct solver of the Landau equation; it always runs.</summary>
    Landau,

    /// <summary>The exact density of N particles, the reference at the same N.</summary>
    Liouville,

    /// <summary>The particles (1.5), the reference at the same N within their standard errors.</summary>
    Particles,
}

/// <summary>
/// What is known of the solutions of a model: audits choose their theorems by it, rankings their references, figures their roles. Where data matter they are chaotic.
/// </summary>
public sealed record ModelFacts
{
    /// <summary>Whose marginals the model approximates at finite N: those of (1.5), whose law solves (1.3), or those of (1.6).</summary>
    public ParticleSystem System { get; init; } = ParticleSystem.Conservative;

    /// <summary>What it serves as.</summary>
    public ReferenceKind Reference { get; init; }

    /// <summary>The N at which f_{N,1} solves the Landau equation (1.1), for chaotic data.</summary>
    public ParticleNumbers SolvesLandau { get; init; }

    /// <summary>The N at which f_{N,1} and f_{N,2} are marginals of a solution of the Liouville equation of <see cref="System"/>, for the data that the model takes.</summary>
    public ParticleNumbers SolvesLiouville { get; init; }

    /// <summary>Whether f_m is known and solves the Landau hierarchy (1.2) at every level m, for mixtures of products too.</summary>
    public bool SolvesLandauHierarchy { get; init; }

    /// <summary>Whether it yields phi = lim N (f_{N,1} - f) and G = lim N (f_{N,2} - f_{N,1} x f_{N,1}).</summary>
    public bool GivesLimits { get; init; }

    /// <summary>f_3 by f and g, or null where it is not closed or has no such form.</summary>
    public TripletClosure? Triplet { get; init; }

    /// <summary>The properties of the exact hierarchy that the model visibly does not have; it has all others.</summary>
    public ModelProperty Violates { get; init; }
}

/// <summary>Sets of particle numbers.</summary>
internal static class ParticleNumberSets
{
    /// <summary>Whether N is in the set.</summary>
    public static bool Include(this ParticleNumbers numbers, ParticleNumber particles)
    {
        ParticleNumbers own = particles.IsInfinite ? ParticleNumbers.Infinite
            : particles.Value switch { 2 => ParticleNumbers.Two, 3 => ParticleNumbers.Three, _ => ParticleNumbers.More };
        return numbers.HasFlag(own);
    }
}

/// <summary>Kernels with a viscosity or a multiple of I in A, by which the energy grows, as an expansion or a low rank does not follow it.</summary>
internal static class HeatingKernels
{
    /// <summary>Why a model does not take such a kernel; null for the others.</summary>
    public static string? Exclusion(CollisionKernel kernel) => kernel.Viscosity == 0 && kernel.Isotropic == 0 ? null
        : "does not take kernels with a viscosity or a multiple of I; kernel.regularisation \"none\" or \"softened\" would do";

    /// <summary>The same of closures that divide by f, for a multiple of I alone.</summary>
    public static string? ExclusionOfMultiples(CollisionKernel kernel) => kernel.Isotropic == 0 ? null
        : "divides by f and does not take kernels with a multiple of I; kernel.regularisation \"none\", \"softened\" or \"cutoff\" would do";
}
