using Hierarchy.States;

namespace Hierarchy.Results;

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
