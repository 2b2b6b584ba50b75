using Hierarchy.Invariant;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using PureHDF;
using PureHDF.Selections;

namespace Hierarchy.Results;

/// <summary>
/// results.h5: /axes/velocity (n), /axes/time, /f1/MODEL/N of shape (times, n, ..., n) with d velocity axes and, where stored,
/// /g/MODEL/N with 2d of them, v1 slow, or by the columns of the representatives of a symmetry (<see cref="StoredSymmetry"/>); /radial of rotation-invariant
/// pairs (<see cref="RadialFields"/>). Values are densities at the grid points; times that a run did not reach hold NaN.
/// </summary>
/// <remarks>
/// All datasets are laid out at the beginning with their final shapes and filled time by time, so nothing is kept in memory. Since such a file cannot be opened
/// again to go on, it is written at the end of the experiment, from the checkpoint. A run that failed leaves its last good state in /last/f1/MODEL/N and /last/g/MODEL/N,
/// of shapes (n, ..., n), with its time as an attribute.
/// </remarks>
internal sealed class FieldFile : IDisposable
{
    private readonly ExperimentPlan _plan;
    private readonly Dictionary<PlannedRun, Fields> _fields = [];
    private readonly Dictionary<PlannedRun, RadialFields> _radial = [];
    private readonly H5NativeWriter _writer;
    private readonly ulong[] _shape;
    private readonly List<string> _scales = [];
    private readonly List<(H5Dataset<double[]> Dataset, PairCorrelation Correlation, bool Columns)> _last = [];

    /// <summary>Writes the file from what a checkpoint keeps.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ExperimentPlan plan, string toolVersion, Checkpoint source)
    {
        IReadOnlyList<string> scales;
        using (var file = new FieldFile(path, plan, toolVersion, source))
        {
            foreach ((PlannedRun run, int timeIndex) in source.Fields)
            {
                if (plan.FieldIndex(timeIndex) is >= 0 and var index)
                    file.Write(run, index, source.Find(run, timeIndex)!);
            }
            scales = file._scales;
        }
        FieldScales.Finish(path, scales);
    }

    /// <summary>Lays the file out.</summary>
    private FieldFile(string path, ExperimentPlan plan, string toolVersion, Checkpoint source)
    {
        _plan = plan;
        _shape = [.. plan.Grid.Shape.Select(n => (ulong)n)];
        var file = new H5File
        {
            ["axes"] = new H5Group
            {
                ["velocity"] = new H5Dataset(plan.Grid.Axis) { Attributes = { ["meaning"] = "the velocities of one axis; every axis has the same" } },
                ["time"] = new H5Dataset(plan.FieldTimes) { Attributes = { ["meaning"] = "the times of the fields" } },
            },
        };
        DescribeExperiment(file, plan, toolVersion);
        file["f1"] = LayOut([.. plan.Runs.Where(run => !run.IsParticles)], false);
        if (plan.StoresPairs)
            file["g"] = LayOut([.. plan.Runs.Where(run => run.HasCorrelation)], true);
        if (LayOutRadial(source) is { Count: > 0 } radial)
            file[RadialFields.Group] = radial;
        if (plan.Runs.Any(run => HoldsColumns(run) && (plan.StoresPairs || source.Failures.Contains(run))))
            file[StoredSymmetry.Group] = StoredSymmetry.Of(plan.Orbits!);
        if (source.Failures.Any())
            file["last"] = LastStates(source);
        // The library would write into what has the name, which may have other names.
        File.Delete(path);
        _writer = file.BeginWrite(path);
        foreach ((H5Dataset<double[]> dataset, PairCorrelation correlation, bool columns) in _last)
            WritePairs(dataset, [], correlation, columns);
    }

    /// <summary>Writes the fields of a run at the time of the fields with that index.</summary>
    private void Write(PlannedRun run, int timeIndex, KeptTime kept)
    {
        Fields fields = _fields[run];
        _writer.Write(fields.Density!, kept.Density, fileSelection: At([(ulong)timeIndex], _shape));
        if (fields.Correlation is not null && kept.Correlation is { } correlation)
            WritePairs(fields.Correlation, [(ulong)timeIndex], correlation, HoldsColumns(run));
        fields.TimesWritten = timeIndex + 1;
        if (_radial.TryGetValue(run, out RadialFields? radial) && kept.Correlation is RadialPairCorrelation { Pair: { } pair })
            radial.Write(_writer, timeIndex, pair);
    }

