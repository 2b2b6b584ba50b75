using Hierarchy.Analysis;
using Hierarchy.Results;
using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

public class ChaosRatesTests
{
    private static readonly int[] Numbers = [8, 16, 32, 64];

    [Fact]
    public void Distances_of_order_one_over_n_have_slope_minus_one_and_their_constant()
    {
        ResultTable table = Of([.. Numbers.Select(n => Row("cluster", n, 1, "chaos_l1", 0.3 / n)), Row("cluster", 8, 0, "chaos_l1", 0),
            .. Numbers.Select(n => Row("leading-order", n, 1, "chaos_l1", 0.25 / n))]);
        ChaosRow row = ChaosRates.Of(table, true).Single(rate => rate.Model == "cluster");
        Assert.Equal(-1, row.Fit!.Slope, 1e-9);
        Assert.Equal(0.3, row.Constant, 1e-12);
        Assert.Equal(0.25, row.Predicted, 1e-12);
    }

    [Fact]
    public void Values_below_their_noise_are_named_and_do_not_bend_the_slope()
    {
        ResultTable table = Of([
            Row("cluster", 8, 0, "mutual_information", 0),
            .. Numbers.Select(n => Row("cluster", n, 1, "mutual_information", n == 64 ? 1e-3 : 2.0 / (n * n), floor: n == 64 ? 2e-3 : 1e-6)),
        ]);
        ChaosRow row = Assert.Single(ChaosRates.Of(table, true));
        Assert.Equal(-2, row.Fit!.Slope, 1e-3);
        Assert.Equal([64.0], row.BelowNoise.Select(n => n.Value));
        Assert.Equal(3, row.Fit.Points);
    }

    [Fact]
    public void Values_within_four_standard_errors_of_zero_do_not_count()
    {
        ResultTable table = Of([Row("kac", 8, 0, "error_modes_squared", 0), .. Numbers.Select(n => Row("kac", n, 1, "error_modes_squared", 1.0 / n, standardError: 0.01))]);
        ChaosRow row = Assert.Single(ChaosRates.Of(table, true));
        Assert.Equal([8.0, 16.0], row.Used.Select(n => n.Value));
        Assert.Equal([32.0, 64.0], row.BelowNoise.Select(n => n.Value));
    }

    /// <summary>Particles sample what lies outside of the box of the other side; what the distance is at time 0 is not chaos.</summary>
    [Fact]
    public void What_a_distance_is_at_the_start_is_an_error_of_chaotic_data()
    {
        ResultTable table = Of([
            .. Numbers.Select(n => Row("kac", n, 0, "error_modes_squared", -1e-3, 1e-4)),
            .. Numbers.Select(n => Row("kac", n, 1, "error_modes_squared", 1.0 / (n * n), 1e-5)),
        ]);
        Assert.Equal([8.0], Assert.Single(ChaosRates.Of(table, true)).Used.Select(n => n.Value));
        ChaosRow correlated = Assert.Single(ChaosRates.Of(table, false));
        Assert.Equal(4, correlated.Used.Count);
        Assert.Equal(SlopeInterval.Confidence, correlated.Fit!.Interval);
        Assert.True(double.IsNaN(correlated.Expected) && double.IsNaN(correlated.Constant));
    }
}
