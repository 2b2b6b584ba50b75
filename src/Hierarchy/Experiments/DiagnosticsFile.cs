using System.Globalization;

namespace Hierarchy.Experiments;

/// <summary>diagnostics.csv in long form: model,N,time,quantity,value,standard_error. Numbers read back to the same doubles; lines end with a line feed.</summary>
public sealed class DiagnosticsFile : IDisposable
{
    public const string Header = "model,N,time,quantity,value,standard_error";

    private readonly StreamWriter _writer;

    /// <summary>Begins the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public DiagnosticsFile(string path)
    {
        _writer = new StreamWriter(path) { NewLine = "\n" };
        _writer.WriteLine(Header);
    }

    /// <summary>Writes rows and passes them on to the system, so that a run that is killed leaves what it had.</summary>
    public void Write(ReadOnlySpan<ResultRow> rows)
    {
        foreach (ResultRow row in rows)
        {
            string error = double.IsNaN(row.StandardError) ? "" : Print(row.StandardError);
            _writer.WriteLine($"{row.Model},{row.Particles},{Print(row.Time)},{row.Quantity},{Print(row.Value)},{error}");
        }
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
