using Hierarchy.Densities;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Densities;

public sealed class PairDataTests
{
    private static readonly VelocityGrid Grid = new(2, 12, 4.5);
    private static readonly double[] First = GridSums.OnGrid(Grid, GaussianDensity.Diagonal([0.7, 0], [0.6, 0.9]));
    private static readonly double[] Second = GridSums.OnGrid(Grid, GaussianDensity.Diagonal([-0.5, 0.4], [0.8, 0.7]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Perturbations_have_no_marginals(bool odd)
    {
        var pair = new PerturbedPair(Grid, First, [1.1, -0.6], odd, 0.4);
        AssertCorrelation(pair.FillRow, First);
    }

    /// <summary>At the bounds f x f + g just touches zero, and beyond them it is negative.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_bounds_of_the_amplitude_are_sharp(bool odd)
    {
        var trial = new PerturbedPair(Grid, First, [1.1, -0.6], odd, 0);
        Assert.True(trial.LeastAmplitude < 0 && trial.LargestAmplitude > 0 && trial.IsAdmissible);
        foreach (double bound in new[] { trial.LeastAmplitude, trial.LargestAmplitude })
        {
            Assert.InRange(LeastRatio(new PerturbedPair(Grid, First, [1.1, -0.6], odd, bound)), -1e-12, 1e-12);
            var beyond = new PerturbedPair(Grid, First, [1.1, -0.6], odd, 1.01 * bound);
            Assert.False(beyond.IsAdmissible);
            Assert.InRange(LeastRatio(beyond), -0.011, -0.009);
        }
    }

    /// <summary>The covariance of the pair: E[p(v1) p(v2)] - E[p]^2 = A (E[p~^2])^2 by plain sums.</summary>
    [Fact]
    public void The_amplitude_is_that_of_the_covariance()
    {
        double Wave(double[] v) => Math.Cos(1.1 * v[0] - 0.6 * v[1]);
        double[] correlation = new double[Grid.Size * Grid.Size];
        Fill(new PerturbedPair(Grid, First, [1.1, -0.6], false, 0.4).FillRow, correlation);
        double mass = GridSums.Integral(Grid, First, _ => 1), mean = GridSums.Integral(Grid, First, Wave) / mass;
        double variance = GridSums.Integral(Grid, First, v => Math.Pow(Wave(v) - mean, 2)), covariance = 0;
        for (int i = 0; i < Grid.Size; i++)
        {
            double[] row = correlation[(i * Grid.Size)..((i + 1) * Grid.Size)];
            covariance += Grid.CellVolume * Wave([Grid.Velocity(i, 0), Grid.Velocity(i, 1)]) * GridSums.Integral(Grid, row, Wave);
        }
        Assert.Equal(0.4 * variance * variance, covariance, 1e-14);
    }

    [Fact]
    public void A_mixture_is_the_sum_of_its_states()
    {
        double[] density = [.. First.Select((value, i) => 0.3 * value + 0.7 * Second[i])];
        double[] correlation = AssertCorrelation(new MixturePair(Grid, [0.3, 0.7], [First, Second]).FillRow, density);
        for (int i = 0; i < Grid.Size; i++)
        {
            for (int j = 0; j < Grid.Size; j++)
            {
                double exact = 0.3 * First[i] * First[j] + 0.7 * Second[i] * Second[j];
                Assert.Equal(exact, density[i] * density[j] + correlation[i * Grid.Size + j], 5e-8);
            }
        }
    }

    [Fact]
    public void A_mixture_of_one_state_is_chaotic()
    {
        double[] correlation = new double[Grid.Size * Grid.Size];
        Fill(new MixturePair(Grid, [0.5, 0.5], [First, First]).FillRow, correlation);
        Assert.InRange(correlation.Max(Math.Abs), 0, 1e-30);
    }

    private static void Fill(Hierarchy.States.CorrelationRow row, double[] correlation)
    {
        for (int i = 0; i < Grid.Size; i++)
            row(i, correlation.AsSpan(i * Grid.Size, Grid.Size));
    }

    private static double LeastRatio(PerturbedPair pair)
    {
        double[] correlation = new double[Grid.Size * Grid.Size];
        Fill(pair.FillRow, correlation);
        double least = double.PositiveInfinity;
        for (int i = 0; i < correlation.Length; i++)
            least = Math.Min(least, 1 + correlation[i] / (First[i / Grid.Size] * First[i % Grid.Size]));
        return least;
    }

    private static double[] AssertCorrelation(Hierarchy.States.CorrelationRow row, double[] density)
    {
        double[] correlation = new double[Grid.Size * Grid.Size];
        Fill(row, correlation);
        double largest = correlation.Max(Math.Abs);
        Assert.True(largest > 1e-4 * density.Max() * density.Max());
        for (int i = 0; i < Grid.Size; i++)
        {
            double marginal = 0;
            for (int j = 0; j < Grid.Size; j++)
            {
                Assert.Equal(correlation[j * Grid.Size + i], correlation[i * Grid.Size + j]);
                marginal += Grid.CellVolume * correlation[i * Grid.Size + j];
            }
            Assert.InRange(Math.Abs(marginal), 0, 1e-14 * largest);
        }
        return correlation;
    }
}
