using System.Globalization;
using Hierarchy.Results;

namespace Hierarchy.Tests.Cli;

/// <summary>diagnostics.csv that other programs saved again, as R, pandas and spreadsheets in English and German do.</summary>
public sealed class SavedTableTests : IDisposable
{
    private const string Scenario = """
        { "name": "saved", "dimension": 2, "grid": { "halfWidth": 5, "points": 12 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3],
          "models": ["tensorised", "cluster", { "type": "kac", "replicas": 80 }], "quantities": ["mass", "covariance_xx"],
          "time": { "end": 0.1, "tolerance": 1e-5, "output": 0.05 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public SavedTableTests()
    {
        CommandLine run = CommandLine.Run("run", _folder.Write("saved.json", Scenario), "--out", _folder.Of("results"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
    }

    public void Dispose() => _folder.Dispose();

    private string File => _folder.Of("results/diagnostics.csv");

    private static string Saved(string text, string program)
    {
        string[][] lines = [.. text.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
        string Known(string cell) => cell.Length == 0 ? "NA" : cell;
        bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string Quoted(string cell) => IsNumber(cell) ? cell : $"\"{cell}\"";
        return program switch
        {
            "R" => string.Concat(lines.Select((line, i) =>
                $"\"{(i == 0 ? "" : i.ToString(CultureInfo.InvariantCulture))}\",{string.Join(',', line.Select(cell => Known(cell) == "NA" ? "NA" : Quoted(cell)))}\n")),
            "spreadsheet" => "\uFEFF" + string.Concat(lines.Select(line => string.Join(',', line.Select(cell => $"\"{cell}\"")) + "\r\n")),
            "German spreadsheet" => string.Concat(lines.Select(line => string.Join(';', line.Select(cell => IsNumber(cell) ? cell.Replace('.', ',') : cell)) + "\r\n")),
            _ => string.Concat(lines.Select(line => string.Join('\t', line.Reverse()) + "\n")),
        };
    }

    [Theory]
    [InlineData("R")]
    [InlineData("spreadsheet")]
    [InlineData("German spreadsheet")]
    [InlineData("tabs, columns turned round")]
    public void It_is_read_as_it_was(string program)
    {
        IReadOnlyList<ResultRow> before = DiagnosticsFile.Read(File, null);
        CommandLine compared = CommandLine.Run("compare", _folder.Of("results"));
        System.IO.File.WriteAllText(File, Saved(System.IO.File.ReadAllText(File), program));
        Assert.Equal(before, DiagnosticsFile.Read(File, null));
        Assert.Equal(compared, CommandLine.Run("compare", _folder.Of("results")));
    }

    [Theory]
    [InlineData("model,N,time,quantity", "has no column value")]
    [InlineData("model,N,time,quantity,value,standard_error\nlandau,infinity,0,mass,1", "is no line of it")]
    [InlineData("model,N,time,quantity,value,standard_error\nlandau,infinity,zero,mass,1,", "\"zero\"")]
    public void What_is_no_such_table_is_refused(string text, string expected)
    {
        System.IO.File.WriteAllText(File, text);
        CommandLine compared = CommandLine.Run("compare", _folder.Of("results"));
        Assert.Equal(5, compared.Code);
        Assert.Contains(expected, compared.Error, StringComparison.Ordinal);
    }
}
