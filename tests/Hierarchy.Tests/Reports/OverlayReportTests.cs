using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Reports;

/// <summary>Reports of sweeps and of several folders: they open with what came out, and no formula stands on them as it was typed.</summary>
public sealed partial class OverlayReportTests
{
    private const string Sweep = """
        {
          "name": "swept", "title": "Swept powers", "dimension": 2, "grid": { "halfWidth": 5, "points": 12 }, "initial": [{ "type": "gaussian", "covariance": [1.4, 0.8] }],
          "particles": [4, 16], "models": ["tensorised"], "time": { "end": 0.1, "tolerance": 1e-4, "output": 0.05 }, "sweep": { "kernel.gamma": [-3, 0] }
        }
        """;

    [Fact]
    public void The_report_of_a_sweep_opens_with_the_range_of_what_came_out()
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, "swept", Sweep), opening = Opening(page);
        Match range = Range().Match(opening);
        Assert.True(range.Success, opening);
        string[] rows = File.ReadAllLines(Path.Combine(folder.Of("swept"), "diagnostics.csv"));
        foreach ((string gamma, string group) in (ReadOnlySpan<(string, string)>)[("-3", "low"), ("0", "high")])
        {
            string row = rows.Single(line => line.StartsWith($"{gamma},tensorised,4,0.1,error_l1,", StringComparison.Ordinal));
            double value = 100 * double.Parse(row.Split(',')[5], CultureInfo.InvariantCulture), shown = double.Parse(range.Groups[group].Value, CultureInfo.InvariantCulture);
            Assert.InRange(shown / value, 0.75, 1.25);
        }
        Assert.Contains("Swept powers: 2 variants", page, StringComparison.Ordinal);
        Assert.Matches("class=\"status completed\">completed</span> [^<]*(resolved|partly)", page);
        Assert.True(page.IndexOf("error_l1-against-gamma", page.IndexOf("<h1>", StringComparison.Ordinal), StringComparison.Ordinal)
            < page.IndexOf("id=\"settings\"", StringComparison.Ordinal));
        Assert.Empty(Typed(page));
    }

    [Theory]
    [InlineData("\"particles\": [4, 16], \"models\": [\"tensorised\"]", "\"particles\": [[4], [16]]", "%.*at N = 4 and .*% at N = 16")]
    [InlineData("\"particles\": [], \"models\": []", "\"kernel.gamma\": [-3, 0]", "entropy of the Landau equation falls by .*γ = −3.* to .*γ = 0")]
    [InlineData("\"particles\": [4, 16], \"models\": [\"tensorised\"]", "\"initial.0.covariance\": [[1.4, 0.8], [1.2, 0.9]]", "N = 4.*covariance = ")]
    public void Every_sweep_has_a_sentence(string choice, string keys, string sentence)
    {
        using var folder = new TemporaryFolder();
        string text = Sweep.Replace("\"particles\": [4, 16], \"models\": [\"tensorised\"]", choice, StringComparison.Ordinal)
            .Replace("\"kernel.gamma\": [-3, 0]", keys, StringComparison.Ordinal);
        string page = Draw(folder, "swept", text);
        Assert.Matches(sentence, Opening(page));
        Assert.Empty(Typed(page));
    }

    [Fact]
    public void Where_N_goes_with_another_key_the_sentence_names_both_and_no_figure_has_one_point()
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, "swept", Sweep.Replace("\"kernel.gamma\": [-3, 0]", "\"kernel.gamma\": [-3, 0], \"particles\": [[4], [16]], \"zip\": true",
            StringComparison.Ordinal));
        Assert.Matches("at N = 4 \\(γ = −3\\) and .*% at N = 16 \\(γ = 0\\)", Opening(page));
        Assert.DoesNotContain("error_l1-against-gamma", page, StringComparison.Ordinal);
        Assert.Contains("error_l1-over-time", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_were_run_apart_are_compared_in_the_first_sentence()
    {
        using var folder = new TemporaryFolder();
        foreach ((string name, string gamma) in (ReadOnlySpan<(string, string)>)[("one", "-3"), ("other", "0")])
            Draw(folder, name, Sweep.Replace(", \"sweep\": { \"kernel.gamma\": [-3, 0] }", $", \"kernel\": {{ \"gamma\": {gamma} }}", StringComparison.Ordinal));
        CommandLine result = CommandLine.Run("report", folder.Of("one"), folder.Of("other"), "--out", folder.Of("both"));
        Assert.True(result.Code == 0, result.Error);
        string page = File.ReadAllText(Path.Combine(folder.Of("both"), "report.html"));
        Assert.Matches(@"At N = 4, t = 0\.1, by tensorised, .* % \(one\) to .* % \(other\) from the Landau equation", Opening(page));
        Assert.Contains("2 results", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_formula_of_a_run_or_of_a_study_of_convergence_stands_as_it_was_typed()
    {
        using var folder = new TemporaryFolder();
        string scenario = folder.Write("s.json", Sweep.Replace(", \"sweep\": { \"kernel.gamma\": [-3, 0] }", ", \"kernel\": { \"gamma\": -3 }", StringComparison.Ordinal)
            .Replace("[\"tensorised\"]", "[\"tensorised\", \"cluster\", \"leading-order\", \"kirkwood\"]", StringComparison.Ordinal));
        Assert.Equal(0, CommandLine.RunDrawing(CancellationToken.None, "audit", scenario, "--out", folder.Of("run"), "--quiet").Code);
        Assert.Equal(0, CommandLine.Run("converge", scenario, "--over", "grid", "--levels", "2", "--out", folder.Of("study"), "--quiet").Code);
        foreach (string name in (ReadOnlySpan<string>)["run", "study"])
            Assert.Empty(Typed(File.ReadAllText(Path.Combine(folder.Of(name), "report.html"))));
    }

    [Fact]
    public void A_verdict_says_in_words_what_is_not_resolved_with_the_code_name_beside()
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, "few", Sweep.Replace(", \"sweep\": { \"kernel.gamma\": [-3, 0] }", "", StringComparison.Ordinal)
            .Replace("\"tensorised\"", """{ "type": "kac", "replicas": 80, "step": 0.05 }""", StringComparison.Ordinal));
        Assert.Matches(@"partly resolved, not [^:<]*covariance of a pair, xx \(pair_covariance_xx\)[^:<]*: kac N = 4", page);
    }

    private static string Draw(TemporaryFolder folder, string name, string text)
    {
        CommandLine result = CommandLine.RunDrawing(CancellationToken.None, "run", folder.Write(name + ".json", text), "--out", folder.Of(name), "--quiet");
        Assert.True(result.Code == 0, result.Error);
        return File.ReadAllText(Path.Combine(folder.Of(name), "report.html"));
    }

    private static string Opening(string page) => WebUtility.HtmlDecode(OpeningParagraph().Match(page).Groups[1].Value).Replace('\u00a0', ' ');

    /// <summary>The texts of a page in which a formula stands as it was typed, but for code names and what the machine was told.</summary>
    private static string[] Typed(string page)
    {
        string plain = Hidden().Replace(page[page.IndexOf("<body>", StringComparison.Ordinal)..], "");
        return [.. Tag().Split(plain).Select(text => WebUtility.HtmlDecode(text).Trim())
            .Where(text => TypedFormula().IsMatch(text) && !text.StartsWith("hierarchy ", StringComparison.Ordinal))];
    }

    [GeneratedRegex("<p class=\"opening\">(.*?)</p>")]
    private static partial Regex OpeningParagraph();

    [GeneratedRegex(@"is from (?<low>[\d.]+)\(\d+\) % \(γ = −3\) to (?<high>[\d.]+)\(\d+\) % \(γ = 0\) from the Landau equation")]
    private static partial Regex Range();

    [GeneratedRegex("<code>.*?</code>|<script>.*?</script>|<defs>.*?</defs>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>An index or a power with its sign, an integral in letters, a number with a typed power or minus, a typed comparison.</summary>
    [GeneratedRegex(@"\b[A-Za-z]{1,2}_[\w{]|\^[\w{(−-]|\b(int|sum) [|(\w]?_|\bint [|(\w]|\b\d+(\.\d+)?[eE][-+]?\d+\b|(^|[\s(\[])-\d|[<>!]=|\+-| - ")]
    private static partial Regex TypedFormula();
}
