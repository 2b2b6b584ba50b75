using Hierarchy.Cli.Plots.Figures;
using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Reports;

/// <summary>Velocities in a file beside their estimate.</summary>
public sealed class SamplesFigureTests
{
    [Fact]
    public void A_histogram_has_the_shares_of_the_weight_and_their_errors()
    {
        var content = new SampleFileContent([-1.5, 9, -0.5, 9, -0.4, 9, 7, 9], [1, 2, 3, 2]);
        (double[] centres, double[] heights, double[] errors) = SamplesFigure.Histogram(content, 2, 0, 2, 4);
        Assert.Equal([-1.5, -0.5, 0.5, 1.5], centres);
        Assert.Equal([0.125, 0.625, 0, 0], heights);
        Assert.Equal([0.125, Math.Sqrt(13) / 8, 0, 0], errors);
    }

    [Fact]
    public void A_marginal_of_a_Gaussian_is_a_Gaussian_of_mass_one()
    {
        var grid = new VelocityGrid(2, 32, 6);
        double[] values = [.. Enumerable.Range(0, grid.Size).Select(i => 3 * Math.Exp(-Math.Pow(grid.Velocity(i, 0), 2) / 2 - Math.Pow(grid.Velocity(i, 1), 2) / 4))];
        double[] marginal = SamplesFigure.Marginal(grid, values, 1);
        for (int j = 0; j < grid.Points; j++)
            Assert.Equal(Math.Exp(-grid.Axis[j] * grid.Axis[j] / 4) / Math.Sqrt(4 * Math.PI), marginal[j], 1e-4);
    }

    [Fact]
    public void The_report_shows_it_while_the_file_is_there()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("v.csv", "vx,vy\n" + string.Concat(
            Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{1.2 * Math.Sin(i * 1.7)},{1.1 * Math.Cos(i * 2.3)}\n"))));
        string scenario = folder.Write("s.json", """
            { "name": "s", "dimension": 2, "grid": { "halfWidth": 5, "points": 20 },
            "initial": [{ "type": "samples", "file": "v.csv", "bandwidth": 0.45 }], "particles": [], "models": [], "time": { "end": 0.05, "tolerance": 1e-3 } }
            """);
        CommandLine result = CommandLine.RunDrawing(CancellationToken.None, "run", scenario, "--out", folder.Of("out"), "--quiet");
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("200 velocities in v.csv", File.ReadAllText(Path.Combine(folder.Of("out"), "report.html")), StringComparison.Ordinal);
        File.Delete(file);
    }
}
