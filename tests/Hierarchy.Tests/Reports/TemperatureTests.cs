using Hierarchy.Cli.Plots.Figures;
using Hierarchy.Results;

namespace Hierarchy.Tests.Reports;

/// <summary>Relaxation of temperatures: the rate of Spitzer against the collision integral, and the fit.</summary>
public sealed class TemperatureTests
{
    /// <summary>
    /// For Gaussians z = v1 - v2 is Gaussian of twice the covariance, and dT_par/dt = 2 Lambda E[1/|z| - 3 z_par^2/|z|^3]: with q = mu^2/(4 T_par) + (1 -
    /// mu^2)/(4 T_perp) the radial integral is elementary and leaves 2 Lambda pi/((4 pi)^(3/2) T_par^(1/2) T_perp) int_-1^1 (1 - 3 mu^2)/q dmu, here by
    /// Simpson's rule.
    /// </summary>
    [Theory]
    [InlineData(1, 1.8, 0.6)]
    [InlineData(1, 0.5, 1.25)]
    [InlineData(0.7, 1, 1.004)]
    [InlineData(2, 1, 0.995)]
    public void The_rate_of_Spitzer_is_that_of_the_collision_integral(double strength, double parallel, double perpendicular)
    {
        const int intervals = 4000;
        double sum = 0;
        for (int i = 0; i <= intervals; i++)
        {
            double mu = -1 + 2.0 * i / intervals, q = mu * mu / (4 * parallel) + (1 - mu * mu) / (4 * perpendicular);
            sum += (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2) * (1 - 3 * mu * mu) / q;
        }
        double exact = 2 * strength * Math.PI / (Math.Pow(4 * Math.PI, 1.5) * Math.Sqrt(parallel) * perpendicular) * sum * 2 / intervals / 3;
        double slope = 2 * Temperatures.SpitzerRate(strength, parallel, perpendicular) * (perpendicular - parallel);
        Assert.Equal(exact, slope, 2e-4 * Math.Abs(exact));
    }

    [Fact]
    public void Temperatures_by_that_rate_keep_their_energy_and_meet()
    {
        double[] times = [.. Enumerable.Range(0, 41).Select(i => 0.5 * i)];
        (double[] parallel, double[] perpendicular) = Temperatures.Spitzer(1, times, 1.8, 0.6);
        Assert.All(parallel.Zip(perpendicular), pair => Assert.Equal(3, pair.First + 2 * pair.Second, 1e-12));
        Assert.Equal(1, parallel[^1], 1e-3);
        // Near equality the difference decays at three times the rate of equal temperatures, 4/15 Lambda/sqrt(pi).
        double[] differences = [.. parallel.Zip(perpendicular, (along, across) => along - across)];
        Assert.Equal(Math.Sqrt(Math.PI) / (3 * 4.0 / 15), Temperatures.RelaxationTime(times[20..], differences[20..]), 0.02);
    }

    [Fact]
    public void The_fit_finds_the_time_of_an_exponential_and_none_where_nothing_falls()
    {
        double[] times = [0, 0.5, 1, 2];
        Assert.Equal(0.8, Temperatures.RelaxationTime(times, [.. times.Select(time => -3 * Math.Exp(-time / 0.8))]), 1e-12);
        Assert.Equal(double.NaN, Temperatures.RelaxationTime(times, [1, 2, 3, 4]));
    }

    [Fact]
    public void The_axis_that_stands_out_is_found()
    {
        static TimeSeries Of(double value) => new([0, 1], [value, value], [0, 0], [double.NaN, double.NaN]);
        Assert.Equal(1, Temperatures.Parallel([Of(1), Of(2), Of(1.0001)]));
        Assert.Equal(-1, Temperatures.Parallel([Of(1), Of(1), Of(1)]));
        Assert.Equal(-1, Temperatures.Parallel([Of(1), Of(2), Of(3)]));
    }
}
