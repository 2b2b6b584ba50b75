using System.Globalization;
using Hierarchy.Spectral;

namespace Hierarchy.Densities.Files;

/// <summary>
/// Finds a density in an HDF5 file: a dataset of shape (n, ..., n) with d axes, or (times, n, ..., n); for d = 3 also (n_perp, n_par) beside axes of those names.
/// Its axes are the datasets vx, vy, vz or velocity beside it or in /axes, or the attribute half_width of the dataset or the file; its times are the dataset time.
/// </summary>
internal sealed class HdfGridReader(HdfFile open, string file, int dimension)
{
    private const double TimeTolerance = 1e-9;
    private const int MostTimes = 1_000_000;
    private const double MostValues = 1 << 24, MostSearched = 1 << 27;

    private static readonly string[] Perpendicular = ["v_perp", "vperp", "p_perp", "v_perpendicular"], Parallel = ["v_par", "vpar", "p_par", "v_parallel"];
    private static readonly string[] AxisNames = ["vx", "vy", "vz"];

    /// <summary>Reads it.</summary>
    /// <exception cref="DataFileException">It is not there or is something else.</exception>
    public GridFileContent Read(string? dataset, double? time, double? halfWidth, GridOrigin? origin)
    {
        HdfDataset data = dataset is null ? Default() : Named(dataset);
        double[]?[] gyrotropic = [Axis(data, Perpendicular), Axis(data, Parallel)];
        bool isGyrotropic = gyrotropic[0] is not null && gyrotropic[1] is not null && data.Shape.Length is 2 or 3;
        int rank = isGyrotropic ? 2 : dimension;
        if (isGyrotropic && dimension != 3)
            throw open.Refuse(data, "is a table over v_perp and v_par, which needs dimension 3");
        bool hasTimes = data.Shape.Length == rank + 1;
        if (data.Shape.Length != rank && !hasTimes)
            throw open.Refuse(data, Invariant($"has the shape ({string.Join(", ", data.Shape)}); (n, ..., n) or (times, n, ..., n) with {dimension} axes of velocity is needed"));
        long[] extents = data.Shape[^rank..];
        double values = extents.Aggregate(1.0, (product, extent) => product * extent);
        if (values > MostValues || extents.Any(extent => extent is < LatticeAxis.Fewest or > LatticeAxis.Most))
            throw open.Refuse(data, string.Create(CultureInfo.InvariantCulture, $"has the shape ({string.Join(", ", data.Shape)}); {LatticeAxis.Fewest} to "
                + $"{LatticeAxis.Most} points an axis and {MostValues:G4} in all are read"));
        if (!hasTimes && time is not null)
            throw open.Refuse(data, "has no axis of times, so no time can be chosen");
        double[][] axes = isGyrotropic ? [gyrotropic[0]!, gyrotropic[1]!] : Axes(data, extents, halfWidth, origin);
        if (isGyrotropic && (axes[0].Length != extents[0] || axes[1].Length != extents[1]))
            throw open.Refuse(data, string.Create(CultureInfo.InvariantCulture, $"has the shape ({string.Join(", ", extents)}) beside axes of {axes[0].Length} and "
                + $"{axes[1].Length} points; the order is (v_perp, v_par)"));
        if (isGyrotropic && axes[0][0] < 0)
            throw open.Refuse(data, "has an axis v_perp with negative values; it is a speed");
        (double[] density, double? chosen) = hasTimes ? AtTime(data, time, extents) : (open.Read(data), null);
        return new GridFileContent(axes, density, data.Path, chosen, isGyrotropic, isGyrotropic ? null : HalfWidth(data) ?? halfWidth);
    }

    private HdfDataset Named(string dataset) => open.Find(dataset) ?? throw new DataFileException($"\"{file}\" holds no dataset \"{dataset}\"; {open.Contents()}");

    /// <summary>/f1, or that of the direct solver, or the only dataset that has the right number of axes.</summary>
    private HdfDataset Default()
    {
        if ((open.Find("/f1") ?? open.Find(GridFile.DirectSolver)) is { } usual)
            return usual;
        HdfDataset[] likely = [.. open.Datasets().Where(data => data.Shape.Length == dimension || data.Shape.Length == dimension + 1
            || (dimension == 3 && data.Shape.Length == 2))];
        return likely.Length == 1 ? likely[0] : throw new DataFileException(
            $"\"{file}\" holds no dataset \"/f1\" and {(likely.Length == 0 ? "none" : "more than one")} that could be the density; {open.Contents()}; \"dataset\" names one");
    }

    /// <summary>A dataset with one of the names beside the data, in /axes or at the top; null if there is none.</summary>
    private (HdfDataset Dataset, string Path)? Beside(HdfDataset data, string[] names)
    {
        string folder = data.Path[..(data.Path.LastIndexOf('/') + 1)];
        foreach (string path in names.SelectMany(name => new[] { folder + name, "/axes/" + name, "/" + name }).Distinct())
        {
            if (open.Find(path) is { } found)
                return (found, path);
        }
        return null;
    }

