using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Hierarchy.Collisions;
using Hierarchy.LowRank;

namespace Hierarchy.Scenarios;

/// <summary>A model by name, with the settings of its kind.</summary>
[Description("the name of a model, or an object with the key type")]
[ShortForm("type")]
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

    [Setting("the model; list models has the formulas")]
    [Names(nameof(ScenarioNames.Models))]
    public required string Type { get; init; }

    [Setting("whether f_3 is divided by its mass", Types = ["kirkwood"], Default = "false")]
    public bool? Normalised { get; init; }

    [Setting("the number of independent systems of N particles, rounded up to a multiple of eight", Types = [ScenarioNames.Particles, ScenarioNames.NonConservativeParticles], Default = "20000")]
    [Range(80, 1e10)]
    public long? Replicas { get; init; }

    [Setting("the longest time step", Types = [ScenarioNames.Particles, ScenarioNames.NonConservativeParticles],
        Default = "a tenth of the time in which a pair at the mean relative speed forgets its direction")]
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? Step { get; init; }

    [Setting("every pair in every step, or, for kac, a random perfect matching: O(N) a step with a bias of first order in the step",
        Types = [ScenarioNames.Particles, ScenarioNames.NonConservativeParticles], Default = "\"all-pairs\"")]
    [Names(nameof(ScenarioNames.Schemes))]
    public string? Scheme { get; init; }

    [Setting("the Fourier modes of f_{N,1} up to this number along each axis are estimated, and those of f_{N,2} up to half of it",
        Types = [ScenarioNames.Particles, ScenarioNames.NonConservativeParticles], Default = "4 in d = 2, 2 in d = 3")]
    [Range(0, 16)]
    public int? Modes { get; init; }

    [Setting("the L2 error of g that is aimed at, over the L2 norm of f x f at the start times 1/N (times 1 for N infinite)", Types = [ScenarioNames.LowRank], Default = "1e-4")]
    [Range(1e-10, 0.1)]
    public double? Tolerance { get; init; }

    [Setting("the most products of one-particle fields in g", Types = [ScenarioNames.LowRank], Default = "300")]
    [Range(8, 2000)]
    public int? MaximalRank { get; init; }

    /// <summary>The name of the model in results: that of the type, with "-normalised" where so chosen.</summary>
    public string Name => Normalised == true ? Type + NormalisedSuffix : Type;

    /// <summary>Whether this is a particle system.</summary>
    public bool IsParticles => ScenarioNames.ParticleModels.Contains(Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the correlation is kept as a sum of products.</summary>
    public bool IsLowRank => ScenarioNames.LowRank.Equals(Type, StringComparison.OrdinalIgnoreCase);

    /// <summary>How the correlation is kept, for such a model.</summary>
    public LowRankOptions LowRank
    {
        get
        {
            var standard = new LowRankOptions();
            return new LowRankOptions { Tolerance = Tolerance ?? standard.Tolerance, MaximalRank = MaximalRank ?? standard.MaximalRank };
        }
    }

    /// <summary>With the defaults of a particle or low-rank model filled in; others as they are.</summary>
    public ModelSettings Resolved(int dimension) => IsLowRank ? this with { Tolerance = LowRank.Tolerance, MaximalRank = LowRank.MaximalRank } : !IsParticles ? this : this with
    {
        Replicas = Replicas ?? DefaultReplicas,
        Scheme = Scheme ?? AllPairs,
        Modes = Modes ?? (dimension == 2 ? 4 : 2),
    };
}
