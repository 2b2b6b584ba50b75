using Hierarchy.Densities.Files;
using Hierarchy.Invariant;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using PureHDF;
using PureHDF.Selections;

namespace Hierarchy.Results;

/// <summary>
/// /radial/MODEL/N of results.h5: f(r) of shape (times, r) and g(r1, r2, mu) of shape (times, r1, r2, mu) at points with weights for integrals, every axis a dimension scale, and
/// under splines the coefficients that both are made of, from which a reader has them anywhere.
/// </summary>
internal sealed class RadialFields
{
    /// <summary>The group of all of them.</summary>
    public const string Group = "radial";
    private const string Splines = "splines", Elements = "elements", Radius = "radius", Temperature = "temperature";

    private readonly PairPoints _points;
    private readonly List<(H5Dataset<double[]> Set, ulong[] Shape, Func<InvariantPair, double[]> Values)> _fields = [];
    private readonly List<string> _scales = [];
    private readonly string _path;

    /// <summary>Lays the group of a run out.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="run">The run.</param>
    /// <param name="pair">Its pair at any time.</param>
    /// <param name="holdsValues">Whether g is written at points too, and not in coefficients alone.</param>
    public RadialFields(ExperimentPlan plan, PlannedRun run, InvariantPair pair, bool holdsValues)
    {
        _points = new PairPoints(pair.Basis.Splines, pair.Modes);
        _path = $"/{Group}/{run.Model}/{run.Particles}";
        Content = [];
        H5Dataset time = Scale(FieldScales.Time, plan.FieldTimes, "time", "the times of the fields"), r = Scale("r", _points.Radii, "velocity", "the speed |v|");
        Weights("r_weights", _points.RadiusWeights, r, "weights of int dr; dv = 4 pi r^2 dr");
        Add(plan, run, "f", [_points.Radii.Length], _points.Density, [time, r], "velocity^-3", "one-particle density f_{N,1}(r), axes time, r");
        if (pair.Modes > 0)
        {
            H5Dataset mu = Scale("mu", _points.Cosines, "1", "the cosine between v1 and v2");
            Weights("mu_weights", _points.CosineWeights, mu, "weights of int dmu over [-1, 1]; dv1 dv2 = 8 pi^2 r1^2 r2^2 dr1 dr2 dmu");
            if (holdsValues)
            {
                H5Dataset[] axes = [time, Scale("r1", _points.Radii, "velocity", "the speed |v1|"), Scale("r2", _points.Radii, "velocity", "the speed |v2|"), mu];
                int n = _points.Radii.Length;
                Add(plan, run, "g", [n, n, _points.Cosines.Length], _points.Correlation, axes, "velocity^-6",
                    "pair correlation g = f_{N,2} - f_{N,1} x f_{N,1} at (r1, r2, mu), axes time, r1, r2, mu");
            }
        }
        AddSplines(plan, pair);
    }

    /// <summary>The group.</summary>
    public H5Group Content { get; }

    /// <summary>The paths of its scales, to be finished when the file is complete.</summary>
    public IEnumerable<string> Scales => _scales;

    /// <summary>The bytes that g takes at points, at one time.</summary>
    public static long ValueBytes(InvariantPair pair)
    {
        PairPoints points = new(pair.Basis.Splines, pair.Modes);
        return sizeof(double) * (long)points.Radii.Length * points.Radii.Length * points.Cosines.Length;
    }

    /// <summary>Writes the fields at the output time with that index; without a pair they are NaN.</summary>
    public void Write(H5NativeWriter writer, int timeIndex, InvariantPair? pair)
    {
        foreach ((H5Dataset<double[]> set, ulong[] shape, Func<InvariantPair, double[]> values) in _fields)
        {
            double[] block = pair is null ? new double[shape.Aggregate(1, (product, extent) => product * (int)extent)] : values(pair);
            if (pair is null)
                Array.Fill(block, double.NaN);
            ulong[] start = [(ulong)timeIndex, .. shape.Select(_ => 0UL)], extents = [1, .. shape];
            writer.Write(set, block, fileSelection: new HyperslabSelection(start.Length, start, extents));
        }
    }