    /// <summary>Fills what the runs did not reach with NaN and closes the file.</summary>
    public void Dispose()
    {
        double[] none = new double[_plan.Grid.Size];
        Array.Fill(none, double.NaN);
        foreach ((PlannedRun run, Fields fields) in _fields)
        {
            double[] noPairs = none[..(int)_plan.Columns(run)];
            for (int t = fields.TimesWritten; t < _plan.FieldTimes.Length; t++)
            {
                _writer.Write(fields.Density!, none, fileSelection: At([(ulong)t], _shape));
                for (int i = 0; fields.Correlation is not null && i < _plan.Grid.Size; i++)
                    _writer.Write(fields.Correlation, noPairs, fileSelection: At([(ulong)t, .. IndexOf(i)], ShapeOfSecond(run)));
                _radial.GetValueOrDefault(run)?.Write(_writer, t, null);
            }
        }
        _writer.Dispose();
    }

    private static void DescribeExperiment(H5File file, ExperimentPlan plan, string toolVersion)
    {
        file.Attributes[ResultFormat.Key] = ResultFormat.Number;
        file.Attributes["scenario"] = plan.Scenario.Name;
        file.Attributes["title"] = plan.Scenario.Title;
        file.Attributes["tool_version"] = toolVersion;
        file.Attributes["dimension"] = plan.Grid.Dimension;
        file.Attributes["half_width"] = plan.Grid.HalfWidth;
        file.Attributes["origin"] = GridOrigins.Name(plan.Grid.Origin);
        file.Attributes["points"] = plan.Grid.Points;
        file.Attributes["gamma"] = plan.Kernel.Gamma;
        file.Attributes["strength"] = plan.Kernel.Strength;
        file.Attributes["regularisation"] = plan.Kernel.Regularisation.Name;
        file.Attributes["epsilon"] = plan.Kernel.Epsilon;
        if (plan.Scenario.Units is { } units)
        {
            file.Attributes["velocity_unit_metres_per_second"] = units.Speed;
            file.Attributes["time_unit_seconds"] = units.Seconds(plan.Kernel.Strength);
            file.Attributes["density_per_cubic_metre"] = units.Density;
            file.Attributes["temperature_electron_volts"] = units.Temperature;
        }
        file.Attributes["tolerance"] = plan.Scenario.Time.Tolerance;
        file.Attributes["scaling"] = "values are probability densities at the grid points; particles interact with 1/(2N) sum over i != j";
    }

    /// <summary>/last/f1/MODEL/N and /last/g/MODEL/N: the last good states of the runs that failed.</summary>
    private H5Group LastStates(Checkpoint source)
    {
        H5Group densities = [], correlations = [];
        foreach (PlannedRun run in source.Failures)
        {
            (double time, double[] density, PairCorrelation? correlation) = source.Last(run);
            Add(densities, run, time, density, _shape);
            if (correlation is not null && (_plan.StoresPairs || run.HoldsPairs))
                AddLast(correlations, run, time, correlation);
        }
        return new H5Group { ["f1"] = densities, ["g"] = correlations };
    }

    /// <summary>Whether the g of a run is there by the columns of representatives.</summary>
    private bool HoldsColumns(PlannedRun run) => run.HasCorrelation && _plan.Reduces(run);

    /// <summary>The axes of g behind those of v1.</summary>
    private ulong[] ShapeOfSecond(PlannedRun run) => HoldsColumns(run) ? [(ulong)_plan.Columns(run)] : _shape;

    /// <summary>A pair correlation that is written row by row once the file has been laid out.</summary>
    private void AddLast(H5Group group, PlannedRun run, double time, PairCorrelation correlation)
    {
        ulong[] inner = ShapeOfSecond(run);
        H5Dataset<double[]> dataset = FieldChunks.Of([.. _shape, .. inner], inner.Length, _plan.Scenario.Output.Compress);
        dataset.Attributes["time"] = time;
        if (!group.TryGetValue(run.Model, out object? members))
            group[run.Model] = members = new H5Group();
        ((H5Group)members)[run.Particles.ToString()] = dataset;
        _last.Add((dataset, correlation, HoldsColumns(run)));
    }

    private static void Add(H5Group group, PlannedRun run, double time, double[] values, ulong[] shape)
    {
        if (!group.TryGetValue(run.Model, out object? members))
            group[run.Model] = members = new H5Group();
        ((H5Group)members)[run.Particles.ToString()] = new H5Dataset(values, fileDims: shape) { Attributes = { ["time"] = time } };
    }

    /// <summary>/radial/MODEL/N for the runs of rotation-invariant pairs that reached an output time.</summary>
    private H5Group LayOutRadial(Checkpoint source)
    {
        H5Group group = [];
        var pairs = source.Fields.Where(field => field.Run.Radial is not null).GroupBy(field => field.Run, field => field.TimeIndex)
            .Select(run => (Run: run.Key, (source.Find(run.Key, run.First())!.Correlation as RadialPairCorrelation)?.Pair)).Where(found => found.Pair is not null).ToArray();
        bool holdsValues = _plan.Scenario.Output.Pair == true
            || pairs.Sum(found => RadialFields.ValueBytes(found.Pair!)) * _plan.FieldTimes.Length <= ExperimentPlan.PairsStoredByDefault;
        foreach ((PlannedRun run, InvariantPair? pair) in pairs)
        {
            _radial[run] = new RadialFields(_plan, run, pair!, holdsValues);
            if (!group.TryGetValue(run.Model, out object? members))
                group[run.Model] = members = new H5Group();
            ((H5Group)members)[run.Particles.ToString()] = _radial[run].Content;
            _scales.AddRange(_radial[run].Scales);
        }
        return group;
    }

