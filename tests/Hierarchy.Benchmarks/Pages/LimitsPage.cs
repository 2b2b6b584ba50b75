using System.Globalization;
using System.Text;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>
/// docs/limits.md: a part "limits COMMAND; models" runs the command and shows the laws for many particles at the last time: for every N the first of the models that has
/// the law at that N, then the limit, with errors in brackets.
/// </summary>
internal static class LimitsPage
{
    private const string Marker = "limits ";

    /// <summary>Renews the parts whose command holds a word, or all.</summary>
    public static int Run(string[] words)
    {
        string page = Path.Combine(Repository.Root, "docs", "limits.md");
        string text = MarkedPage.Renew(File.ReadAllText(page), part => part.StartsWith(Marker, StringComparison.Ordinal)
            && (words.Length == 0 || words.Any(part.Contains)) ? Part(part[Marker.Length..]) : null);
        File.WriteAllText(page, text);
        return 0;
    }

    private static string Part(string part)
    {
        string[] pieces = part.Split(';', StringSplitOptions.TrimEntries);
        PageRun run = PageRun.Of(pieces[0], "limits-" + pieces[0].Split(' ')[1]);
        using StoredExperiment experiment = StoredExperiment.Open(run.Folder);
        IReadOnlyList<LawRow> laws = ChaosLaws.Of(experiment.Results);
        LawRow[] last = [.. laws.Where(row => row.Time == laws.Max(other => other.Time) && !row.Law.StartsWith("fluctuation", StringComparison.Ordinal))];
        return $"```\nhierarchy {run.Command}\n```\n\n{Table(last, pieces[1].Split(' '))}";
    }

    private static string Table(LawRow[] rows, string[] models)
    {
        long[] numbers = [.. rows.Where(row => models.Contains(row.Model)).Select(row => (long)row.Particles.Value).Distinct().Order()];
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"| t = {rows[0].Time} | tends to | {string.Join(" | ", numbers.Select(n => $"N = {n}"))} | limit |\n|---|---|{string.Concat(numbers.Select(_ => "---|"))}---|\n"));
        foreach (IGrouping<string, LawRow> law in rows.GroupBy(row => row.Law))
        {
            IEnumerable<string> cells = numbers.Select(n => models.Select(model => law.FirstOrDefault(row => row.Model == model && row.Particles.Value == n))
                .FirstOrDefault(row => row is not null)
                is { } found ? new Measured(found.Value, found.Error).ToString() : "");
            LawRow first = law.First();
            text.Append(CultureInfo.InvariantCulture, $"| {Escaped(law.Key)} | {Escaped(first.Formula)} | {string.Join(" | ", cells)} | "
                + $"{new Measured(first.Limit, first.LimitError)} |\n");
        }
        return text.ToString();
    }

    private static string Escaped(string text) => "`" + text.Replace("|", "\\|", StringComparison.Ordinal) + "`";
}
