using System.ComponentModel.DataAnnotations;
using Hierarchy.Particles;
using Hierarchy.Settings;

namespace Hierarchy.Models;

/// <summary>How a particle system is simulated.</summary>
public record ParticleSettings : ModelSettings
{
    /// <summary>Every pair in every step, in Strang's order.</summary>
    public const string AllPairs = "all-pairs";

    /// <summary>The replicas of a particle model that does not say.</summary>
    public const int DefaultReplicas = 20000;

    /// <summary>The most replicas of a model that is to reach an error and does not say.</summary>
    private const long MostReplicas = 10_000_000;

    private const int RadialCells = 32, AngularCells = 24;

    [Setting("the number of independent systems of N particles, rounded up to a multiple of eight; with an error the largest number",
        Default = "20000, or 10000000 with an error")]
    [Range(80, 1e10)]
    public long? Replicas { get; init; }

    [Setting("replicas are added until this standard error is reached: the largest over the output times of the second and fourth moments, each over its largest value",
        Default = "none: all replicas run")]
    [Range(1e-7, 1.0)]
    public double? Error { get; init; }

    [Setting("the longest time step", Default = "a twentieth of the time in which a pair at the mean relative speed forgets its direction, a tenth of that for random-batch")]
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? Step { get; init; }

    [Setting("the Fourier modes of f_{N,1} up to this number along each axis are estimated, and those of f_{N,2} up to half of it", Default = "4 in d = 2, 2 in d = 3")]
    [Range(0, 16)]
    public int? Modes { get; init; }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => this
        with
    { Replicas = Replicas ?? (Error is null ? DefaultReplicas : MostReplicas), Modes = Modes ?? (dimension == 2 ? 4 : 2) };

    /// <summary>The experiment of a system with these settings, all pairs in every step.</summary>
    internal ParticleOptions Options(ParticleInput input, ParticleSystem system) => new()
    {
        Particles = input.Particles,
        Kernel = input.Kernel,
        Components = input.Components,
        Mixture = input.Mixture,
        Times = input.Times,
        System = system,
        Step = Step,
        Seed = (ulong)input.Seed,
        Modes = Modes is > 0 and int modes ? new FourierModes(input.HalfWidth, modes, modes / 2) : null,
        Histograms = new VelocityHistograms(input.HalfWidth, RadialCells, AngularCells),
    };
}
