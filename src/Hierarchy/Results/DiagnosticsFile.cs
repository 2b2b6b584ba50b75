using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// diagnostics.csv in long form, model,N,time,quantity,value,standard_error,discretisation_error,noise_floor, empty where there is none; noise.csv repeats the
/// floors that are known. Numbers read back to the same doubles; lines end with a line feed. Files of versions that ended with the standard error are read too.
/// </summary>
internal sealed class DiagnosticsFile : IDisposable
{
    public const string Header = FormerHeader + ",discretisation_error,noise_floor";
    public const string NoiseHeader = "model,N,time,quantity,noise_floor";
    private const string FormerHeader = "model,N,time,quantity,value,standard_error";

    private readonly StreamWriter _values;
    private readonly StreamWriter _noise;

    /// <summary>Begins the files.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public DiagnosticsFile(string values, string noise)
    {
        _values = new StreamWriter(OwnFile.Create(values)) { NewLine = "\n" };
        _values.WriteLine(Header);
        try
        {
            _noise = new StreamWriter(OwnFile.Create(noise)) { NewLine = "\n" };
        }
        catch
        {
            _values.Dispose();
            throw;
        }
        _noise.WriteLine(NoiseHeader);
    }

    /// <summary>Writes rows and passes them on to the system, so that a run that is killed leaves what it had.</summary>
    public void Write(ReadOnlySpan<ResultRow> rows)
    {
        foreach (ResultRow row in rows)
        {
            string name = $"{row.Model},{row.Particles},{Print(row.Time)},{row.Quantity}";
            _values.WriteLine($"{name},{Print(row.Value)},{PrintKnown(row.StandardError)},{PrintKnown(row.DiscretisationError)},{PrintKnown(row.NoiseFloor)}");
            if (!double.IsNaN(row.NoiseFloor))
                _noise.WriteLine($"{name},{Print(row.NoiseFloor)}");
        }
        _values.Flush();
        _noise.Flush();
    }

    /// <summary>The rows; floors that the first file does not have are those of the second one, if there is one.</summary>
    /// <exception cref="FormatException">A line is not what <see cref="Write"/> writes.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<ResultRow> Read(string values, string? noise)
    {
        var rows = new List<ResultRow>();
        Dictionary<(string, ParticleNumber, double, string), double>? floors = null;
        foreach (string[] cells in Cells(values, Header, FormerHeader))
        {
            ResultRow row = Named(cells, values);
            double Known(int column) => cells.Length <= column || cells[column].Length == 0 ? double.NaN : Number(cells[column], values);
            double floor = Known(7);
            if (cells.Length <= 7 && noise is not null)
                floor = (floors ??= Floors(noise)).GetValueOrDefault((row.Model, row.Particles, row.Time, row.Quantity), double.NaN);
            rows.Add(row with { Value = Number(cells[4], values), StandardError = Known(5), DiscretisationError = Known(6), NoiseFloor = floor });
        }
        return rows;
    }

    public void Dispose()
    {
        _values.Dispose();
        _noise.Dispose();
    }

    private static Dictionary<(string, ParticleNumber, double, string), double> Floors(string file)
    {
        var floors = new Dictionary<(string, ParticleNumber, double, string), double>();
        foreach (string[] cells in Cells(file, NoiseHeader))
        {
            ResultRow named = Named(cells, file);
            floors[(named.Model, named.Particles, named.Time, named.Quantity)] = Number(cells[4], file);
        }
        return floors;
    }

    private static IEnumerable<string[]> Cells(string file, params string[] headers)
    {
        using var reader = new StreamReader(OrdinaryFile.Open(file));
        string first = reader.ReadLine() ?? "";
        if (!headers.Contains(first))
            throw new FormatException($"{Path.GetFileName(file)} does not begin with the line {headers[0]}");
        int columns = first.Split(',').Length;
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            yield return cells.Length == columns ? cells : throw Malformed(file, line);
        }
    }

    private static ResultRow Named(string[] cells, string file) => ScenarioNames.TryReadParticles(cells[1], out ParticleNumber particles)
        ? new ResultRow(cells[0], particles, Number(cells[2], file), cells[3], double.NaN, double.NaN, double.NaN)
        : throw Malformed(file, cells[1]);

    private static double Number(string text, string file) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Malformed(file, text);

    private static FormatException Malformed(string file, string text) => new($"{Path.GetFileName(file)} holds \"{text[..Math.Min(60, text.Length)]}\", which is no line of it");

    private static string PrintKnown(double value) => double.IsNaN(value) ? "" : Print(value);

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
