using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Settings;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The particle system (1.6), whose particles have independent noises and keep momentum and energy in the mean only.</summary>
internal sealed class KacNonConservativeModel : IParticleModel
{
    public string Name => "kac-nonconservative";

    public int Level => 0;

    public string Formula => "particle system (1.6): drift and an independent noise for every particle";

    public string Reference => "particle system (1.6)";

    public string Cost => "N(N-1)/2 pair flows a step";

    public IReadOnlyList<string> KnownFailures { get; } =
        ["conserves in the mean only, at any step; of second order in the step, lower for gamma below -2, where close pairs collapse"];

    public ModelFacts Facts { get; } = new()
    {
        System = ParticleSystem.NonConservative,
        SolvesLiouville = ParticleNumbers.Finite,
        Violates = ModelProperty.Momentum | ModelProperty.Energy,
    };

    public ModelSettings Settings => new KacNonConservativeSettings { Type = Name };

    public string? Excludes(ParticleNumber particles, int dimension) => ParticleRules.Excludes(particles);

    public string? Excludes(PairDatum datum) => ParticleRules.Excludes(datum);

    public ParticleOptions Prepare(ParticleInput input) => ((KacNonConservativeSettings)input.Settings).Options(input, ParticleSystem.NonConservative);
}

/// <summary>The settings of <see cref="KacNonConservativeModel"/>.</summary>
public sealed record KacNonConservativeSettings : ParticleSettings
{
    public static IReadOnlyList<string> Schemes { get; } = [AllPairs];

    [Setting("every pair in every step", Default = "\"all-pairs\"")]
    [Names(typeof(KacNonConservativeSettings), nameof(Schemes))]
    public string? Scheme { get; init; }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => (KacNonConservativeSettings)base.Resolved(dimension) with { Scheme = Scheme ?? AllPairs };

    /// <inheritdoc/>
    public override ModelSettings Canonical() => (KacNonConservativeSettings)base.Canonical() with { Scheme = Scheme?.ToLowerInvariant() };
}
