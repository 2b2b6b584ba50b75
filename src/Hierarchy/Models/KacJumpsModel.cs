using System.ComponentModel.DataAnnotations;
using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Settings;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>Microcanonical jumps: the pairs of <see cref="KacModel"/> turn by a fixed angle at random times in place of moving continuously.</summary>
internal sealed class KacJumpsModel : IParticleModel
{
    public string Name => "kac-jumps";

    public int Level => 0;

    public string Formula => "jumps in place of the flow of (1.5): v_i - v_j turns by the angle h in a random direction "
        + "at the rate (d-1) (8/N) Lambda |v_i - v_j|^gamma/sin^2 h, v_i + v_j stays";

    public string Reference => "microcanonical jump processes that tend to the Kac particle system (1.5) for h to 0 (2511.09035)";

    public string Cost => "N(N-1)/2 pair jumps a step, each some ten times a pair flow of kac";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "a bias of order h^2 beside the statistical errors, measured against kac on common random numbers: it stands with the error of the step; quadratic functions "
            + "of v_i - v_j have none within a flow",
    ];

    public ModelFacts Facts { get; } = new();

    public ModelSettings Settings => new KacJumpsSettings { Type = Name };

    public string? Excludes(ParticleNumber particles, int dimension) => ParticleRules.Excludes(particles);

    public string? Excludes(PairDatum datum) => ParticleRules.Excludes(datum);

    public ParticleOptions Prepare(ParticleInput input)
    {
        var settings = (KacJumpsSettings)input.Settings;
        return settings.Options(input, ParticleSystem.Conservative) with { JumpAngle = settings.Angle };
    }
}

/// <summary>The settings of <see cref="KacJumpsModel"/>.</summary>
public sealed record KacJumpsSettings : ParticleSettings
{
    /// <summary>Of it the bias lies below the statistical errors of some 1e5 replicas.</summary>
    public const double DefaultAngle = 0.2;

    [Setting("h, the angle by which a pair turns", Default = "0.2")]
    [Range(0.02, 1.5)]
    public double? Angle { get; init; }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => (KacJumpsSettings)base.Resolved(dimension) with { Angle = Angle ?? DefaultAngle };
}
