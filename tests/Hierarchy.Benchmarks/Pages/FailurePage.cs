using System.Globalization;
using System.Text;
using Hierarchy.Models;
using Hierarchy.Results;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>
/// docs/failures.md: a part "measuring COMMAND; N; quantities; figure NAME" runs the command and shows it with the quantities of all models at the last time and a figure.
/// </summary>
internal static class FailurePage
{
    private const string Marker = "measuring ";
    private static readonly Dictionary<string, PageRun> Runs = [];

    /// <summary>Renews the parts whose command holds a word, or all.</summary>
    public static int Run(string[] words)
    {
        string page = Path.Combine(Repository.Root, "docs", "failures.md");
        string text = MarkedPage.Renew(File.ReadAllText(page), part => part.StartsWith(Marker, StringComparison.Ordinal)
            && (words.Length == 0 || words.Any(part.Contains)) ? Part(part[Marker.Length..]) : null);
        File.WriteAllText(page, text);
        return 0;
    }

    private static string Part(string part)
    {
        string[] pieces = part.Split(';', StringSplitOptions.TrimEntries);
        string name = "failure-" + Math.Abs(StableHash(pieces[0])).ToString(CultureInfo.InvariantCulture);
        if (!Runs.TryGetValue(pieces[0], out PageRun? run))
            Runs[pieces[0]] = run = PageRun.Of(pieces[0], name);
        var text = new StringBuilder($"```\nhierarchy {run.Command}\n```\n\n");
        text.Append(Table(run.Folder, pieces[1], pieces[2].Split(' ')));
        if (pieces.Length > 3)
            text.Append('\n').Append(run.Picture(pieces[3].Split(' ')[1], Path.Combine(Repository.Root, "docs"), $"figures/{pieces[3].Split(' ')[2]}"));
        return text.ToString();
    }

    private static string Table(string folder, string particles, string[] quantities)
    {
        IReadOnlyList<ResultRow> rows = DiagnosticsFile.Read(Path.Combine(folder, ResultFolder.DiagnosticsName), Path.Combine(folder, ResultFolder.NoiseName));
        rows = [.. rows.Where(row => row.Particles.ToString() == particles || row.Model == ModelRegistry.Landau.Name)];
        double last = rows.Max(row => row.Time);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"| N = {particles}, t = {last} | {string.Join(" | ", quantities)} |\n|---|{string.Concat(quantities.Select(_ => "---|"))}\n"));
        foreach (string model in rows.Select(row => row.Model).Distinct())
        {
            IEnumerable<string> cells = quantities.Select(quantity => Cell(rows.FirstOrDefault(row => row.Model == model && row.Quantity == quantity && row.Time == last)));
            text.Append($"| {model} | {string.Join(" | ", cells)} |\n");
        }
        return text.ToString();
    }

    private static string Cell(ResultRow row)
    {
        if (row.Model is null)
            return "";
        string error = double.IsNaN(row.StandardError) || row.StandardError == 0 ? "" : " ± " + row.StandardError.ToString("G2", CultureInfo.InvariantCulture);
        return Math.Abs(row.Value) < 1e-12 ? "0" : row.Value.ToString("G4", CultureInfo.InvariantCulture) + error;
    }

    private static int StableHash(string text) => text.Aggregate(17, (hash, letter) => unchecked(hash * 31 + letter)) & 0xffffff;
}
