using System.ComponentModel;

namespace Hierarchy.Experiments;

/// <summary>A model by name, with the settings of its kind.</summary>
[Description("the name of a model, or an object with the key type")]
public sealed record ModelSettings
{
    /// <summary>What the name of a normalised variant ends in.</summary>
    public const string NormalisedSuffix = "-normalised";

    /// <summary>Every pair in every step, in Strang's order.</summary>
    public const string AllPairs = "all-pairs";

    /// <summary>A random perfect matching in every step.</summary>
    public const string RandomBatch = "random-batch";

    /// <summary>The replicas of a particle model that does not say.</summary>
    public const int DefaultReplicas = 20000;

    public required string Type { get; init; }

    /// <summary>kirkwood: whether f_3 is divided by its mass; false by default.</summary>
    public bool? Normalised { get; init; }

    /// <summary>kac, kac-nonconservative: the number of independent systems of N particles, in 80..1e10; 20000 by default, rounded up to a multiple of eight.</summary>
    public long? Replicas { get; init; }

    /// <summary>kac, kac-nonconservative: the longest time step; by default a tenth of the time in which a pair at the mean relative speed forgets its direction.</summary>
    public double? Step { get; init; }

    /// <summary>kac: "all-pairs" (default) or "random-batch", O(N) a step with a bias of first order in the step.</summary>
    public string? Scheme { get; init; }

    /// <summary>kac, kac-nonconservative: the Fourier modes of f_{N,1} up to this number along each axis, in 0..16, and of f_{N,2} up to half of it; 4 by default in d = 2, 2 in d = 3.</summary>
    public int? Modes { get; init; }

    /// <summary>The name of the model in results: that of the type, with "-normalised" where so chosen.</summary>
    public string Name => Normalised == true ? Type + NormalisedSuffix : Type;

    /// <summary>Whether this is a particle system.</summary>
    public bool IsParticles => ScenarioNames.ParticleModels.Contains(Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>With the defaults of a particle model filled in; others as they are.</summary>
    public ModelSettings Resolved(int dimension) => !IsParticles ? this : this with
    {
        Replicas = Replicas ?? DefaultReplicas,
        Scheme = Scheme ?? AllPairs,
        Modes = Modes ?? (dimension == 2 ? 4 : 2),
    };
}
