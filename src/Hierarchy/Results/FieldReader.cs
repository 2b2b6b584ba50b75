using Hierarchy.Densities.Files;
using Hierarchy.Invariant;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>Reads results.h5 back, one output time at a time.</summary>
internal sealed class FieldReader : IFieldSource
{
    private readonly HdfFile _file;
    private readonly VelocityGrid _grid;
    private readonly ExperimentPlan _plan;
    private readonly int _dimension;
    private readonly long[] _shape;
    private VelocityOrbits? _orbits;

    /// <summary>Opens a field file of a plan.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public FieldReader(string path, ExperimentPlan plan)
    {
        _plan = plan;
        _grid = plan.Grid;
        _dimension = plan.Grid.Dimension;
        _shape = [.. plan.Grid.Shape.Select(n => (long)n)];
        _file = new HdfFile(path);
        try
        {
            ResultFormat.Require(_file.Attribute(null, ResultFormat.Key) ?? 0, path);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>f_{N,1}, n^d values; null if the run or the time is not in the file.</summary>
    /// <exception cref="IOException">The file is damaged.</exception>
    public double[]? Density(string model, ParticleNumber particles, int timeIndex) => Read("f1", model, particles, timeIndex, _dimension);

    /// <summary>g; null if it was not stored.</summary>
    /// <exception cref="IOException">The file is damaged.</exception>
    public PairCorrelation? Correlation(string model, ParticleNumber particles, int timeIndex)
    {
        if (Radial(model, particles, timeIndex) is { } pair)
            return new RadialPairCorrelation(_grid, pair);
        if (OrbitsOf(model, particles) is not { } orbits)
            return Read("g", model, particles, timeIndex, 2 * _dimension) is { } values ? PairCorrelation.Of(_grid, values) : null;
        long[] shape = [.. _shape, orbits.Count];
        return Read("g", model, particles, timeIndex, new long[shape.Length], shape, shape) is { } columns ? new OrbitCorrelation(orbits, columns, single: false) : null;
    }

    /// <summary>The part of g at some indices of its 2d axes, v1 slow; null if it was not stored. Nothing else is read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="particles">N.</param>
    /// <param name="timeIndex">The output time.</param>
    /// <param name="indices">For each of the 2d axes the index, or -1 for all points of that axis.</param>
    public double[]? CorrelationSlice(string model, ParticleNumber particles, int timeIndex, int[] indices)
    {
        long[] starts = [.. indices.Select(index => (long)Math.Max(index, 0))];
        long[] blocks = [.. indices.Select((index, axis) => index < 0 ? _shape[axis % _dimension] : 1)];
        return OrbitsOf(model, particles) is { } orbits ? ReducedSlice(orbits, model, particles, timeIndex, starts, blocks)
            : Read("g", model, particles, timeIndex, starts, blocks, [.. _shape, .. _shape]);
    }

    /// <summary>f and g of a run of rotation-invariant pairs, anywhere; null if it is no such run or did not reach the time.</summary>
    /// <exception cref="IOException">The file is damaged.</exception>
    public InvariantPair? Radial(string model, ParticleNumber particles, int timeIndex) =>
        _plan.FieldIndex(timeIndex) is >= 0 and var index ? RadialFields.Read(_file, model, particles.ToString(), index) : null;

    /// <summary>Whether the pair correlations of a run were stored.</summary>
    public bool HasCorrelation(string model, ParticleNumber particles) =>
        _file.Find($"/g/{model}/{particles}") is not null || _file.Find($"/{RadialFields.Group}/{model}/{particles}/splines/g") is not null;

    public void Dispose() => _file.Dispose();

    /// <summary>The symmetry by which the g of a run is there; null if it has all columns or is not there.</summary>
    private VelocityOrbits? OrbitsOf(string model, ParticleNumber particles) =>
        _file.Find($"/g/{model}/{particles}") is { } data && data.Shape.Length == _dimension + 2 ? _orbits ??= StoredSymmetry.Read(_file, _grid) : null;

    /// <summary>The values of a slice one by one, g(v_i, v_j) from the place that <see cref="StoredSymmetry"/> tells.</summary>
    private double[]? ReducedSlice(VelocityOrbits orbits, string model, ParticleNumber particles, int timeIndex, long[] starts, long[] blocks)
    {
        long[] shape = [.. _shape, orbits.Count], ones = [.. shape.Select(_ => 1L)];
        double[] values = new double[blocks.Aggregate(1L, (product, extent) => product * extent)];
        for (int k = 0; k < values.Length; k++)
        {
            (int first, int second) = PointsOf(k, starts, blocks);
            int at = orbits.InverseMap(orbits.Element[first])[second];
            long[] place = [.. Enumerable.Range(0, _dimension).Select(a => (long)_grid.AxisIndex(at, a)), orbits.Representative[first]];
            if (Read("g", model, particles, timeIndex, place, ones, shape) is not { } one)
                return null;
            values[k] = one[0];
        }
        return values;
    }

    /// <summary>The numbers of the points v1 and v2 of one value of a block.</summary>
    private (int First, int Second) PointsOf(int number, long[] starts, long[] blocks)
    {
        long[] index = new long[blocks.Length];
        for (int a = blocks.Length - 1; a >= 0; a--)
        {
            index[a] = starts[a] + number % blocks[a];
            number /= (int)blocks[a];
        }
        long first = 0, second = 0;
        for (int a = 0; a < _dimension; a++)
            (first, second) = (first * _grid.Points + index[a], second * _grid.Points + index[_dimension + a]);
        return ((int)first, (int)second);
    }

    private double[]? Read(string group, string model, ParticleNumber particles, int timeIndex, int axes)
    {
        long[] shape = [.. Enumerable.Range(0, axes).Select(a => _shape[a % _dimension])];
        return Read(group, model, particles, timeIndex, new long[axes], shape, shape);
    }

    private double[]? Read(string group, string model, ParticleNumber particles, int timeIndex, long[] starts, long[] blocks, long[] shape)
    {
        int index = _plan.FieldIndex(timeIndex);
        if (index < 0 || _file.Find($"/{group}/{model}/{particles}") is not { } data)
            return null;
        if (data.Shape.Length != starts.Length + 1 || index >= data.Shape[0] || !data.Shape.AsSpan(1).SequenceEqual(shape))
            throw _file.Refuse(data, $"has the shape ({string.Join(", ", data.Shape)}), which is not that of the experiment");
        double[] values = _file.Read(data, [index, .. starts], [1, .. blocks]);
        return double.IsNaN(values[0]) ? null : values;
    }
}
