using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

public class PairDistanceTests
{
    private static readonly VelocityGrid Grid = new(2, 48, 6);

    /// <summary>
    /// Two normal laws apart by delta in R^4 with covariance I: int |F - F'| = 2 (2 Phi(|delta|/2) - 1), here |delta|^2 = 2 |m - m'|^2. The kink of |.| costs
    /// h^2.
    /// </summary>
    [Fact]
    public void Products_of_shifted_gaussians_are_apart_by_the_error_function()
    {
        double[] f = Gaussian(Grid, [0, 0], [1, 1]), other = Gaussian(Grid, [0.3, 0.4], [1, 1]);
        double exact = 2 * (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, Math.Sqrt(0.5) / 2) - 1);
        Close(exact, new PairDistance(Grid).L1(f, PairCorrelation.Zero(Grid), other, PairCorrelation.Zero(Grid)), 2e-3 * exact);
    }

    [Fact]
    public void Correlations_count_on_either_side()
    {
        VelocityGrid grid = new(2, 12, 5);
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair([0.1, 0], [0.8, 0.9], [0.3, -0.2]));
        (double[] f2, double[] g2) = GaussianPair.Sample(grid, new GaussianPair([0, 0.2], [1, 0.7], [-0.1, 0.4]));
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
                sum += Math.Abs(f[i] * f[j] + g[i * grid.Size + j] - f2[i] * f2[j] - g2[i * grid.Size + j]);
        }
        double expected = sum * grid.CellVolume * grid.CellVolume;
        var distance = new PairDistance(grid);
        PairCorrelation own = PairCorrelation.Of(grid, g), second = PairCorrelation.Of(grid, g2);
        Close(expected, distance.L1(f, own, f2, second), 1e-13);
        Close(expected, distance.L1(f2, second, f, own), 1e-13);
        Assert.Equal(0, distance.L1(f, own, f, own));
        Close(g.Sum(Math.Abs) * grid.CellVolume * grid.CellVolume, distance.L1(f, own, f, PairCorrelation.Zero(grid)), 1e-14);
    }
}
