using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>The estimates of the particles of an experiment, with which the models on the grid are compared mode by mode.</summary>
internal sealed class ParticleReferences
{
    private readonly Dictionary<(ParticleNumber Particles, int Time), (ParticleEstimates Estimates, FourierModes Modes)> _estimates = [];

    /// <summary>Keeps the estimates of system (1.5).</summary>
    public void Keep(ParticleNumber particles, int timeIndex, ParticleEstimates estimates, FourierModes modes) => _estimates[(particles, timeIndex)] = (estimates, modes);

    /// <summary>The modes that the particles at that N have, or null.</summary>
    public FourierModes? ModesAt(ParticleNumber particles, int timeIndex) => _estimates.TryGetValue((particles, timeIndex), out var found) ? found.Modes : null;

    /// <summary>The distance of f_{N,1} to the particles; nothing where there are none.</summary>
    public IEnumerable<ResultRow> Compare(PlannedRun run, int timeIndex, double time, VelocityGrid grid, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        if (!_estimates.TryGetValue((run.Particles, timeIndex), out var found))
            return [];
        SampledSobolevDistance distance = found.Estimates.DistanceTo(GridModes.Single(found.Modes, grid, density), ParticleSetup.SobolevOrder);
        var rows = new List<ResultRow> { new(run.Model, run.Particles, time, "particle_modes_squared", distance.Squared, distance.StandardError, distance.NoiseFloor, distance.StepError) };
        if (found.Modes.Pair > 0)
        {
            SampledSobolevDistance pair = found.Estimates.PairDistanceTo(GridModes.Pair(found.Modes, grid, density, correlation), ParticleSetup.SobolevOrder);
            rows.Add(new(run.Model, run.Particles, time, "particle_pair_modes_squared", pair.Squared, pair.StandardError, pair.NoiseFloor, pair.StepError));
        }
        return rows;
    }
}