    private H5Group LayOut(IReadOnlyList<PlannedRun> runs, bool pairs)
    {
        var group = new H5Group();
        foreach (IGrouping<string, PlannedRun> model in runs.GroupBy(run => run.Model))
        {
            var members = new H5Group();
            int d = _plan.Grid.Dimension;
            (PlannedRun Run, H5Dataset<double[]> Field)[] fields = [.. model.Select(run => (run, LayOut(run, pairs)))];
            foreach ((PlannedRun run, H5Dataset<double[]> field) in fields)
                FieldScales.Label(field, FieldScales.Add(members, _plan, pairs && HoldsColumns(run) ? FieldScales.ReducedNames(d) : FieldScales.Names(d, pairs)));
            _scales.AddRange(members.Keys.Select(name => $"/{(pairs ? "g" : "f1")}/{model.Key}/{name}"));
            foreach ((PlannedRun run, H5Dataset<double[]> field) in fields)
                members[run.Particles.ToString()] = field;
            group[model.Key] = members;
        }
        return group;
    }

    private H5Dataset<double[]> LayOut(PlannedRun run, bool pairs)
    {
        ulong[] shape = [(ulong)_plan.FieldTimes.Length, .. _shape];
        bool columns = pairs && HoldsColumns(run);
        ulong[] inner = columns ? ShapeOfSecond(run) : _shape;
        H5Dataset<double[]> dataset = FieldChunks.Of(pairs ? [.. shape, .. inner] : shape, inner.Length, _plan.Scenario.Output.Compress);
        dataset.Attributes["model"] = run.Model;
        dataset.Attributes["particles"] = run.Particles.Value;
        dataset.Attributes["quantity"] = !pairs ? "one-particle density f_{N,1}, axes time, v"
            : columns ? "pair correlation f_{N,2} - f_{N,1} x f_{N,1}, axes time, v1, representatives of v2; /symmetry tells the rest"
            : "pair correlation f_{N,2} - f_{N,1} x f_{N,1}, axes time, v1, v2";
        if (!run.IsReference)
            dataset.Attributes["closure"] = run.Definition.Formula;
        if (!_fields.TryGetValue(run, out Fields? fields))
            _fields[run] = fields = new Fields();
        if (pairs)
            fields.Correlation = dataset;
        else
            fields.Density = dataset;
        return dataset;
    }

    private void WritePairs(H5Dataset<double[]> dataset, ulong[] leading, PairCorrelation correlation, bool columns)
    {
        if (columns)
        {
            WriteColumns(dataset, leading, correlation, _plan.Orbits!);
            return;
        }
        int size = _plan.Grid.Size;
        double[] row = new double[size];
        correlation.VisitRows((first, count, rows) =>
        {
            for (int i = 0; i < count; i++)
            {
                rows.Slice(i * size, size).CopyTo(row);
                _writer.Write(dataset, row, fileSelection: At([.. leading, .. IndexOf(first + i)], _shape));
            }
        });
    }

    private void WriteColumns(H5Dataset<double[]> dataset, ulong[] leading, PairCorrelation correlation, VelocityOrbits orbits)
    {
        double[] columns = new double[orbits.Count];
        for (int i = 0; i < _plan.Grid.Size; i++)
        {
            correlation.CopyColumns(orbits, i, columns);
            _writer.Write(dataset, columns, fileSelection: At([.. leading, .. IndexOf(i)], [(ulong)columns.Length]));
        }
    }

    private IEnumerable<ulong> IndexOf(int flat)
    {
        for (int a = 0; a < _plan.Grid.Dimension; a++)
            yield return (ulong)_plan.Grid.AxisIndex(flat, a);
    }

    /// <summary>The block that has one point along the leading axes and all points along the others.</summary>
    private static HyperslabSelection At(ulong[] leading, ulong[] shape)
    {
        ulong[] starts = [.. leading, .. shape.Select(_ => 0UL)];
        ulong[] blocks = [.. leading.Select(_ => 1UL), .. shape];
        return new HyperslabSelection(starts.Length, starts, blocks);
    }

    private sealed class Fields
    {
        public H5Dataset<double[]>? Density { get; set; }

        public H5Dataset<double[]>? Correlation { get; set; }

        public int TimesWritten { get; set; }
    }
}
