using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>The particle systems of a plan: their options, what memory they take, and the quantities that come from their modes.</summary>
internal static class ParticleSetup
{
    /// <summary>The order s of the negative Sobolev norm over the low modes, that of the other Sobolev quantities.</summary>
    public const double SobolevOrder = 2;

    /// <summary>The quantities that come from particles.</summary>
    public static IReadOnlyList<Quantity> Quantities { get; } =
    [
        new("error_modes_squared", 1, "particles: sum over the low modes k of (1+|k|^2)^-2 |E exp(-ik.v) - that of f_1|^2, without bias, so it may be negative"),
        new("particle_modes_squared", 1, "models on the grid: the same sum for f_N1 against the particles kac at the same N, with the particles' standard error"),
        new("particle_pair_modes_squared", 2, "the same for f_N2: sum over low k, q of ((1+|k|^2)(1+|q|^2))^-2 |E exp(-i(k.v1+q.v2)) - that of the particles|^2"),
        .. ExchangeObservable.Names,
    ];

    /// <summary>The velocities now and at the start, the three coupled paths of the study of the step, and the random numbers of a noise.</summary>
    private const int PathsPerWorker = 6;

    /// <summary>The doubles that the velocities of eight systems take.</summary>
    public static long BlockValues(ExperimentPlan plan, PlannedRun run) => (long)run.Particles.Value * plan.Grid.Dimension * LaneMath.Lanes;

    /// <summary>The doubles that the sums of a run take, and what its threads work in.</summary>
    public static long MemoryValues(ExperimentPlan plan, PlannedRun run)
    {
        // With the time at the end alone this costs little.
        using var single = new ParticleExperiment(Options(plan, run, (int)run.Particles.Value) with { Times = [plan.Times[^1]] });
        return plan.Times.Length * single.ValuesPerTime(((ParticleSettings)run.Settings).Replicas!.Value) + WorkCrew.Threads * BlockValues(plan, run) * PathsPerWorker;
    }

    /// <summary>The experiment of a run, or of the same model with another number of particles.</summary>
    public static ParticleOptions Options(ExperimentPlan plan, PlannedRun run, int particles) => ((IParticleModel)run.Definition).Prepare(new ParticleInput
    {
        Particles = particles,
        Kernel = plan.Kernel,
        Components = InitialData.Components(plan.Scenario),
        Mixture = plan.Scenario.Pair.Datum == PairDatum.Mixture,
        Times = plan.Times,
        HalfWidth = plan.Grid.HalfWidth,
        Seed = plan.Scenario.Seed,
        Settings = run.Settings,
    });
}