    /// <summary>The pair of a run at an output time; null if the file has none.</summary>
    /// <exception cref="IOException">The file is damaged.</exception>
    public static InvariantPair? Read(HdfFile file, string model, string particles, int timeIndex)
    {
        string path = $"/{Group}/{model}/{particles}/{Splines}";
        if (file.Find($"{path}/f") is not { } density)
            return null;
        double[] f = Known(Block(file, density, timeIndex, 1));
        if (f.Length == 0)
            return null;
        double[] g = file.Find($"{path}/g") is { } correlation ? Known(Block(file, correlation, timeIndex, 1)) : [];
        double Of(string name) => file.Attribute(density, name) ?? throw file.Refuse(density, $"has no {name}");
        if (g.Length % (f.Length * f.Length) != 0)
            throw file.Refuse(density, $"holds {f.Length} coefficients, which do not fit {g.Length} of the correlation");
        try
        {
            return new PairCoefficients(f.Length - 2, Of(Radius), Of(Temperature), f, g).ToPair();
        }
        catch (InvalidDataException error)
        {
            throw file.Refuse(density, error.Message);
        }
    }

    private static double[] Block(HdfFile file, HdfDataset data, int timeIndex, int axes)
    {
        if (data.Shape.Length != axes + 1 || timeIndex >= data.Shape[0])
            throw file.Refuse(data, $"has the shape ({string.Join(", ", data.Shape)}), which is not that of the experiment");
        return file.Read(data, [timeIndex, .. new long[axes]], [1, .. data.Shape[1..]]);
    }

    /// <summary>The values before those that only fill the row.</summary>
    private static double[] Known(double[] values) => values[..(Array.FindLastIndex(values, value => !double.IsNaN(value)) + 1)];

    /// <summary>
    /// splines/f and splines/g with what the splines are made from: rows of coefficients, shorter ones filled up with NaN, since a run may go over to fewer
    /// splines and modes.
    /// </summary>
    private void AddSplines(ExperimentPlan plan, InvariantPair pair)
    {
        H5Group group = [];
        ulong count = (ulong)pair.Basis.Count, modes = (ulong)pair.Modes;
        H5Dataset<double[]> f = new([(ulong)plan.FieldTimes.Length, count]);
        f.Attributes[Elements] = pair.Basis.Splines.Elements;
        f.Attributes["meaning"] = "the elements are those of time 0; a row that ends with NaN has fewer: two less than coefficients of f";
        f.Attributes[Radius] = pair.Basis.Splines.Radius;
        f.Attributes[Temperature] = pair.Basis.Temperature;
        f.Attributes["quantity"] = "coefficients c_i of f = exp(-r^2/(2 temperature)) sum c_i phi_i(r)";
        group["f"] = f;
        _fields.Add((f, [count], found => Filled(PairCoefficients.Of(found).Density, count)));
        if (modes > 0)
        {
            H5Dataset<double[]> g = new([(ulong)plan.FieldTimes.Length, modes * count * count]);
            g.Attributes["quantity"] = "coefficients c_lij, j fast, l slow, of g = exp(-(r1^2 + r2^2)/(2 temperature)) sum c_lij phi_i(r1) phi_j(r2) P_l(mu), phi of "
                + "the parity of l";
            group["g"] = g;
            _fields.Add((g, [modes * count * count], found => Filled(PairCoefficients.Of(found).Correlation, modes * count * count)));
        }
        Content[Splines] = group;
    }

    private static double[] Filled(double[] values, ulong length) => [.. values, .. Enumerable.Repeat(double.NaN, (int)length - values.Length)];

    private void Add(ExperimentPlan plan, PlannedRun run, string name, int[] extents, Func<InvariantPair, double[]> values, H5Dataset[] axes, string units, string quantity)
    {
        ulong[] shape = [.. extents.Select(extent => (ulong)extent)];
        H5Dataset<double[]> field = new([(ulong)plan.FieldTimes.Length, .. shape]);
        field.Attributes["model"] = run.Model;
        field.Attributes["particles"] = run.Particles.Value;
        field.Attributes["quantity"] = quantity;
        field.Attributes["units"] = units;
        field.Attributes["scaling"] = "units of velocity and time are those of the scenario; particles interact with 1/(2N) sum over i != j";
        if (!run.IsReference)
            field.Attributes["closure"] = run.Definition.Formula;
        FieldScales.Label(field, axes);
        Content[name] = field;
        _fields.Add((field, shape, values));
    }

    private H5Dataset Scale(string name, double[] values, string units, string meaning)
    {
        H5Dataset scale = FieldScales.Scale(name, values);
        scale.Attributes["units"] = units;
        scale.Attributes["meaning"] = meaning;
        Content[name] = scale;
        _scales.Add($"{_path}/{name}");
        return scale;
    }

    private void Weights(string name, double[] values, H5Dataset axis, string meaning)
    {
        H5Dataset weights = new(values) { Attributes = { ["meaning"] = meaning } };
        FieldScales.Label(weights, [axis]);
        Content[name] = weights;
    }
}
