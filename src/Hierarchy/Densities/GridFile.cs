using System.Globalization;
using Hierarchy.Spectral;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace Hierarchy.Densities;

/// <summary>
/// A density in an HDF5 file: a dataset of shape (n, ..., n) with d axes, or (times, n, ..., n) beside /axes/time as in the results of a run.
/// The half width of its box is the attribute half_width of the dataset or of the file, or follows from /axes/velocity.
/// </summary>
public static class GridFile
{
    /// <summary>The dataset that is read when none is named: /f1 itself or, in the results of a run, that of the direct solver.</summary>
    public const string DirectSolver = "/f1/landau/infinity";

    private const double TimeTolerance = 1e-9;

    /// <summary>Reads a density.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="dataset">The path of the dataset; null for /f1, or <see cref="DirectSolver"/> where /f1 is a group.</param>
    /// <param name="time">One of the times of the dataset; null for the last one that holds numbers.</param>
    /// <exception cref="DataFileException">The file does not exist, cannot be read or holds something else.</exception>
    public static GridFileContent Read(string file, int dimension, string? dataset, double? time)
    {
        try
        {
            OrdinaryFile.Open(file).Dispose();
            using NativeFile open = H5File.OpenRead(file);
            return Read(open, file, dimension, dataset, time);
        }
        catch (Exception error) when (error is IOException and not DataFileException or UnauthorizedAccessException)
        {
            throw SampleFile.Unreadable(file, error);
        }
        catch (Exception error) when (error is not DataFileException and not OutOfMemoryException)
        {
            // The reader meets damage wherever it happens to lie and fails in as many ways.
            throw new DataFileException($"\"{file}\" is no readable HDF5 file: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static GridFileContent Read(NativeFile open, string file, int dimension, string? dataset, double? time)
    {
        string name = dataset ?? (open.LinkExists("/f1") && open.Get("/f1") is IH5Dataset ? "/f1" : DirectSolver);
        if (!Exists(open, name) || open.Get(name) is not IH5Dataset data)
            throw new DataFileException($"\"{file}\" holds no dataset \"{name}\"");
        ulong[] shape = data.Space.Dimensions;
        bool hasTimes = shape.Length == dimension + 1;
        if ((!hasTimes && shape.Length != dimension) || shape[^dimension..].Any(n => n != shape[^1]))
        {
            string found = string.Join(", ", shape);
            throw new DataFileException(Invariant($"\"{file}\": the shape ({found}) of \"{name}\" is not (n, ..., n) or (times, n, ..., n) with {dimension} axes of velocity"));
        }
        if (shape[^1] > 128 || !VelocityGrid.IsSupportedLength((int)shape[^1]))
        {
            const string rule = "an even number from 8 to 128 without prime factors other than 2, 3 and 5 is needed";
            throw new DataFileException(Invariant($"\"{file}\": \"{name}\" has {shape[^1]} points an axis; {rule}"));
        }
        var grid = new VelocityGrid(dimension, (int)shape[^1], HalfWidth(open, data, file, (int)shape[^1]));
        (double[] values, double? chosen) = hasTimes ? AtTime(open, data, file, name, time, grid) : (ReadValues(data, []), null);
        if (!hasTimes && time is not null)
            throw new DataFileException($"\"{file}\": \"{name}\" has no axis of times, so no time can be chosen");
        if (!values.All(double.IsFinite))
            throw new DataFileException($"\"{file}\": \"{name}\" holds values that are no finite numbers");
        return new GridFileContent(grid, values, name, chosen);
    }

    private static (double[] Values, double? Time) AtTime(NativeFile open, IH5Dataset data, string file, string name, double? time, VelocityGrid grid)
    {
        int count = (int)data.Space.Dimensions[0];
        double[] times = Exists(open, "/axes/time") ? open.Dataset("/axes/time").Read<double[]>() : [];
        if (times.Length != count)
            throw new DataFileException(Invariant($"\"{file}\": \"{name}\" has {count} times, but /axes/time does not name them"));
        for (int i = count - 1; i >= 0; i--)
        {
            if (time is { } wanted && Math.Abs(times[i] - wanted) > TimeTolerance * Math.Max(1, Math.Abs(wanted)))
                continue;
            double[] values = ReadValues(data, [(ulong)i, .. grid.Shape.Select(_ => 0UL)]);
            if (time is not null || values.All(double.IsFinite))
                return (values, times[i]);
        }
        string known = string.Join(", ", times.Take(20).Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));
        string sought = time is null ? "any time" : time.Value.ToString("R", CultureInfo.InvariantCulture);
        throw new DataFileException($"\"{file}\": \"{name}\" has no values at {sought}; its times are {known}");
    }

    /// <summary>All values, or the block of one time that begins at the given place.</summary>
    private static double[] ReadValues(IH5Dataset data, ulong[] start)
    {
        if (start.Length == 0)
            return data.Read<double[]>();
        ulong[] blocks = [1, .. data.Space.Dimensions[1..]];
        return data.Read<double[]>(fileSelection: new HyperslabSelection(start.Length, start, blocks));
    }

    private static double HalfWidth(NativeFile open, IH5Dataset data, string file, int points)
    {
        double halfWidth = double.NaN;
        if (data.AttributeExists("half_width"))
            halfWidth = data.Attribute("half_width").Read<double>();
        else if (open.AttributeExists("half_width"))
            halfWidth = open.Attribute("half_width").Read<double>();
        else if (Exists(open, "/axes/velocity") && open.Dataset("/axes/velocity").Read<double[]>() is { Length: > 0 } axis && axis.Length == points)
            halfWidth = -axis[0];
        if (!(halfWidth > 0) || !double.IsFinite(halfWidth))
            throw new DataFileException($"\"{file}\" does not state the half width of its box: an attribute half_width or /axes/velocity is needed");
        return halfWidth;
    }

    /// <summary>Whether every link of an absolute or relative path exists.</summary>
    private static bool Exists(NativeFile open, string path)
    {
        string reached = "";
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (reached.Length > 0 && open.Get(reached) is not IH5Group)
                return false;
            reached += "/" + part;
            if (!open.LinkExists(reached))
                return false;
        }
        return reached.Length > 0;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What <see cref="GridFile"/> read.</summary>
/// <param name="Grid">The box of the values.</param>
/// <param name="Values">n^d values.</param>
/// <param name="Dataset">The path of the dataset.</param>
/// <param name="Time">The time of the values, or null if the dataset has no times.</param>
public sealed record GridFileContent(VelocityGrid Grid, double[] Values, string Dataset, double? Time);
