using System.Globalization;

namespace Hierarchy.Densities;

/// <summary>
/// Velocities in a text file: one a line, d numbers separated by commas, semicolons, blanks or tabs, decimal points. A first line of names, empty lines and lines
/// that begin with # are passed over.
/// </summary>
public static class SampleFile
{
    private const int MostSamples = 5_000_000;
    private static readonly char[] Separators = [',', ';', ' ', '\t'];

    /// <summary>The velocities one after the other, d values each.</summary>
    /// <exception cref="DataFileException">The file does not exist, cannot be read or holds something else.</exception>
    public static double[] Read(string file, int dimension)
    {
        var values = new List<double>();
        try
        {
            int number = 0;
            foreach (string line in OrdinaryFile.ReadLines(file))
            {
                number++;
                string[] cells = line.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (cells.Length == 0 || cells[0].StartsWith('#'))
                    continue;
                AddLine(values, cells, dimension, file, number);
            }
        }
        catch (Exception error) when (error is not DataFileException && error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(file, error);
        }
        return values.Count > 0 ? [.. values] : throw new DataFileException($"\"{file}\" holds no velocities");
    }

    /// <summary>What is thrown for a file that cannot be opened.</summary>
    internal static DataFileException Unreadable(string file, Exception error) => error is FileNotFoundException or DirectoryNotFoundException
        ? new DataFileException($"there is no file \"{file}\"", error)
        : new DataFileException($"\"{file}\" cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);

    private static void AddLine(List<double> values, string[] cells, int dimension, string file, int number)
    {
        bool isHeader = values.Count == 0 && Array.TrueForAll(cells, cell => !TryParse(cell, out _) && cell.Any(char.IsLetter));
        if (isHeader)
            return;
        if (cells.Length != dimension)
            throw new DataFileException(Invariant($"\"{file}\", line {number}: {cells.Length} values, {dimension} are needed"));
        if (values.Count >= (long)MostSamples * dimension)
            throw new DataFileException(Invariant($"\"{file}\" holds more than {MostSamples} velocities"));
        foreach (string cell in cells)
        {
            if (!TryParse(cell, out double value))
                throw new DataFileException(Invariant($"\"{file}\", line {number}: \"{(cell.Length > 40 ? cell[..40] + "..." : cell)}\" is no finite number"));
            values.Add(value);
        }
    }

    private static bool TryParse(string cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
