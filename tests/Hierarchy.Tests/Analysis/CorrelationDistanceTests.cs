using Hierarchy.Analysis;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Analysis;

/// <summary>Distances of pair correlations on different grids against the integrals of trigonometric functions, and the error of g that a study gives.</summary>
public class CorrelationDistanceTests
{
    private const double HalfWidth = 5;

    /// <summary>cos(a pi x/L) cos(b pi y/L), whose square integrates to L^2.</summary>
    private static double[] Wave(VelocityGrid grid, int a, int b) =>
        [.. Enumerable.Range(0, grid.Size).Select(i => Math.Cos(a * Math.PI * grid.Velocity(i, 0) / HalfWidth) * Math.Cos(b * Math.PI * grid.Velocity(i, 1) / HalfWidth))];

    private static PairCorrelation Products(VelocityGrid grid, params (double Weight, int A, int B)[] terms) =>
        PairCorrelation.OfProducts(grid, [.. terms.Select(term => term.Weight)], [.. terms.Select(term => Wave(grid, term.A, term.B))]);

    private static PairCorrelation Values(PairCorrelation correlation)
    {
        int size = correlation.Grid.Size;
        double[] values = new double[size * size], scratch = new double[size];
        for (int i = 0; i < size; i++)
            correlation.Row(i, scratch).CopyTo(values.AsSpan(i * size, size));
        return PairCorrelation.Of(correlation.Grid, values);
    }

    /// <summary>|2 u x u - 3 w x w|^2 = (4 + 9) L^4 for orthogonal waves of square integral L^2, whichever grids they are on.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Distances_over_grids_are_those_of_the_functions(bool dense)
    {
        var fine = new VelocityGrid(2, 12, HalfWidth);
        var coarse = new VelocityGrid(2, 8, HalfWidth);
        PairCorrelation one = Products(fine, (2, 1, 2)), same = Products(coarse, (2, 1, 2)), other = Products(coarse, (3, 2, 1));
        if (dense)
            (one, same, other) = (Values(one), Values(same), Values(other));
        double square = HalfWidth * HalfWidth;
        Assert.Equal(2 * square, one.Norm(), 1e-10);
        Assert.Equal(0, CorrelationDistance.Of(one, CorrelationDistance.On(fine, same)), 1e-6 * square);
        Assert.Equal(Math.Sqrt(13) * square, CorrelationDistance.Of(one, CorrelationDistance.On(fine, other)), 1e-9 * square);
        Assert.Equal(2 * square, CorrelationDistance.Of(one, CorrelationDistance.On(fine, PairCorrelation.Zero(coarse))), 1e-9 * square);
    }

    /// <summary>What the study says of the finest grid is of the size of the distance to a grid that is much finer.</summary>
    [Fact]
    public void A_study_gives_the_error_of_g_with_its_bound()
    {
        var scenario = new Scenario
        {
            Name = "grid-error",
            Dimension = 2,
            Grid = new GridSettings { HalfWidth = HalfWidth, Points = 20 },
            Initial = [new GaussianSettings { Covariance = [[1.2, 0], [0, 0.8]] }],
            Particles = ["8"],
            Models = [new LowRankSettings { Type = "cluster-lowrank", Tolerance = 1e-4 }],
            Time = new TimeSettings { End = 0.2, Output = 0.2, Tolerance = 1e-4 },
        };
        Scenario[] levels = [.. ConvergenceStudy.Levels(scenario, ConvergenceParameter.Grid, 3)];
        Results.Results[] results = [.. levels.Select(level => Experiment.Run(level))];
        ConvergenceRow row = ConvergenceStudy.Of(results, ConvergenceParameter.Grid).Single(row => row.Quantity == "g");
        Assert.Equal(2, row.Errors.Count);
        Assert.True(row.Errors[1] < row.Errors[0]);
        using Results.Results finer = Experiment.Run(levels[^1] with { Grid = new GridSettings { HalfWidth = HalfWidth, Points = 40 } });
        PairCorrelation right = finer["cluster-lowrank", 8].At(0.2).Correlation, found = results[^1]["cluster-lowrank", 8].At(0.2).Correlation;
        double error = CorrelationDistance.Of(right, CorrelationDistance.On(right.Grid, found)) / right.Norm();
        Assert.InRange(row.ErrorBound, error, 8 * error);
        foreach (Results.Results result in results)
            result.Dispose();
    }
}
