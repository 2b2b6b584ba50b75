using Hierarchy.Invariant;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// Keeps the fields of an experiment in memory as they come: every f_{N,1}, and g where the plan stores pair correlations or the model keeps it in factors or
/// in three variables, which take little.
/// </summary>
internal sealed class KeptFields(ExperimentPlan plan) : IExperimentObserver, IFieldSource
{
    private readonly Dictionary<(string Model, ParticleNumber Particles, int Time), double[]> _densities = [];
    private readonly Dictionary<(string Model, ParticleNumber Particles, int Time), PairCorrelation> _correlations = [];

    public void State(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        if (plan.FieldIndex(timeIndex) < 0)
            return;
        _densities[(run.Model, run.Particles, timeIndex)] = density.ToArray();
        if (correlation is FactoredCorrelation or RadialPairCorrelation || (correlation is not null && run.HasCorrelation && plan.StoresPairs))
            _correlations[(run.Model, run.Particles, timeIndex)] = correlation.Copy();
    }

    public double[]? Density(string model, ParticleNumber particles, int timeIndex) => (double[]?)_densities.GetValueOrDefault((model, particles, timeIndex))?.Clone();

    public PairCorrelation? Correlation(string model, ParticleNumber particles, int timeIndex) => _correlations.GetValueOrDefault((model, particles, timeIndex));

    public bool HasCorrelation(string model, ParticleNumber particles) => _correlations.ContainsKey((model, particles, 0));

    public void Dispose()
    {
    }
}
