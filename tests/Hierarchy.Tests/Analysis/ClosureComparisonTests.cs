using Hierarchy.Analysis;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

public class ClosureComparisonTests
{
    private const long Replicas = 10000;

    private static readonly ExperimentPlan Particles = Plan(["8", "256"], [Model("kac", Replicas), Model("cluster")]);

    private static readonly ExperimentPlan Exact = Plan(["2", "3"], [Model("liouville"), Model("cluster")]);

    [Fact]
    public void With_the_liouville_equation_the_distance_of_the_pair_density_ranks()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Exact, Of(
            Row("liouville", 3, 1, "covariance_xx", 1.2), Row("cluster", 3, 1, "covariance_xx", 1.21), Row("cluster", 3, 1, "closure_error_pair_l1", 0.01),
            Row("kirkwood", 3, 1, "closure_error_pair_l1", 0.002), Row("cluster", 3, 1, "error_l1", 0.05)));
        Assert.Equal(2, rows.Single(row => row.Model == "cluster" && row.Rank > 0).Rank);
        ComparisonRow best = rows.Single(row => row.Rank == 1);
        Assert.Equal("kirkwood", best.Model);
        Assert.Equal(0.018, best.TimesNSquared, 1e-15);
        Assert.Equal(("cluster", true), (best.Next!.Model, best.Next.IsResolved));
        Assert.Equal(0.008, best.Next.Size, 1e-15);
        Assert.True(double.IsNaN(best.Next.ReplicasNeeded));
        Assert.Equal(0.01, rows.Single(row => row.Quantity == "covariance_xx").Error, 1e-15);
        Assert.Equal("landau", rows.Single(row => row.Quantity == "error_l1").Reference);
    }

    /// <summary>At N = 2 closures are exact: what they differ by is the tolerance of 1e-6.</summary>
    [Fact]
    public void Errors_that_differ_by_less_than_the_tolerance_share_a_rank()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Exact, Of(
            Row("liouville", 2, 1, "mass", 1), Row("cluster", 2, 1, "closure_error_pair_l1", 0), Row("kirkwood", 2, 1, "closure_error_pair_l1", 1e-6),
            Row("tensorised", 2, 1, "closure_error_pair_l1", 0.1)));
        Assert.Equal([1, 1, 3], rows.Select(row => row.Rank));
        Assert.Equal([false, false, true], rows.Select(row => row.IsResolved));
        Assert.Equal([false, true], rows.Take(2).Select(row => row.Next!.IsResolved));
        Assert.Null(rows[2].Next);
    }

    [Fact]
    public void One_moment_ranks_the_whole_table_the_one_that_separates_best()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Particles, Of(
            [.. new[] { 8, 256 }.SelectMany(n => (ResultRow[])
            [
                Row("kac", n, 1, "covariance_xx", 1, 1e-3), Row("kac", n, 1, "fourth_moment", 8, n == 8 ? 0.5 : 0.01), Row("cluster", n, 1, "covariance_xx", 1.001),
                Row("cluster", n, 1, "fourth_moment", 8.1), Row("tensorised", n, 1, "covariance_xx", 0.95), Row("tensorised", n, 1, "fourth_moment", 8.4),
            ])]));
        Assert.Equal(["covariance_xx"], rows.Where(row => row.Rank > 0).Select(row => row.Quantity).Distinct());
        ComparisonRow best = rows.First(row => row.Rank == 1), next = rows.First(row => row.Rank == 2);
        Assert.Equal(("cluster", "tensorised"), (best.Model, next.Model));
        Assert.False(best.IsResolved);
        Assert.True(next.IsResolved);
        // | |0.95 - 1| - |1.001 - 1| |, with the errors of both.
        Assert.Equal(0.049, best.Next!.Size, 1e-12);
        Assert.Equal(2e-3, best.Next.StandardError, 1e-15);
        Assert.DoesNotContain(rows, row => row.Model == "kac");
    }

    /// <summary>+e and -e differ by 2 e and are equally wrong.</summary>
    [Theory]
    [InlineData(0.01, 0.01)]
    [InlineData(0.01, 0.0105)]
    [InlineData(1e-4, 9e-4)]
    public void Errors_of_equal_size_and_opposite_sign_are_a_tie(double above, double below)
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Particles, Of(
            Row("kac", 8, 1, "covariance_xx", 1, 1e-3), Row("cluster", 8, 1, "covariance_xx", 1 + above), Row("tensorised", 8, 1, "covariance_xx", 1 - below)));
        Assert.Equal([1, 1], rows.Select(row => row.Rank));
        Assert.All(rows.Where(row => row.Next is not null), row => Assert.False(row.Next!.IsResolved));
    }

    /// <summary>Gaps of 8 and 1 standard errors: the second wants (2 * 2/1)^2 as many replicas, less what the tolerance hides.</summary>
    [Fact]
    public void A_tie_says_how_many_replicas_would_break_it()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Plan(["8"], [Model("kac", Replicas)], tolerance: 1e-12), Of(
            Row("kac", 8, 1, "covariance_xx", 1, 1e-3), Row("cluster", 8, 1, "covariance_xx", 1.002), Row("kirkwood", 8, 1, "covariance_xx", 1.003),
                Row("tensorised", 8, 1, "covariance_xx", 1.011)));
        Assert.Equal([1, 1, 3], rows.Select(row => row.Rank));
        Assert.Equal(16 * Replicas, rows[0].Next!.ReplicasNeeded, 1);
        Assert.True(double.IsNaN(rows[1].Next!.ReplicasNeeded));
    }

    /// <summary>With as many replicas as it says the same gap is resolved, with a few less it is not.</summary>
    [Fact]
    public void That_number_of_replicas_does_break_it()
    {
        ErrorGap gap = new("cluster", 3e-4, 2e-3, 1e-5, Replicas);
        double factor = Math.Sqrt(gap.ReplicasNeeded / gap.Replicas);
        Assert.True((gap with { StandardError = gap.StandardError / factor * 0.999 }).IsResolved);
        Assert.False((gap with { StandardError = gap.StandardError / factor * 1.001 }).IsResolved);
        Assert.True(double.IsPositiveInfinity((gap with { Offset = 1e-3 }).ReplicasNeeded));
    }

    /// <summary>
    /// A Maxwellian of N = 256 at gamma = 0: the box holds the energy 1.99744 of 2, so E[v_x^2] is 1.28e-3 below that of the particles, 6 of their standard
    /// errors.
    /// </summary>
    [Fact]
    public void What_lies_outside_of_the_box_is_no_error_of_a_closure()
    {
        ResultTable table = Of(((double[])[0, 1]).SelectMany(time => (ResultRow[])
        [
            Row("kac", 256, time, "energy", 2, 1e-10), Row("kac", 256, time, "covariance_xx", time == 0 ? 1.5 : 1, time == 0 ? 1e-10 : 2e-4),
            Row("cluster", 256, time, "energy", 1.99744), Row("cluster", 256, time, "covariance_xx", time == 0 ? 1.498 : 0.99872),
            Row("tensorised", 256, time, "energy", 1.99744), Row("tensorised", 256, time, "covariance_xx", time == 0 ? 1.498 : 1.01),
        ]));
        IReadOnlyList<ComparisonRow> rows = [.. ClosureComparison.Of(Particles, table).Where(row => row.Time == 1)];
        ComparisonRow cluster = rows.Single(row => row.Model == "cluster"), tensorised = rows.Single(row => row.Model == "tensorised");
        Assert.Equal(-6.4, cluster.Error / cluster.StandardError, 1e-6);
        Assert.InRange(cluster.Offset, 0.00256, 0.0026);
        Assert.False(cluster.IsResolved);
        Assert.True(tensorised.IsResolved);
        Assert.Equal(2, tensorised.Rank);
    }

    /// <summary>Correlations are zero at time 0 and grow out of moments that lack something.</summary>
    [Fact]
    public void Correlations_lack_the_part_that_the_energy_lacks()
    {
        ResultTable table = Of(((double[])[0, 1]).SelectMany(time => (ResultRow[])
        [
            Row("kac", 8, time, "energy", 2, 1e-10), Row("kac", 8, time, "pair_covariance_xx", time * 0.05, 1e-6),
            Row("cluster", 8, time, "energy", 2 * 0.999), Row("cluster", 8, time, "pair_covariance_xx", time * 0.05 * 0.999),
        ]));
        ComparisonRow row = ClosureComparison.Of(Particles, table).Single(row => row.Time == 1);
        Assert.InRange(row.Offset, 5e-5, 5.1e-5);
        Assert.False(row.IsResolved);
    }
}
