using Hierarchy.Analysis;
using Hierarchy.Diagnostics;
using Hierarchy.Results;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

public class RelaxationLawTests
{
    /// <summary>H = H_inf + 0.3 exp(-1.4 t^p) (1 + noise of 1e-3), T = 2 in d = 3: p and c within their errors, which are small; the other exponent fits worse.</summary>
    [Theory]
    [InlineData(2.0 / 3)]
    [InlineData(1)]
    [InlineData(0.5)]
    public void The_exponent_is_found_within_its_error(double exponent)
    {
        Random random = new(4);
        double limit = -1.5 * (1 + Math.Log(4 * Math.PI));
        IReadOnlyList<RelaxationRow> rows = RelaxationLaw.Of(
            Of(Enumerable.Range(0, 21).SelectMany(i => At(0.2 * i, limit + 0.3 * Math.Exp(-1.4 * Math.Pow(0.2 * i, exponent)) * (1 + 1e-3 * (2 * random.NextDouble() - 1))))));
        RelaxationRow p = rows.Single(row => row.Name.StartsWith("p of H"));
        Assert.InRange(Math.Abs(p.Value - exponent), 0, 1.5 * p.Error);
        Assert.InRange(p.Error, 1e-4, 0.02);
        Assert.Equal((20, 0.2, 4), (p.Points, p.From, p.To), (x, y) => x.Item1 == y.Item1 && Math.Abs(x.Item2 - y.Item2) + Math.Abs(x.Item3 - y.Item3) < 1e-12);
        if (exponent == 1)
        {
            RelaxationRow c = rows.Single(row => row.Name == "c at p = 1");
            Assert.InRange(Math.Abs(c.Value - 1.4), 0, 1.5 * c.Error);
            Assert.True(rows.Single(row => row.Name.EndsWith("p = 1") && row.Name.StartsWith("rms")).Value < 0.1 * rows.Single(
                row => row.Name.EndsWith("p = 2/3") && row.Name.StartsWith("rms")).Value);
        }
    }

    /// <summary>H = 40 - t/2 + t^2/50, so D = 1/2 - t/25, and |f| = 3 - 2 t/25: D = |f|/2 - 1 at every time.</summary>
    [Fact]
    public void The_production_is_a_line_in_the_norm()
    {
        IEnumerable<ResultRow> rows = Enumerable.Range(0, 12)
            .SelectMany(i => (ResultRow[])[.. At(i, 40 - 0.5 * i + 0.02 * i * i), Row("landau", 0, i, "weighted_l3", 3 - 0.08 * i)]);
        IReadOnlyList<RelaxationRow> found = RelaxationLaw.Of(Of(rows));
        Assert.Equal(0.5, found.Single(row => row.Name.StartsWith("c of D")).Value, 1e-10);
        Assert.Equal(1, found.Single(row => row.Name.StartsWith("C of")).Value, 1e-9);
    }

    /// <summary>A normal density: int f^3 (1 + r^2)^(-5/2) by a radial sum.</summary>
    [Fact]
    public void The_weighted_norm_is_a_radial_integral()
    {
        VelocityGrid grid = new(3, 40, 6);
        double value = Diagnostics.Densities.Evaluate(new WeightedNorm(), grid, Diagnostics.Densities.Gaussian(grid, [0, 0, 0], [1, 1, 1]))["weighted_l3"].Value, sum = 0;
        const double step = 1e-3;
        for (double r = step / 2; r < 8; r += step)
            sum += step * 4 * Math.PI * r * r * Math.Pow(2 * Math.PI, -4.5) * Math.Exp(-1.5 * r * r) * Math.Pow(1 + r * r, -2.5);
        Assert.Equal(Math.Cbrt(sum), value, 2e-6);
    }

    private static ResultRow[] At(double time, double entropy) =>
    [
        Row("landau", 0, time, "entropy_1", entropy), Row("landau", 0, time, "covariance_xx", 2), Row("landau", 0, time, "covariance_yy", 1.5),
            Row("landau", 0, time, "covariance_zz", 2.5),
    ];
}
