using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>
/// A model of a scenario file that closes the hierarchy. One file a closure; <see cref="ClosureRegistry"/> finds it, nothing else changes.
/// </summary>
public interface IClosure
{
    /// <summary>The name in scenario files, lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>m, the highest marginal that the model evolves: 1 or 2.</summary>
    int Level { get; }

    /// <summary>The closure relation.</summary>
    string Formula { get; }

    /// <summary>Where it comes from.</summary>
    string Reference { get; }

    /// <summary>What one evaluation costs.</summary>
    string Cost { get; }

    /// <summary>What the closure does not satisfy, for people; empty if nothing is known.</summary>
    IReadOnlyList<string> KnownFailures { get; }

    /// <summary>The properties of the exact hierarchy that the closure visibly does not have; it has all others.</summary>
    ClosureProperty Violates { get; }

    /// <summary>Whether one integration gives the results of every N: the equation then takes any N for its marginals.</summary>
    bool ServesEveryN => false;

    /// <summary>The doubles that an integration with N takes, its stepper included, for n^d points: at level 2 eight arrays of n^{2d} unless the model says otherwise.</summary>
    long MemoryValues(ParticleNumber particles, long points) => Level >= 2 ? 8 * points * points : 0;

    /// <summary>The same with the settings of the model; single precision takes half.</summary>
    long MemoryValues(ParticleNumber particles, long points, CollisionOptions options) =>
        MemoryValues(particles, points) / (TakesSinglePairs && options.SinglePairs ? 2 : 1);

    /// <summary>Whether an integration holds g as n^{2d} values, which have to fit one array; if not, g is a sum of products.</summary>
    bool HoldsPairs => Level >= 2;

    /// <summary>Whether the equation takes <see cref="CollisionOptions.SinglePairs"/>; at level 1 it makes no difference.</summary>
    bool TakesSinglePairs => Level < 2;

    /// <summary>m if an evaluation takes time like n^{md}: the level, unless the model integrates over further particles.</summary>
    int WorkLevel(ParticleNumber particles) => Level;

    /// <summary>Why the model does not run with that N in d dimensions; null if it does.</summary>
    string? Excludes(ParticleNumber particles, int dimension) => null;

    /// <summary>The equation that the closure leads to.</summary>
    IKineticEquation Close(VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options);
}
