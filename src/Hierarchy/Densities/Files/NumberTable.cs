using System.Globalization;

namespace Hierarchy.Densities.Files;

/// <summary>Rows and columns of numbers, from whatever file.</summary>
internal interface INumberTable
{
    /// <summary>The names of the columns; null if there are none.</summary>
    IReadOnlyList<string>? Names { get; }

    int Columns { get; }

    int Rows { get; }

    double this[int row, int column] { get; }

    /// <summary>The column with a name, or with a number counted from 1.</summary>
    /// <exception cref="DataFileException">There is none, or there are several.</exception>
    int Column(string which);
}

/// <summary>Tells the kinds of tables from each other.</summary>
internal static class NumberTable
{
    /// <summary>Reads a table of text or an array of NumPy.</summary>
    /// <exception cref="DataFileException">It cannot be read or is no table.</exception>
    public static INumberTable Read(string file)
    {
        try
        {
            return ReadAs(file, Beginning(file));
        }
        catch (Exception error) when (error is (IOException and not DataFileException) or UnauthorizedAccessException or ArgumentException or NotSupportedException
            or OutOfMemoryException)
        {
            throw DataFileException.Of(file, error);
        }
    }

    private static byte[] Beginning(string file)
    {
        byte[] start = new byte[8];
        using FileStream stream = OrdinaryFile.Open(file);
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static INumberTable ReadAs(string file, byte[] start)
    {
        if (NpyFile.IsOne(start))
            return NpyFile.ReadTable(file);
        if (start.AsSpan().StartsWith("PK"u8))
            throw new DataFileException($"\"{file}\" is an archive (.npz, .zip); an array saved by numpy.save (.npy) is read");
        if (start.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            throw new DataFileException($"\"{file}\" is compressed; gunzip makes it readable");
        if (start.Length > 0 && start[0] == 0x89)
            throw new DataFileException($"\"{file}\" is an HDF5 file; velocities are read from text or .npy, and a density on a grid with \"type\": \"grid\"");
        return TextTable.Read(file);
    }
}

/// <summary>Tables whose last column is a function of the others.</summary>
internal static class LatticeTable
{
    /// <summary>Fewer rows than this are no sign of a lattice.</summary>
    private const int FewestRows = 9;

    /// <summary>
    /// Whether the columns but the last take every combination of their values once, evenly spaced, and the last one is not negative: no velocities lie like
    /// that.
    /// </summary>
    public static bool IsLikely(INumberTable table)
    {
        int rows = table.Rows, last = table.Columns - 1;
        if (rows < FewestRows || last < 1)
            return false;
        for (int i = 0; i < rows; i++)
        {
            if (!(table[i, last] >= 0))
                return false;
        }
        double[][] axes = [.. Enumerable.Range(0, last).Select(column => Axis(table, column))];
        return axes.Aggregate(1.0, (product, axis) => product * axis.Length) == rows && axes.All(axis => axis.Length >= 3 && LatticeAxis.IsUniform(axis));
    }

    /// <summary>The different values of a column, in order; those that differ by rounding are one.</summary>
    public static double[] Axis(INumberTable table, int column)
    {
        double[] sorted = [.. Enumerable.Range(0, table.Rows).Select(i => table[i, column]).Order()];
        double slack = 1e-9 * (sorted[^1] - sorted[0]);
        var axis = new List<double>();
        foreach (double value in sorted)
        {
            if (axis.Count == 0 || value > axis[^1] + slack)
                axis.Add(value);
        }
        return [.. axis];
    }

    /// <summary>The values of a column on the product of the axes of others, the first one slowest.</summary>
    /// <exception cref="DataFileException">A combination is missing or there twice.</exception>
    public static double[] Values(INumberTable table, int[] coordinates, double[][] axes, int column, string file)
    {
        double size = axes.Aggregate(1.0, (product, axis) => product * axis.Length);
        if (size != table.Rows)
            throw new DataFileException(string.Create(CultureInfo.InvariantCulture,
                $"\"{file}\" has {table.Rows} rows; a lattice of {string.Join(" x ", axes.Select(axis => axis.Length))} velocities has {size}"));
        double[] values = new double[table.Rows];
        bool[] isThere = new bool[table.Rows];
        for (int i = 0; i < table.Rows; i++)
        {
            int place = 0;
            for (int a = 0; a < axes.Length; a++)
                place = place * axes[a].Length + Nearest(axes[a], table[i, coordinates[a]]);
            if (isThere[place])
                throw new DataFileException(string.Create(CultureInfo.InvariantCulture, $"\"{file}\": the velocity of row {i + 1} stands in the table twice"));
            (isThere[place], values[place]) = (true, table[i, column]);
        }
        return values;
    }

    private static int Nearest(double[] axis, double value)
    {
        int at = Array.BinarySearch(axis, value);
        at = at >= 0 ? at : ~at;
        return at == axis.Length || (at > 0 && value - axis[at - 1] < axis[at] - value) ? at - 1 : at;
    }
}
