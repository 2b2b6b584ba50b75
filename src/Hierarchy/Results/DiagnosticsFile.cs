using System.Globalization;
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
    /// <exception cref="FormatException">A line is not what <see cref="Write"/> writes, nor what other programs make of it (<see cref="CsvTable"/>).</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<ResultRow> Read(string values, string? noise)
    {
        var rows = new List<ResultRow>();
        Dictionary<(string, ParticleNumber, double, string), double>? floors = null;
        CsvTable table = CsvTable.Read(values, FormerHeader.Split(','));
        for (int i = 0; i < table.Rows; i++)
        {
            ResultRow row = Named(table, i);
            double floor = table.Has("noise_floor") ? table.Number(i, "noise_floor") : double.NaN;
            if (!table.Has("noise_floor") && noise is not null)
                floor = (floors ??= Floors(noise)).GetValueOrDefault((row.Model, row.Particles, row.Time, row.Quantity), double.NaN);
            double discretisation = table.Has("discretisation_error") ? table.Number(i, "discretisation_error") : double.NaN;
            rows.Add(row with { Value = Known(table, i, "value"), StandardError = table.Number(i, "standard_error"), DiscretisationError = discretisation, NoiseFloor = floor });
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
        CsvTable table = CsvTable.Read(file, NoiseHeader.Split(','));
        for (int i = 0; i < table.Rows; i++)
        {
            ResultRow named = Named(table, i);
            floors[(named.Model, named.Particles, named.Time, named.Quantity)] = Known(table, i, "noise_floor");
        }
        return floors;
    }

    private static ResultRow Named(CsvTable table, int row) => ScenarioNames.TryReadParticles(table.Text(row, "N"), out ParticleNumber particles)
        ? new ResultRow(table.Text(row, "model"), particles, Known(table, row, "time"), table.Text(row, "quantity"), double.NaN, double.NaN, double.NaN)
        : throw table.Malformed(table.Text(row, "N"));

    private static double Known(CsvTable table, int row, string column) => table.Text(row, column).Length > 0 ? table.Number(row, column) : throw table.Malformed("");

    private static string PrintKnown(double value) => double.IsNaN(value) ? "" : Print(value);

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
