using Hierarchy.Analysis;
using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

public class ClosureComparisonTests
{
    [Fact]
    public void With_the_liouville_equation_the_distance_of_the_pair_density_ranks()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Of(
            Row("liouville", 3, 1, "covariance_xx", 1.2), Row("cluster", 3, 1, "covariance_xx", 1.21), Row("cluster", 3, 1, "closure_error_pair_l1", 0.01),
            Row("kirkwood", 3, 1, "closure_error_pair_l1", 0.002), Row("cluster", 3, 1, "error_l1", 0.05)));
        Assert.Equal(2, rows.Single(row => row.Model == "cluster" && row.Rank > 0).Rank);
        ComparisonRow best = rows.Single(row => row.Rank == 1);
        Assert.Equal("kirkwood", best.Model);
        Assert.Equal(0.018, best.TimesNSquared, 1e-15);
        Assert.True(double.IsPositiveInfinity(best.GapInStandardErrors));
        Assert.Equal(0.01, rows.Single(row => row.Quantity == "covariance_xx").Error, 1e-15);
        Assert.Equal("landau", rows.Single(row => row.Quantity == "error_l1").Reference);
    }

    [Fact]
    public void Equal_errors_have_equal_ranks()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Of(
            Row("liouville", 2, 1, "mass", 1), Row("cluster", 2, 1, "closure_error_pair_l1", 0), Row("kirkwood", 2, 1, "closure_error_pair_l1", 0),
            Row("tensorised", 2, 1, "closure_error_pair_l1", 0.1)));
        Assert.Equal([1, 1, 3], rows.Select(row => row.Rank));
        Assert.True(double.IsNaN(rows[2].GapInStandardErrors));
    }

    [Fact]
    public void With_particles_the_moment_that_separates_best_ranks_in_standard_errors()
    {
        IReadOnlyList<ComparisonRow> rows = ClosureComparison.Of(Of(
            Row("kac", 8, 1, "covariance_xx", 1, 1e-3), Row("kac", 8, 1, "fourth_moment", 8, 0.5),
            Row("cluster", 8, 1, "covariance_xx", 1.001), Row("cluster", 8, 1, "fourth_moment", 8.1),
            Row("tensorised", 8, 1, "covariance_xx", 0.98), Row("tensorised", 8, 1, "fourth_moment", 8.4)));
        ComparisonRow best = rows.Single(row => row.Rank == 1), next = rows.Single(row => row.Rank == 2);
        Assert.Equal(("cluster", "covariance_xx"), (best.Model, best.Quantity));
        Assert.False(best.IsResolved);
        Assert.True(next.IsResolved);
        Assert.Equal(21, best.GapInStandardErrors, 1e-9);
        Assert.DoesNotContain(rows, row => row.Model == "kac");
    }
}
