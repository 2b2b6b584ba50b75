using System.Text.RegularExpressions;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>The matrix in short, from the lines of its file: how many scenarios were audited at every n and gamma, what was left out, and how many cases call a theorem violated.</summary>
internal static partial class MatrixSummary
{
    private sealed record Line(int Points, double Gamma, bool IsLeftOut, bool IsViolated);

    /// <summary>Prints a table for docs/accuracy.md.</summary>
    public static void Print(IEnumerable<string> lines, TextWriter writer)
    {
        Line[] all = [.. lines.Select(Parse).OfType<Line>()];
        double[] gammas = [.. all.Select(line => line.Gamma).Distinct().Order()];
        writer.WriteLine($"| n | {string.Join(" | ", gammas.Select(gamma => FormattableString.Invariant($"gamma = {gamma}")))} | left out |");
        writer.WriteLine($"|---|{string.Concat(gammas.Select(_ => "---|"))}---|");
        foreach (IGrouping<int, Line> row in all.GroupBy(line => line.Points).OrderBy(group => group.Key))
        {
            string counts = string.Join(" | ", gammas.Select(gamma => row.Count(line => line.Gamma == gamma && !line.IsLeftOut)));
            writer.WriteLine($"| {row.Key} | {counts} | {row.Count(line => line.IsLeftOut)} |");
        }
        writer.WriteLine($"{all.Count(line => !line.IsLeftOut)} cases audited, {all.Count(line => line.IsLeftOut)} left out, "
            + $"{all.Count(line => line.IsViolated)} call a theorem violated");
    }

    private static Line? Parse(string line) => Heading().Match(line) is { Success: true } match
        ? new(int.Parse(match.Groups[1].Value, null), double.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture),
            IsLeftOut(line), !IsLeftOut(line) && !line.Contains("theorems violated 0 ", StringComparison.Ordinal))
        : null;

    private static bool IsLeftOut(string line) => line.Contains(" left out, ", StringComparison.Ordinal);

    [GeneratedRegex(@"^\S+ n=(\d+) gamma=(-?\d+) N=")]
    private static partial Regex Heading();
}
