using Hierarchy.Equations;
using PureHDF;
using PureHDF.Selections;

namespace Hierarchy.Experiments;

/// <summary>Reads results.h5 back, one output time at a time.</summary>
public sealed class FieldReader : IDisposable
{
    private readonly PureHDF.VOL.Native.NativeFile _file;
    private readonly int _dimension;
    private readonly int _size;
    private readonly ulong[] _shape;

    /// <summary>Opens a field file of a plan.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public FieldReader(string path, ExperimentPlan plan)
    {
        _dimension = plan.Grid.Dimension;
        _size = plan.Grid.Size;
        _shape = [.. plan.Grid.Shape.Select(n => (ulong)n)];
        _file = H5File.OpenRead(path);
    }

    /// <summary>f_{N,1}, n^d values; null if the run or the time is not in the file.</summary>
    public double[]? Density(string model, ParticleNumber particles, int timeIndex) => Read("f1", model, particles, timeIndex, _dimension, _size);

    /// <summary>g, n^{2d} values, v1 slow; null if it was not stored.</summary>
    public double[]? Correlation(string model, ParticleNumber particles, int timeIndex) => Read("g", model, particles, timeIndex, 2 * _dimension, _size * _size);

    /// <summary>Whether the pair correlations of a run were stored.</summary>
    public bool HasCorrelation(string model, ParticleNumber particles) => _file.LinkExists($"/g/{model}/{particles}");

    public void Dispose() => _file.Dispose();

    private double[]? Read(string group, string model, ParticleNumber particles, int timeIndex, int axes, int length)
    {
        string name = $"/{group}/{model}/{particles}";
        if (!_file.LinkExists(name))
            return null;
        ulong[] starts = [(ulong)timeIndex, .. Enumerable.Repeat(0UL, axes)];
        ulong[] blocks = [1, .. Enumerable.Range(0, axes).Select(a => _shape[a % _dimension])];
        double[] values = _file.Dataset(name).Read<double[]>(new HyperslabSelection(starts.Length, starts, blocks));
        return values.Length == length && !double.IsNaN(values[0]) ? values : null;
    }
}
