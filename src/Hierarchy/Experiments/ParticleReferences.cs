using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>The estimates of the particles of an experiment, with which the models on the grid are compared mode by mode.</summary>
internal sealed class ParticleReferences
{
    private readonly Dictionary<(ParticleNumber Particles, int Time), (ParticleEstimates Estimates, FourierModes Modes)> _estimates = [];

    /// <summary>Keeps the estimates of system (1.5).</summary>
    public void Keep(ParticleNumber particles, int timeIndex, ParticleEstimates estimates, FourierModes modes) => _estimates[(particles, timeIndex)] = (estimates, modes);

    /// <summary>The distance of f_{N,1} and f_{N,2}, of which the modes are given, to the particles; nothing where there are none.</summary>
    public IEnumerable<ResultRow> Compare(PlannedRun run, int timeIndex, double time, int dimension, IReadOnlyList<ModeEstimate> modes)
    {
        if (!_estimates.TryGetValue((run.Particles, timeIndex), out var found))
            return [];
        int single = found.Modes.SingleModes(dimension).Count;
        SampledSobolevDistance distance = found.Estimates.DistanceTo(Values(modes.Take(single)), ParticleSetup.SobolevOrder);
        var rows = new List<ResultRow> { new(run.Model, run.Particles, time, "particle_modes_squared", distance.Squared, distance.StandardError,
            distance.NoiseFloor, distance.StepError) };
        if (found.Modes.Pair > 0)
        {
            SampledSobolevDistance pair = found.Estimates.PairDistanceTo(Values(modes.Skip(single)), ParticleSetup.SobolevOrder);
            rows.Add(new(run.Model, run.Particles, time, "particle_pair_modes_squared", pair.Squared, pair.StandardError, pair.NoiseFloor, pair.StepError));
        }
        return rows;
    }

    private static double[] Values(IEnumerable<ModeEstimate> modes) => [.. modes.SelectMany(mode => (double[])[mode.Real, mode.Imaginary])];
}
