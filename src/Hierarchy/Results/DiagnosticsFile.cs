using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// diagnostics.csv in long form, model,N,time,quantity,value,standard_error, and noise.csv, model,N,time,quantity,noise_floor, with the quantities for
/// which a floor is known. Numbers read back to the same doubles; lines end with a line feed.
/// </summary>
internal sealed class DiagnosticsFile : IDisposable
{
    public const string Header = "model,N,time,quantity,value,standard_error";
    public const string NoiseHeader = "model,N,time,quantity,noise_floor";

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
            _values.WriteLine($"{name},{Print(row.Value)},{(double.IsNaN(row.StandardError) ? "" : Print(row.StandardError))}");
            if (!double.IsNaN(row.NoiseFloor))
                _noise.WriteLine($"{name},{Print(row.NoiseFloor)}");
        }
        _values.Flush();
        _noise.Flush();
    }

    /// <summary>The rows of both files; without the second one no floor is known.</summary>
    /// <exception cref="FormatException">A line is not what <see cref="Write"/> writes.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<ResultRow> Read(string values, string? noise)
    {
        var floors = new Dictionary<(string, ParticleNumber, double, string), double>();
        foreach (string[] cells in noise is null ? [] : Cells(noise, NoiseHeader))
        {
            ResultRow named = Named(cells, noise!);
            floors[(named.Model, named.Particles, named.Time, named.Quantity)] = Number(cells[4], noise!);
        }
        var rows = new List<ResultRow>();
        foreach (string[] cells in Cells(values, Header))
        {
            ResultRow row = Named(cells, values);
            double floor = floors.GetValueOrDefault((row.Model, row.Particles, row.Time, row.Quantity), double.NaN);
            rows.Add(row with { Value = Number(cells[4], values), StandardError = cells[5].Length == 0 ? double.NaN : Number(cells[5], values), NoiseFloor = floor });
        }
        return rows;
    }

    public void Dispose()
    {
        _values.Dispose();
        _noise.Dispose();
    }

    private static IEnumerable<string[]> Cells(string file, string header)
    {
        int columns = header.Split(',').Length;
        using var reader = new StreamReader(OrdinaryFile.Open(file));
        if (reader.ReadLine() != header)
            throw new FormatException($"{Path.GetFileName(file)} does not begin with the line {header}");
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

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
