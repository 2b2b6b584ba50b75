using Hierarchy.Equations;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using PureHDF;
using PureHDF.Selections;

namespace Hierarchy.Results;

/// <summary>Reads results.h5 back, one output time at a time.</summary>
public sealed class FieldReader : IDisposable
{
    private readonly PureHDF.VOL.Native.NativeFile _file;
    private readonly string _path;
    private readonly VelocityGrid _grid;
    private readonly int _dimension;
    private readonly ulong[] _shape;

    /// <summary>Opens a field file of a plan.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public FieldReader(string path, ExperimentPlan plan)
    {
        _grid = plan.Grid;
        _dimension = plan.Grid.Dimension;
        _shape = [.. plan.Grid.Shape.Select(n => (ulong)n)];
        _path = path;
        _file = H5File.OpenRead(path);
    }

    /// <summary>f_{N,1}, n^d values; null if the run or the time is not in the file.</summary>
    /// <exception cref="IOException">The file is damaged.</exception>
    public double[]? Density(string model, ParticleNumber particles, int timeIndex) => Read("f1", model, particles, timeIndex, _dimension);

    /// <summary>g; null if it was not stored.</summary>
    /// <exception cref="IOException">The file is damaged.</exception>
    public PairCorrelation? Correlation(string model, ParticleNumber particles, int timeIndex) =>
        Read("g", model, particles, timeIndex, 2 * _dimension) is { } values ? PairCorrelation.Of(_grid, values) : null;

    /// <summary>The part of g at some indices of its 2d axes, v1 slow; null if it was not stored. Nothing else is read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">N.</param>
    /// <param name="timeIndex">The output time.</param>
    /// <param name="indices">For each of the 2d axes the index, or -1 for all points of that axis.</param>
    public double[]? CorrelationSlice(string model, ParticleNumber particles, int timeIndex, int[] indices)
    {
        ulong[] starts = [.. indices.Select(index => (ulong)Math.Max(index, 0))];
        ulong[] blocks = [.. indices.Select((index, axis) => index < 0 ? _shape[axis % _dimension] : 1)];
        return Read("g", model, particles, timeIndex, starts, blocks);
    }

    /// <summary>Whether the pair correlations of a run were stored.</summary>
    public bool HasCorrelation(string model, ParticleNumber particles) => _file.LinkExists($"/g/{model}/{particles}");

    public void Dispose() => _file.Dispose();

    private double[]? Read(string group, string model, ParticleNumber particles, int timeIndex, int axes) =>
        Read(group, model, particles, timeIndex, new ulong[axes], [.. Enumerable.Range(0, axes).Select(a => _shape[a % _dimension])]);

    private double[]? Read(string group, string model, ParticleNumber particles, int timeIndex, ulong[] starts, ulong[] blocks)
    {
        string name = $"/{group}/{model}/{particles}";
        if (!_file.LinkExists(name))
            return null;
        try
        {
            return Select(name, timeIndex, starts, blocks);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new IOException($"{_path}: {name} cannot be read: {error.Message}", error);
        }
    }

    private double[]? Select(string name, int timeIndex, ulong[] starts, ulong[] blocks)
    {
        var selection = new HyperslabSelection(starts.Length + 1, [(ulong)timeIndex, .. starts], [1, .. blocks]);
        double[] values = _file.Dataset(name).Read<double[]>(selection);
        return (ulong)values.Length == blocks.Aggregate(1UL, (product, block) => product * block) && !double.IsNaN(values[0]) ? values : null;
    }
}
