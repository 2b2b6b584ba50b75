using System.Text.RegularExpressions;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Reports;

/// <summary>Reports of experiments that lack what most have: finite N, a model beside the Landau equation, a reference, a good end.</summary>
public sealed partial class UnusualReportTests
{
    [Fact]
    public void Models_at_infinite_N_are_drawn_where_pairs_are_correlated_at_the_start()
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, "\"pair\": { \"type\": \"mixture\" }, \"particles\": [\"infinity\"], \"models\": [\"mixture\", \"cluster\"]");
        foreach (string figure in (string[])["error-to-landau", "closures-against-mixture", "entropy", "fisher-information", "correlation-size", "correlation", "density"])
            Assert.Contains(Pictures(page, figure), words => words.Contains("cluster", StringComparison.Ordinal));
        Assert.Contains("N = ∞", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Independent_particles_at_infinite_N_are_the_Landau_equation_and_not_drawn_again()
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, "\"particles\": [4, \"infinity\"], \"models\": [\"cluster\"]");
        Assert.Single(Pictures(page, "error-to-landau"));
    }

    [Theory]
    [InlineData("\"particles\": [], \"models\": []")]
    [InlineData("\"particles\": [2], \"models\": [\"tensorised\"]")]
    [InlineData("\"particles\": [8], \"models\": [{ \"type\": \"kac\", \"replicas\": 80, \"step\": 0.05 }]")]
    [InlineData("\"particles\": [8], \"models\": [\"cluster\"], \"output\": { \"pair\": false }")]
    [InlineData("\"particles\": [8], \"models\": [\"cluster-lowrank\"], \"output\": { \"pair\": false }")]
    public void Few_results_make_a_report_as_well(string choice)
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, choice);
        Assert.Contains(" id=\"entropy\">", page, StringComparison.Ordinal);
        Assert.All(Picture().Matches(page), picture => Assert.Matches("[0-9]", picture.Groups[1].Value));
    }

    [Fact]
    public void Particles_without_densities_open_with_their_variance()
    {
        using var folder = new TemporaryFolder();
        string page = Draw(folder, "\"particles\": [8], \"models\": [{ \"type\": \"kac\", \"replicas\": 80, \"step\": 0.05 }]");
        Assert.Matches("<p class=\"opening\">At N = 8, t = 0.1, by kac, the variance of v<sub>x</sub> (lies [^<]* (above|below)|differs from) that of the Landau equation", page);
    }

    private static string Draw(TemporaryFolder folder, string choice)
    {
        string scenario = folder.Write("s.json", $$"""
            {
              "name": "s", "dimension": 2, "grid": { "halfWidth": 5, "points": 12 },
              "initial": [{ "type": "gaussian", "weight": 0.7, "mean": [0.3, 0] }, { "type": "gaussian", "weight": 0.3, "mean": [-0.7, 0], "covariance": [1.1, 0.8] }],
              {{choice}}, "time": { "end": 0.1, "tolerance": 1e-3, "output": 0.05 }
            }
            """);
        CommandLine result = CommandLine.RunDrawing(CancellationToken.None, "run", scenario, "--out", folder.Of("out"), "--quiet");
        Assert.True(result.Code == 0, result.Error);
        string page = File.ReadAllText(Path.Combine(folder.Of("out"), "report.html"));
        Assert.DoesNotMatch(NotANumber(), page[..page.IndexOf("<script>", StringComparison.Ordinal)]);
        return page;
    }

    /// <summary>The words of the pictures of a figure.</summary>
    private static string[] Pictures(string page, string figure)
    {
        int start = page.IndexOf($" id=\"{figure}\">", StringComparison.Ordinal);
        Assert.True(start >= 0, figure);
        return [.. Picture().Matches(page[start..page.IndexOf("</figure>", start, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value)];
    }

    /// <summary>The words of a program for what is no number, in a text or in the words of a picture.</summary>
    [GeneratedRegex(">[^<]*\\b(NaN|Infinity)\\b[^<]*<|aria-label=\"[^\"]*\\b(NaN|Infinity)\\b")]
    private static partial Regex NotANumber();

    [GeneratedRegex("role=\"img\" aria-label=\"([^\"]+)\"")]
    private static partial Regex Picture();
}
