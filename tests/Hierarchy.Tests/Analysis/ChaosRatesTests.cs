using Hierarchy.Analysis;
using Hierarchy.Experiments;
using Hierarchy.Results;
using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

public class ChaosRatesTests
{
    private static readonly int[] Numbers = [8, 16, 32, 64];

    [Fact]
    public void Distances_of_order_one_over_n_have_slope_minus_one_and_their_constant()
    {
        ResultTable table = Of([.. Numbers.Select(n => Row("cluster", n, 1, "chaos_l1", 0.3 / n)), Row("cluster", 8, 0, "chaos_l1", 0), .. Numbers.Select(n => Row("leading-order", n, 1, "chaos_l1", 0.25 / n))]);
        ChaosRow row = ChaosRates.Of(table).Single(rate => rate.Model == "cluster");
        Assert.Equal(-1, row.Fit!.Slope, 1e-12);
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
        ChaosRow row = Assert.Single(ChaosRates.Of(table));
        Assert.Equal(-2, row.Fit!.Slope, 1e-12);
        Assert.Equal([64.0], row.BelowNoise.Select(n => n.Value));
        Assert.Equal(3, row.Fit.Points);
    }

    [Fact]
    public void Values_within_two_standard_errors_of_zero_do_not_count()
    {
        ResultTable table = Of([Row("kac", 8, 0, "error_sobolev", 0), .. Numbers.Select(n => Row("kac", n, 1, "error_sobolev", 1.0 / n, standardError: 0.02))]);
        Assert.Equal([8.0, 16.0], Assert.Single(ChaosRates.Of(table)).Used.Select(n => n.Value));
    }

    /// <summary>gamma = 0: E[v1 v1^T] = Sigma_0/N + (1-1/N) Sigma(t) and E[v1 v2^T] = (Sigma_0 - e I)(1 - e^(-8 Lambda t))/N have the same share of the way left.</summary>
    [Fact]
    public void The_limit_for_large_times_is_that_of_maxwell_molecules()
    {
        const double Decay = 0.2, First = 1.6, Second = 0.4, Mean = (First + Second) / 2;
        var rows = new List<ResultRow>();
        foreach ((string axis, double initial) in ((string, double)[])[("xx", First), ("yy", Second), ("xy", 0.1)])
        {
            double isotropic = axis == "xy" ? 0 : Mean;
            rows.Add(Row("kac", 4, 0, "covariance_" + axis, initial));
            rows.Add(Row("kac", 4, 3, "covariance_" + axis, initial / 4 + 0.75 * (isotropic + (initial - isotropic) * Decay)));
            rows.Add(Row("kac", 4, 0, "pair_covariance_" + axis, 0));
            rows.Add(Row("kac", 4, 3, "pair_covariance_" + axis, (initial - isotropic) * (1 - Decay) / 4));
        }
        IReadOnlyList<LimitRow> limits = LongTimeLimit.Of(Of(rows), 2);
        Assert.Equal(6, limits.Count);
        Assert.All(limits, row => Assert.Equal(Decay, row.Remaining, 1e-12));
    }
}
