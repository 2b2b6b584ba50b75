using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Found = Hierarchy.Results.Results;

namespace Hierarchy.Tests.Experiments;

/// <summary>The low-rank models in scenarios.</summary>
public class LowRankScenarioTests
{
    private static Scenario Plane(params ModelSettings[] models) => new()
    {
        Name = "plane",
        Dimension = 2,
        Grid = new GridSettings { HalfWidth = 4.5, Points = 16 },
        Initial = [new GaussianSettings { Covariance = [[0.9, 0], [0, 0.5]] }],
        Particles = ["4", "8"],
        Models = models,
        Time = new TimeSettings { End = 0.1, Output = 0.1, Tolerance = 1e-4 },
        Errors = ErrorSettings.Off,
        Output = new OutputSettings { Pair = false },
    };

    /// <summary>A maximal rank that does not suffice is told, with a rank and a tolerance that do.</summary>
    [Fact]
    public void A_maximal_rank_that_does_not_suffice_is_told_with_what_would_do()
    {
        var few = new LowRankSettings { Type = "cluster-lowrank", Tolerance = 1e-3, MaximalRank = 12 };
        using Found results = Experiment.Run(Plane(few));
        string told = Assert.Single(results.Warnings, text => text.StartsWith("cluster-lowrank N = 8", StringComparison.Ordinal)
            || text.Contains("N=8", StringComparison.Ordinal));
        Assert.Contains("the maximal rank left out of g", told);
        int rank = Number(told, "\"maximalRank\": ");
        Assert.InRange(rank, 13, 256);
        using Found enough = Experiment.Run(Plane(few with { MaximalRank = rank }));
        Assert.DoesNotContain(enough.Warnings, text => text.Contains("maximal rank", StringComparison.Ordinal));
    }

    /// <summary>A mixture starts with g of rank one, beside which everything is rounding: the run is that of the dense model from there on too.</summary>
    [Fact]
    public void A_pair_of_rank_one_at_the_start_is_followed()
    {
        Scenario mixture = Plane(new ModelSettings { Type = "cluster" }, new ModelSettings { Type = "mixture" }, new LowRankSettings { Type = "cluster-lowrank" }) with
        {
            Grid = new GridSettings { HalfWidth = 5, Points = 12 },
            Initial =
            [
                new GaussianSettings { Weight = 0.7, Mean = [0.6, 0], Covariance = [[0.5, 0], [0, 1.1]] },
                new GaussianSettings { Weight = 0.3, Mean = [-1.4, 0], Covariance = [[1.1, 0], [0, 0.5]] },
            ],
            Pair = new MixturePairSettings(),
            Particles = ["8", "infinity"],
            Time = new TimeSettings { End = 0.05, Output = 0.05, Tolerance = 1e-4 },
            Symmetry = SymmetrySettings.None,
        };
        using Found results = Experiment.Run(mixture);
        QuantityResults Of(string model, string particles) => results[model, particles].At(0.05).Quantities;
        foreach (string particles in (string[])["8", "infinity"])
        {
            foreach (string name in (string[])["error_l1", "chaos_l1", "pair_covariance_xx"])
            {
                double dense = Of("cluster", particles)[name].Value;
                Assert.InRange(Of("cluster-lowrank", particles)[name].Value / dense, 0.998, 1.002);
            }
        }
        // Every quantity of level 2 that the dense model has is there.
        foreach ((string model, string particles) in ((string, string)[])[("cluster-lowrank", "8"), ("mixture", "infinity")])
        {
            IEnumerable<string> Names(string of) => results.Rows.Where(row => row.Model == of && row.Particles.ToString() == particles).Select(row => row.Quantity);
            Assert.Empty(Names("cluster").Except(Names(model)));
        }
    }

    /// <summary>What follows from phi and G is what the dense model finds; the tolerance is that of the grid where none is given.</summary>
    [Fact]
    public void The_constants_of_the_rate_are_those_of_the_dense_model()
    {
        using Found results = Experiment.Run(Plane(new ModelSettings { Type = "leading-order" }, new LowRankSettings { Type = "leading-order-lowrank", Tolerance = 1e-5 }));
        foreach (string quantity in (string[])["phi_l1", "phi_fourth_moment", "energy_covariance_limit", "mutual_information_limit", "relative_fisher_limit",
            "relative_entropy_limit"])
        {
            double dense = Value(results, "leading-order", quantity), factored = Value(results, "leading-order-lowrank", quantity);
            Assert.InRange(factored / dense, 0.99, 1.01);
        }
        using Found plain = Experiment.Run(Plane(ModelSettings.FromName("leading-order-lowrank")));
        // Spacing 9/16, least standard deviation the root of 1/2.
        Assert.Equal(Value(results, "leading-order", "energy_covariance_limit"), Value(plain, "leading-order-lowrank", "energy_covariance_limit"), 3e-3);
    }

    private static double Value(Found results, string model, string quantity) =>
        results.Rows.First(row => row.Model == model && row.Quantity == quantity && row.Time == 0.1).Value;

    private static int Number(string text, string after)
    {
        int at = text.IndexOf(after, StringComparison.Ordinal) + after.Length, end = at;
        while (end < text.Length && char.IsDigit(text[end]))
            end++;
        return int.Parse(text.AsSpan(at, end - at), System.Globalization.CultureInfo.InvariantCulture);
    }
}
