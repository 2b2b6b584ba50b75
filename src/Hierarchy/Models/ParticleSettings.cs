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

    private const int RadialCells = 32, AngularCells = 24;

    [Setting("the number of independent systems of N particles, rounded up to a multiple of eight", Default = "20000")]
    [Range(80, 1e10)]
    public long? Replicas { get; init; }

    [Setting("the longest time step", Default = "a twentieth of the time in which a pair at the mean relative speed forgets its direction, a tenth of that for random-batch")]
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? Step { get; init; }

    [Setting("the Fourier modes of f_{N,1} up to this number along each axis are estimated, and those of f_{N,2} up to half of it", Default = "4 in d = 2, 2 in d = 3")]
    [Range(0, 16)]
    public int? Modes { get; init; }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => this with { Replicas = Replicas ?? DefaultReplicas, Modes = Modes ?? (dimension == 2 ? 4 : 2) };

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
