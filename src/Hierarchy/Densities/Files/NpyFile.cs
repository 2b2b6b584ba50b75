using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hierarchy.Spectral;

namespace Hierarchy.Densities.Files;

/// <summary>
/// An array of NumPy (.npy, format versions 1 to 3): the mark \x93NUMPY, two bytes of version, the length of the header (2 bytes, then 4), a Python dictionary with
/// descr, fortran_order and shape, and the values.
/// </summary>
internal sealed partial class NpyFile : INumberTable
{
    private const double MostValues = 60e6;
    private readonly string _file;
    private readonly double[] _values;

    private NpyFile(string file, int[] shape, double[] values) => (_file, Shape, _values) = (file, shape, values);

    public int[] Shape { get; }

    public IReadOnlyList<string>? Names => null;

    public int Rows => Shape[0];

    public int Columns => Shape[1];

    public double this[int row, int column] => _values[row * Columns + column];

    private static ReadOnlySpan<byte> Mark => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether a file that begins like this is one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith(Mark);

    public int Column(string which) => int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Columns
        ? number - 1 : throw new DataFileException(Invariant($"\"{_file}\" has no column \"{which}\"; the columns of an array are the numbers 1 to {Columns}"));

    /// <summary>An array of two axes as a table.</summary>
    /// <exception cref="DataFileException">It is something else.</exception>
    public static NpyFile ReadTable(string file)
    {
        NpyFile array = Read(file);
        if (array.Shape is not [> 0, > 0])
            throw new DataFileException($"\"{file}\" has the shape ({string.Join(", ", array.Shape)}); velocities have (M, d), one a row");
        if (array.Rows <= 3 && array.Columns > 4)
            throw new DataFileException($"\"{file}\" has the shape ({string.Join(", ", array.Shape)}); velocities have (M, d), one a row: save the transposed array");
        int wrong = Array.FindIndex(array._values, value => !double.IsFinite(value));
        return wrong < 0 ? array : throw new DataFileException(
            Invariant($"\"{file}\" holds {array._values[wrong]} in row {wrong / array.Columns + 1}; finite numbers are needed"));
    }

    /// <summary>An array of shape (n, ..., n) on the box of a half width.</summary>
    /// <exception cref="DataFileException">It is something else.</exception>
    public static GridFileContent ReadGrid(string file, int dimension, double? halfWidth, GridOrigin? origin)
    {
        NpyFile array = Read(file);
        int[] shape = array.Shape;
        if (shape.Length != dimension || shape.Any(n => n is < LatticeAxis.Fewest or > LatticeAxis.Most))
            throw new DataFileException(string.Create(CultureInfo.InvariantCulture, $"\"{file}\" has the shape ({string.Join(", ", shape)}); {dimension} axes with "
                + $"{LatticeAxis.Fewest} to {LatticeAxis.Most} points are needed"));
        if (halfWidth is not { } half)
            throw new DataFileException($"\"{file}\" does not state its velocities, as an array has no axes: \"halfWidth\" in the scenario is needed");
        // An odd number of points runs from end to end, as of numpy.linspace(-L, L, 65).
        bool isClosed = shape.Any(n => n % 2 != 0);
        double[][] axes = [.. shape.Select(n => isClosed ? Closed(n, half) : GridOrigins.Axis(origin ?? GridOrigin.Edge, n, half))];
        return new GridFileContent(axes, array._values, "", null, false, isClosed ? null : half);
    }

    private static double[] Closed(int points, double half) => [.. Enumerable.Range(0, points).Select(j => half * (2.0 * j / (points - 1) - 1))];

    private static NpyFile Read(string file)
    {
        using FileStream stream = OrdinaryFile.Open(file);
        byte[] start = new byte[12];
        stream.ReadExactly(start.AsSpan(0, 10));
        int length = start[8] | (start[9] << 8);
        if (start[6] >= 2)
        {
            stream.ReadExactly(start.AsSpan(10, 2));
            length = BitConverter.ToInt32(start, 8);
        }
        if (start[6] is < 1 or > 3 || length is < 10 or > 1 << 16)
            throw new DataFileException($"\"{file}\" is no readable .npy file: its header is damaged");
        byte[] head = new byte[length];
        stream.ReadExactly(head);
        string header = Encoding.UTF8.GetString(head);
        if (!Shapes().IsMatch(header) || !Orders().IsMatch(header) || !header.Contains("descr", StringComparison.Ordinal))
            throw new DataFileException($"\"{file}\" is no readable .npy file: its header is damaged");
        NumberType type = TypeOf(file, header);
        double[] extents = [.. Shapes().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        double count = extents.Aggregate(1.0, (product, extent) => product * extent);
        if (count * type.Size > stream.Length - stream.Position || count > MostValues || extents.Any(extent => extent > MostValues))
            throw new DataFileException(string.Create(CultureInfo.InvariantCulture, $"\"{file}\" states the shape ({string.Join(", ", extents)}); "
                + $"{(count > MostValues ? Invariant($"at most {MostValues:G2} values are read") : "the file is cut short")}"));
        byte[] bytes = new byte[(int)count * type.Size];
        stream.ReadExactly(bytes);
        double[] values = new double[(int)count];
        type.Decode(bytes, values);
        int[] shape = Array.ConvertAll(extents, extent => (int)extent);
        return new NpyFile(file, shape, Orders().Match(header).Groups[1].Value == "True" ? Transposed(values, shape) : values);
    }

    private static NumberType TypeOf(string file, string header)
    {
        Match match = Types().Match(header);
        var type = match.Success ? new NumberType(match.Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture), match.Groups[2].Value[0],
            match.Groups[1].Value == ">") : default;
        if (type is { Kind: 'f', Size: 2 or 4 or 8 } or { Kind: 'i' or 'u', Size: 1 or 2 or 4 or 8 })
            return type;
        Match any = AnyType().Match(header);
        throw new DataFileException($"\"{file}\" holds values of the type {(any.Success ? any.Groups[1].Value : "of a record")}; {NumberType.Readable} are needed");
    }

    /// <summary>From the first axis fastest to the last axis fastest.</summary>
    private static double[] Transposed(double[] values, int[] shape)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int place = 0;
            for (int a = 0, rest = i, step = values.Length; a < shape.Length; rest /= shape[a], a++)
            {
                step /= shape[a];
                place += rest % shape[a] * step;
            }
            result[place] = values[i];
        }
        return result;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9, ]*)\)")]
    private static partial Regex Shapes();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex Orders();

    [GeneratedRegex(@"(?<='descr'\s*:\s*')([<>|=])([fiu])([0-9]+)(?=')")]
    private static partial Regex Types();

    [GeneratedRegex(@"'descr'\s*:\s*'([^']{0,40})'")]
    private static partial Regex AnyType();
}
