using Hierarchy.Particles;

namespace Hierarchy.Experiments;

/// <summary>Keeps the sums of particle runs, so that replicas that are done survive an interruption.</summary>
public interface IParticleStore
{
    /// <summary>Gives an experiment the sums that were kept for the run; false if there are none that fit.</summary>
    bool TryRestore(PlannedRun run, ParticleExperiment experiment);

    /// <summary>Keeps the sums of the replicas done so far.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    void Save(PlannedRun run, ParticleExperiment experiment);
}
