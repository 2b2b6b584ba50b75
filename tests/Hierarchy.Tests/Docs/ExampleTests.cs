using System.Globalization;
using System.Text.RegularExpressions;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Docs;

/// <summary>The programs of docs/examples compile against the library as it is published, run, and say what is so.</summary>
[Collection(RegistryCollection.Name)]
public sealed partial class ExampleTests
{
    private static readonly string Quickstart = Path.Combine(Repository.Root, "scenarios", "quickstart.json");

    [Fact]
    public void Own_density()
    {
        string text = ExampleProgram.Run("own-density");
        Assert.Contains("time 0.2: mass 1.000000, energy 2.000000", text, StringComparison.Ordinal);
        Assert.Contains("the same to round-off True", text, StringComparison.Ordinal);
        double[] entropies = [.. Numbers(text, "entropy")];
        Assert.Equal(3, entropies.Length);
        Assert.Equal(entropies.OrderDescending(), entropies);
    }

    [Fact]
    public void Own_closure()
    {
        string text = ExampleProgram.Run("own-closure", Quickstart);
        double[] distances = [.. new[] { "tensorised2", "half-bond", "cluster" }.Select(model => Numbers(text, model + ":").Single())];
        // f_3 with half the bonds lies between none and all of them, and so does what it makes of the pair.
        Assert.True(distances[1] > Math.Min(distances[0], distances[2]) && distances[1] < Math.Max(distances[0], distances[2]), text);
    }

    [Fact]
    public void Own_diagnostic()
    {
        string text = ExampleProgram.Run("own-diagnostic", Quickstart);
        // Two Gaussians of variance 0.6 about (+-1.2, 0): P(|v| > 2) by quadrature in polar coordinates.
        double share = 0;
        const int steps = 2000;
        for (int i = 0; i < steps; i++)
        {
            double r = 2 + (i + 0.5) * 8 / steps;
            for (int j = 0; j < 200; j++)
            {
                double x = r * Math.Cos(2 * Math.PI * j / 200) - 1.2, y = r * Math.Sin(2 * Math.PI * j / 200);
                share += 8.0 / steps * 2 * Math.PI / 200 * r * Math.Exp(-(x * x + y * y) / 1.2) / (1.2 * Math.PI);
            }
        }
        // The sum over the points resolves the edge of the disc to the size of a cell.
        Assert.All(Numbers(text, "share of fast particles"), value => Assert.Equal(share, value, 0.1));
        Assert.Contains("cluster N=4: share of fast particles", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fast_share", CommandLine.Run("list", "quantities").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep()
    {
        string[] lines = ExampleProgram.Run("sweep", Quickstart).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[] left = [.. lines.Skip(1).Select(line => Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]))];
        Assert.Equal(4, left.Length);
        // For Maxwell molecules the anisotropy falls like exp(-4 d Lambda t).
        Assert.Equal(Math.Exp(-0.8), left[^1], 1e-3);
        Assert.Equal(left.OrderDescending(), left);
    }

    [Fact]
    public void Reading_a_folder()
    {
        using var folder = new TemporaryFolder();
        Experiment.Run(Scenario.Load(Quickstart, "grid.points=20", "time.end=0.1", "time.output=0.1", "particles=[4,16]"), folder.Of("results")).Dispose();
        string text = ExampleProgram.Run("read-folder", folder.Of("results"));
        Assert.Contains("quickstart: Completed, 2 output times up to 0.1", text, StringComparison.Ordinal);
        Assert.Matches("mass of the density on 20\\^2 points: (1.00000|0.99999)", text);
        Assert.Equal(-1, Number(SlopeOfTensorised().Match(text).Groups[1].Value), 0.1);
    }

    [Fact]
    public void Pair_correlation_at_a_point()
    {
        string text = ExampleProgram.Run("pair-correlation", Quickstart);
        Assert.Contains("g(v1, .) at v1 = (0.75, -0.25)", text, StringComparison.Ordinal);
        Assert.Contains("zero up to round-off", text, StringComparison.Ordinal);
        Assert.True(Number(MeanOfTheOther().Match(text).Groups[1].Value) is > 0 and < 0.1, text);
    }

    [Fact]
    public void Particles_beside_a_closure()
    {
        string text = ExampleProgram.Run("particles-beside-closure", Quickstart);
        Assert.Matches("particles: E v_x\\^2 = [0-9.]+ \\+- [0-9.]+", text);
        Assert.Contains("standard errors away", text, StringComparison.Ordinal);
        Assert.Contains("rank 1 by", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Plotting()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("5 curves", ExampleProgram.Run("plot", Quickstart, folder.Of("entropy.svg")), StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(folder.Of("entropy.svg")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_pieces_of_the_page_compile(int number)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "library.md"));
        string[] pieces = [.. Piece().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, pieces.Length);
        string usings = string.Concat(pieces[0].Split('\n').Where(line => line.StartsWith("using Hierarchy", StringComparison.Ordinal)));
        ExampleProgram.Compile("piece", number == 0 ? pieces[0] : usings + pieces[number] + "\nConsole.WriteLine(scenario.Check().Count);").Dispose();
    }

    [Fact]
    public void Every_program_has_a_test()
    {
        string[] tests = [.. typeof(ExampleTests).GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), false)).Select(method => method.Name)];
        Assert.Equal(tests.Length - 2, Directory.EnumerateFiles(ExampleProgram.Folder, "*.cs").Count(file => char.IsLower(Path.GetFileName(file)[0])));
    }

    private static IEnumerable<double> Numbers(string text, string after) =>
        Regex.Matches(text, Regex.Escape(after) + " (-?[0-9.]+)").Select(match => Number(match.Groups[1].Value));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Piece();

    [GeneratedRegex(@"tensorised: the distance to the Landau equation falls like N\^(-[0-9.]+)")]
    private static partial Regex SlopeOfTensorised();

    [GeneratedRegex(@"given the first: (-?[0-9.]+)")]
    private static partial Regex MeanOfTheOther();
}

/// <summary>Tests that change the models of the program while they run; no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RegistryCollection
{
    public const string Name = "registry";
}
