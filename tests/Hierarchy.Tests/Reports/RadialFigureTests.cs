using Hierarchy.Cli.Plots;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Reports;

/// <summary>The figures of rotation-invariant pairs.</summary>
public sealed class RadialFigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Density_correlation_and_cusp_are_drawn_from_the_file()
    {
        Run(["cluster-radial", "leading-order-radial"], "out");
        using StoredExperiment experiment = StoredExperiment.Open(_folder.Of("out"));
        IReadOnlyDictionary<string, Figure> figures = FigureRegistry.Of(experiment).ToDictionary(figure => figure.Name);
        // The reference of models in r is the solver in r, whose errors are far below those of the grid.
        LinePanel[] entropies = [.. figures["entropy"].Panels.Cast<LinePanel>()];
        Assert.Equal("landau-radial", Assert.Single(entropies[0].Series).Model);
        double Entropy(string model, ParticleNumber n) => experiment.Series(model, n, "entropy_1").Values[^1];
        Series cluster = entropies[1].Series.First(series => series.Model == "cluster-radial");
        Assert.Equal(Entropy("cluster-radial", new ParticleNumber(4)) - Entropy("landau-radial", ParticleNumber.Infinity), cluster.Y[^1], 1e-12);
        LinePanel[] densities = [.. figures["radial-density"].Panels.Cast<LinePanel>()];
        Assert.Equal((2, 3), (densities.Length, densities[0].Series.Count));
        // f of half T = 1/2 and half T = 3/2 at r = 0.
        Assert.Equal((Math.Pow(Math.PI, -1.5) + Math.Pow(3 * Math.PI, -1.5)) / 2, densities[0].Series[0].Y[0], 1e-3);
        HeatPanel[] maps = [.. figures["radial-correlation"].Panels.Cast<HeatPanel>()];
        Assert.Equal(3, maps.Length);
        Assert.All(maps, map => Assert.Equal(map.Values[1], map.Values[map.Axis.Length]));
        Assert.Equal(3, figures["radial-correlation"].Frames.Count);
        LinePanel cusp = Assert.IsType<LinePanel>(Assert.Single(figures["radial-cusp"].Panels));
        Assert.Contains(cusp.Series, series => series.Label == "|z| of theory");
        Assert.Contains(cusp.Series, series => series.Label == "leading-order-radial");
        Assert.All(cusp.Series.Where(series => series.Form == SeriesForm.Curve), series => Assert.Equal(0, series.Y[0], 1e-9));
        // What the grid does to the Landau equation is no effect of finite N.
        HeatPanel difference = figures["density"].Panels.OfType<HeatPanel>().Last(panel => panel.Title.StartsWith("cluster-radial", StringComparison.Ordinal));
        Assert.InRange(difference.Largest, 1e-5, 0.02);
    }

    [Fact]
    public void Without_pairs_f_alone_is_drawn()
    {
        Run([], "alone", "landau-radial");
        using StoredExperiment experiment = StoredExperiment.Open(_folder.Of("alone"));
        string[] names = [.. FigureRegistry.Of(experiment).Select(figure => figure.Name)];
        Assert.Contains("radial-density", names);
        Assert.DoesNotContain("radial-correlation", names);
        Assert.DoesNotContain("radial-cusp", names);
    }

    private void Run(string[] pairs, string folder, params string[] others) => Experiment.Run(new Scenario
    {
        Name = "figures",
        Dimension = 3,
        Grid = new GridSettings { HalfWidth = 6, Points = 10 },
        Initial =
        [
            new GaussianSettings { Weight = 0.5, Covariance = [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]] },
            new GaussianSettings { Weight = 0.5, Covariance = [[1.5, 0, 0], [0, 1.5, 0], [0, 0, 1.5]] },
        ],
        Particles = pairs.Length > 0 ? ["4"] : [],
        Models = [.. pairs.Concat(others).Select(model => new RadialSettings { Type = model, Accuracy = 1e-2 })],
        Time = new TimeSettings { End = 0.05, Output = 0.025, Tolerance = 1e-3 },
        Output = new OutputSettings { Pair = false },
        Errors = "off",
    }, _folder.Of(folder)).Dispose();
}
