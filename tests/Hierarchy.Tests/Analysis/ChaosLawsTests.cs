using Hierarchy.Analysis;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Tests.Analysis;

public class ChaosLawsTests
{
    /// <summary>
    /// Two runs whose equations have nothing in common beyond the operators: N^2 H, N^2 I and N times moments of the cluster closure come within O(1/N) of the
    /// limits of leading-order.
    /// </summary>
    [Fact]
    public void The_cluster_closure_approaches_the_limits_of_leading_order()
    {
        Scenario scenario = Small with { Particles = ["16", "128"], Models = [ResultTables.Model("leading-order"), ResultTables.Model("cluster")] };
        Results.Results results = Experiment.Run(scenario);
        IReadOnlyList<LawRow> rows = ChaosLaws.Of(results.Table);
        Assert.Equal(10 + FluctuationNames.All(2).Count(), rows.Select(row => row.Law).Distinct().Count());
        Assert.All(rows, row => Assert.Equal("cluster", row.Model));
        foreach (IGrouping<string, LawRow> law in rows.GroupBy(row => row.Law))
        {
            double[] distance = [.. law.Select(row => Math.Abs(row.Value - row.Limit) / Math.Abs(row.Limit))];
            // Fluctuations of collision invariants have the limit as their value at every N.
            Assert.True(distance[1] < Math.Max(1e-12, Math.Min(0.03, 0.3 * distance[0])), $"{law.Key}: {string.Join(' ', law)}");
        }
    }

    /// <summary>k h1 + k(k-1)/2 mi for k = 1, 2, 3 from the rows; h1 = 0.2, mi = 0.3, and nothing without a model that gives limits.</summary>
    [Fact]
    public void The_law_in_k_adds_up_the_limits()
    {
        ResultRow[] rows =
        [
            ResultTables.Row("landau", 0, 0, "relative_entropy_limit", double.NaN),
            ResultTables.Row("leading-order", 8, 1, "relative_entropy_limit", 0.2),
            ResultTables.Row("leading-order", 8, 1, "mutual_information_limit", 0.3, floor: 0.01),
            ResultTables.Row("liouville", 3, 1, "relative_entropy_to_landau", 0.02),
            ResultTables.Row("liouville", 3, 1, "pair_relative_entropy_to_landau", 0.07),
            ResultTables.Row("liouville", 3, 1, "triple_relative_entropy_to_landau", 0.15, floor: 0.001),
            ResultTables.Row("tensorised", 3, 1, "relative_entropy_to_landau", 0.05),
        ];
        IReadOnlyList<LawRow> laws = ChaosLaws.Of(ResultTables.Of(rows));
        Assert.Equal([0.2, 0.7, 1.5], laws.Select(law => law.Limit), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal([0.18, 0.63, 1.35], laws.Select(law => law.Value), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(0.03, laws[2].LimitError, 1e-12);
        Assert.Equal(0.009, laws[2].Error, 1e-12);
        Assert.Empty(ChaosLaws.Of(ResultTables.Of(rows.Where(row => row.Model != "leading-order"))));
    }

    private static Scenario Small { get; } = new()
    {
        Name = "laws",
        Dimension = 2,
        Grid = new GridSettings { HalfWidth = 5, Points = 18 },
        Time = new TimeSettings { End = 0.2, Tolerance = 1e-6 },
        Kernel = new KernelSettings { Gamma = -3 },
        Initial =
        [
            new GaussianSettings { Weight = 0.5, Mean = [1.2, 0], Covariance = [[0.6, 0], [0, 0.6]] },
            new GaussianSettings { Weight = 0.5, Mean = [-1.2, 0], Covariance = [[0.6, 0], [0, 0.6]] },
        ],
    };
}
