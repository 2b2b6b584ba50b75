using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Settings;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The Kac particle system (1.5), whose law solves the Liouville equation (1.3): what the closures approximate, with statistical errors.</summary>
internal sealed class KacModel : IParticleModel
{
    public string Name => "kac";

    public int Level => 0;

    public string Formula => "particle system (1.5): every pair moves by its exact flow on the sphere |v_i - v_j| = const";

    public string Reference => "Kac particle system (1.5)";

    public string Cost => "N(N-1)/2 pair flows a step, or N/2 with random-batch";

    public IReadOnlyList<string> KnownFailures { get; } = ["statistical errors; the splitting over pairs is exact at N = 2 and of second order in the step otherwise"];

    public ModelFacts Facts { get; } = new() { Reference = ReferenceKind.Particles, SolvesLiouville = ParticleNumbers.Finite };

    public ModelSettings Settings => new KacSettings { Type = Name };

    public string? Excludes(ParticleNumber particles, int dimension) => ParticleRules.Excludes(particles);

    public string? Excludes(PairDatum datum) => ParticleRules.Excludes(datum);

    public ParticleOptions Prepare(ParticleInput input)
    {
        var settings = (KacSettings)input.Settings;
        return settings.Options(input, ParticleSystem.Conservative) with { Scheme = settings.Scheme == KacSettings.RandomBatch ? PairScheme.RandomBatch : PairScheme.AllPairs };
    }
}

/// <summary>The settings of <see cref="KacModel"/>.</summary>
public sealed record KacSettings : ParticleSettings
{
    /// <summary>A random perfect matching in every step.</summary>
    public const string RandomBatch = "random-batch";

    public static IReadOnlyList<string> Schemes { get; } = [AllPairs, RandomBatch];

    [Setting("every pair in every step, or a random perfect matching: O(N) a step with a bias of first order in the step", Default = "\"all-pairs\"")]
    [Names(typeof(KacSettings), nameof(Schemes))]
    public string? Scheme { get; init; }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => (KacSettings)base.Resolved(dimension) with { Scheme = Scheme ?? AllPairs };

    /// <inheritdoc/>
    public override ModelSettings Canonical() => (KacSettings)base.Canonical() with { Scheme = Scheme?.ToLowerInvariant() };
}

/// <summary>What particle systems run with.</summary>
internal static class ParticleRules
{
    /// <summary>Why there is no system of N particles.</summary>
    public static string? Excludes(ParticleNumber particles) => particles.IsInfinite ? "a particle system has a finite number of particles" : null;

    /// <summary>Why there is no sample of such data.</summary>
    public static string? Excludes(PairDatum datum) => datum == PairDatum.Other ? "particles start from chaotic data or from a mixture" : null;
}
