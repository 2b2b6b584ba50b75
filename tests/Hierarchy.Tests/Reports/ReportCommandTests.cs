using System.Text.RegularExpressions;
using System.Xml;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Reports;

/// <summary>One small experiment, drawn once for all tests of this folder.</summary>
public sealed class DrawnExperiment : IDisposable
{
    public const string Shared = "a drawn experiment";

    private readonly TemporaryFolder _folder = new();

    public DrawnExperiment()
    {
        string scenario = _folder.Write("small.json", """
            {
              "name": "small", "title": "Small <&> \"quoted\"", "dimension": 2, "grid": { "halfWidth": 5, "points": 12 },
              "initial": [{ "type": "gaussian", "covariance": [1.4, 0.8] }],
              "particles": [2, 4, 8], "models": ["tensorised", "cluster", "liouville", { "type": "kac", "replicas": 80, "step": 0.05 }],
              "time": { "end": 0.1, "tolerance": 1e-3, "output": 0.05 }
            }
            """);
        Result = CommandLine.RunDrawing(CancellationToken.None, "run", scenario, "--out", Folder, "--quiet");
    }

    internal CommandLine Result { get; }

    public string Folder => _folder.Of("out");

    public string Page => File.ReadAllText(Path.Combine(Folder, "report.html"));

    public void Dispose() => _folder.Dispose();
}

[CollectionDefinition(DrawnExperiment.Shared)]
public sealed class DrawnExperimentCollection : ICollectionFixture<DrawnExperiment>;

[Collection(DrawnExperiment.Shared)]
public sealed partial class ReportCommandTests(DrawnExperiment drawn)
{
    [Fact]
    public void A_run_draws_every_figure_as_png_and_svg_and_a_report()
    {
        Assert.True(drawn.Result.Code == 0, drawn.Result.Error);
        string[] names = [.. Directory.GetFiles(Path.Combine(drawn.Folder, "plots")).Select(file => Path.GetFileName(file)!)];
        foreach (string figure in (string[])["headline", "error-to-landau", "closure-error", "rates", "closures-against-particles", "variance", "entropy",
            "fisher-information", "density", "correlation", "conservation", "cost"])
        {
            Assert.Contains(figure + ".png", names);
            Assert.Contains(figure + ".svg", names);
        }
        Assert.DoesNotContain(names, name => name.EndsWith(".part", StringComparison.Ordinal));
        Assert.InRange(drawn.Page.Length, 50_000, 2_000_000);
    }

    [Fact]
    public void The_page_is_well_formed_and_needs_no_network()
    {
        string page = drawn.Page;
        Assert.DoesNotMatch(new Regex("(src|href)=\"(https?:)?//"), page);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains("Small &lt;&amp;&gt; &quot;quoted&quot;", page, StringComparison.Ordinal);
        string closed = Void().Replace(page[page.IndexOf("<html", StringComparison.Ordinal)..], "<$1$2/>");
        closed = closed.Replace("&nbsp;", " ", StringComparison.Ordinal);
        closed = Script().Replace(closed, "");
        using var reader = XmlReader.Create(new StringReader(closed));
        while (reader.Read())
        {
        }
    }

    [Fact]
    public void Every_picture_has_a_sentence_with_figures_and_a_size()
    {
        string page = drawn.Page;
        MatchCollection pictures = Picture().Matches(page);
        Assert.True(pictures.Count > 12);
        Assert.Equal(Count(page, "<svg"), pictures.Count);
        Assert.All(pictures, picture => Assert.Matches("[0-9]", picture.Groups[1].Value));
        string[] identifiers = [.. Identifier().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
    }

    [Fact]
    public void Headings_are_in_order()
    {
        int[] levels = [.. Heading().Matches(drawn.Page).Select(match => match.Groups[1].Value[0] - '0')];
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Fact]
    public void Report_draws_the_same_page_again()
    {
        string before = drawn.Page;
        CommandLine again = CommandLine.Run("report", drawn.Folder);
        Assert.Equal(0, again.Code);
        Assert.Equal(before, drawn.Page);
    }

    [Theory]
    [InlineData("results.h5")]
    [InlineData("noise.csv")]
    public void A_folder_that_lacks_a_file_is_drawn_as_far_as_it_goes(string missing)
    {
        using var copy = new TemporaryFolder();
        CopyTo(copy, missing);
        CommandLine result = CommandLine.Run("report", copy.Path);
        Assert.Equal(0, result.Code);
        Assert.Contains($"has no {missing}", result.Error, StringComparison.Ordinal);
        Assert.Contains($"the folder has no {missing}", File.ReadAllText(copy.Of("report.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json", null)]
    [InlineData("manifest.json", "{ \"status\": ")]
    [InlineData("resolved.json", null)]
    [InlineData("resolved.json", "{ \"name\": 3 }")]
    [InlineData("diagnostics.csv", null)]
    [InlineData("diagnostics.csv", "model,N,time,quantity,value,standard_error\ncluster,4,x,mass,1,\n")]
    [InlineData("results.h5", "no field file")]
    [InlineData("audit.csv", "a,b\n1\n")]
    public void A_missing_or_broken_file_is_named_in_one_line(string file, string? content)
    {
        using var copy = new TemporaryFolder();
        CopyTo(copy, file);
        if (content is not null)
            copy.Write(file, content);
        CommandLine result = CommandLine.Run("report", copy.Path);
        Assert.Equal(5, result.Code);
        string line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("error:", StringComparison.Ordinal));
        Assert.Contains(file, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_of_input() => Assert.Equal(5, CommandLine.Run("report", "no-such-folder").Code);

    private void CopyTo(TemporaryFolder copy, string except)
    {
        foreach (string file in Directory.GetFiles(drawn.Folder).Where(file => Path.GetFileName(file) != except))
            File.Copy(file, copy.Of(Path.GetFileName(file)));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("<(meta|link)([^>]*)>")]
    private static partial Regex Void();

    [GeneratedRegex("<(script|style)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<svg width=\"\\d+\" height=\"\\d+\"[^>]* role=\"img\" aria-label=\"([^\"]{20,})\"")]
    private static partial Regex Picture();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Identifier();

    [GeneratedRegex("<h([1-6])")]
    private static partial Regex Heading();
}
