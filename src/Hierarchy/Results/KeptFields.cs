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

/// <summary>The fields of an experiment, wherever they are kept.</summary>
internal interface IFieldSource : IDisposable
{
    /// <summary>f_{N,1} at an output time, n^d values of the caller's own; null if it is not kept.</summary>
    /// <exception cref="IOException">A file is damaged.</exception>
    double[]? Density(string model, ParticleNumber particles, int timeIndex);

    /// <summary>g at an output time; null if it is not kept.</summary>
    /// <exception cref="IOException">A file is damaged.</exception>
    PairCorrelation? Correlation(string model, ParticleNumber particles, int timeIndex);

    /// <summary>Whether the pair correlations of a run are kept.</summary>
    bool HasCorrelation(string model, ParticleNumber particles);
}