    /// <summary>An axis of velocity, checked throughout; null if there is none of these names.</summary>
    private double[]? Axis(HdfDataset data, params string[] names)
    {
        if (Beside(data, names) is not ({ } axis, { } path))
            return null;
        if (axis.Shape.Length != 1 || axis.Shape[0] is < LatticeAxis.Fewest or > LatticeAxis.Most)
            throw open.Refuse(axis, Invariant($"has the shape ({string.Join(", ", axis.Shape)}); an axis of {LatticeAxis.Fewest} to {LatticeAxis.Most} points is needed"));
        double[] values = open.Read(axis);
        LatticeAxis.Check(values, $"\"{file}\": \"{path}\"");
        return values;
    }

    private double[][] Axes(HdfDataset data, long[] extents, double? given, GridOrigin? origin)
    {
        double? stated = HalfWidth(data) ?? given;
        double[][] axes = new double[dimension][];
        for (int a = 0; a < dimension; a++)
        {
            axes[a] = Axis(data, AxisNames[a]) ?? Axis(data, "velocity") ?? FromHalfWidth(data, extents[a], stated, origin);
            if (axes[a].Length != extents[a])
                throw open.Refuse(data, Invariant($"has the shape ({string.Join(", ", data.Shape)}) beside an axis of {axes[a].Length} points"));
            if (stated is { } halfWidth && LatticeAxis.PeriodicHalfWidth(axes[a]) is { } found && Math.Abs(found - halfWidth) > 1e-4 * halfWidth)
                throw open.Refuse(data, Invariant($"has the half width {halfWidth} and an axis from {axes[a][0]}; they have to agree"));
        }
        return axes;
    }

    private double? HalfWidth(HdfDataset data)
    {
        if ((open.Attribute(data, "half_width") ?? open.Attribute(null, "half_width")) is not { } halfWidth)
            return null;
        return halfWidth > 0 && halfWidth < 1e100 ? halfWidth : throw open.Refuse(data, Invariant($"has the half width {halfWidth}; a positive one is needed"));
    }

    /// <summary>-L + 2 L j/n, or half a cell beside; with an odd number of points a half width does not say whether the end is one of them.</summary>
    private double[] FromHalfWidth(HdfDataset data, long points, double? halfWidth, GridOrigin? origin)
    {
        if (halfWidth is not { } half)
            throw open.Refuse(data, "does not state its velocities: datasets vx, vy, vz or /axes/velocity, an attribute half_width, or \"halfWidth\" in the scenario are needed");
        if (points % 2 != 0)
            throw open.Refuse(data, Invariant($"has {points} points an axis and a half width, which does not say where they lie; a dataset /axes/velocity does"));
        return GridOrigins.Axis(origin ?? GridOrigin.Edge, (int)points, half);
    }

    private (double[] Values, double? Time) AtTime(HdfDataset data, double? time, long[] extents)
    {
        double[] times = Times(data);
        double size = extents.Aggregate(1.0, (product, extent) => product * extent), searched = 0;
        for (int i = times.Length - 1; i >= 0 && searched < MostSearched; i--)
        {
            if (time is { } wanted && Math.Abs(times[i] - wanted) > TimeTolerance * Math.Max(1, Math.Abs(wanted)))
                continue;
            double[] values = open.Read(data, [i, .. new long[extents.Length]], [1, .. extents]);
            if (time is not null || values.All(double.IsFinite))
                return (values, times[i]);
            searched += size;
        }
        string known = string.Join(", ", times.Take(20).Select(value => value.ToString("G6", CultureInfo.InvariantCulture))) + (times.Length > 20 ? ", ..." : "");
        string sought = time is null ? "any time" : "the time " + time.Value.ToString("R", CultureInfo.InvariantCulture);
        throw open.Refuse(data, $"has no values at {sought}; its times are {known}");
    }

    /// <summary>The times of a dataset: finite and increasing throughout.</summary>
    private double[] Times(HdfDataset data)
    {
        long count = data.Shape[0];
        if (count is < 1 or > MostTimes)
            throw open.Refuse(data, Invariant($"has {count} times; 1 to {MostTimes} are read"));
        if (Beside(data, ["time", "t"]) is not ({ } axis, { } path))
            throw open.Refuse(data, Invariant($"has {count} times, but no dataset time beside it or in /axes names them"));
        if (axis.Shape.Length != 1 || axis.Shape[0] != count)
            throw open.Refuse(data, Invariant($"has {count} times, but \"{path}\" has the shape ({string.Join(", ", axis.Shape)})"));
        double[] times = open.Read(axis);
        for (int i = 0; i < times.Length; i++)
        {
            if (!double.IsFinite(times[i]))
                throw open.Refuse(axis, Invariant($"holds the time {times[i]} at [{i}]; times are finite"));
            if (i > 0 && !(times[i] > times[i - 1]))
                throw open.Refuse(axis, Invariant($"holds {times[i]} at [{i}] behind {times[i - 1]}; times increase"));
        }
        return times;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
