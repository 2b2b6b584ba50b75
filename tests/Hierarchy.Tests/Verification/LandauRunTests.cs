using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;
using Xunit.Abstractions;

namespace Hierarchy.Tests.Verification;

/// <summary>Whole runs of the Landau equation against exact solutions.</summary>
public sealed class LandauRunTests(ITestOutputHelper output)
{
    /// <summary>BKW, d = 2, Lambda = 1/16, C = 1/2, t in [0, 5]: relative to the largest value of the exact solution at the time.</summary>
    [Theory]
    [InlineData(32, 6, 1e-8, 2e-6)]
    [InlineData(48, 7, 1e-8, 1e-8)]
    [InlineData(64, 8, 1e-9, 1e-9)]
    public void Planar_bkw_solution_is_reached(int points, double halfWidth, double tolerance, double bound)
    {
        VelocityGrid grid = new(2, points, halfWidth);
        double worst = 0;
        double drift = Run(grid, new CollisionKernel(0, 1.0 / 16), tolerance, [0.25, 0.5, 1, 2, 3, 4, 5], (time, state) =>
        {
            double[] exact = ExactRates.Sample(grid, new BkwDensity(2, 1.0 / 16, 0.5, time));
            worst = Math.Max(worst, ExactRates.RelativeMaximum(state, exact));
        }, new BkwDensity(2, 1.0 / 16, 0.5, 0));
        output.WriteLine(FormattableString.Invariant($"error {worst:E2}, drift {drift:E2}"));
        Assert.InRange(worst, 0, bound);
        Assert.InRange(drift, 0, 1e-13);
    }

    /// <summary>BKW, d = 3, Lambda = 1/24, C = 1, from t = 5.5 to 6.</summary>
    [Theory]
    [InlineData(24, 5, 2e-5)]
    [InlineData(32, 6, 2e-7)]
    public void Spatial_bkw_solution_is_reached(int points, double halfWidth, double bound)
    {
        VelocityGrid grid = new(3, points, halfWidth);
        double worst = 0;
        double drift = Run(grid, new CollisionKernel(0, 1.0 / 24), 1e-7, [0.1, 0.25, 0.5], (time, state) =>
        {
            double[] exact = ExactRates.Sample(grid, new BkwDensity(3, 1.0 / 24, 1, 5.5 + time));
            worst = Math.Max(worst, ExactRates.RelativeL2(state, exact));
        }, new BkwDensity(3, 1.0 / 24, 1, 5.5));
        output.WriteLine(FormattableString.Invariant($"error {worst:E2}, drift {drift:E2}"));
        Assert.InRange(worst, 0, bound);
        Assert.InRange(drift, 0, 1e-13);
    }

    /// <summary>
    /// H = int f log f and I = int |grad f|^2/f of the planar BKW solution, from t = 0, where the density vanishes at the origin, to t = 5.
    /// </summary>
    [Fact]
    public void Entropy_and_fisher_information_of_the_planar_bkw_solution()
    {
        VelocityGrid grid = new(2, 48, 6);
        Dictionary<double, (double H, double I)> table = new()
        {
            [0] = (-2.72194555, 4),
            [1] = (-2.78904929, 2.60142341),
            [2] = (-2.81419239, 2.26003120),
            [5] = (-2.83423588, 2.03386282),
        };
        Run(grid, new CollisionKernel(0, 1.0 / 16), 1e-9, [0, 1, 2, 5], (time, state) =>
        {
            List<QuantityValue> values = [];
            Observation observation = new() { Grid = grid, Model = "landau", Particles = ParticleNumber.Infinity, Time = time, Density = state };
            new OneParticleInformation().Evaluate(observation, values);
            double h = values.Single(value => value.Name == "entropy_1").Value, i = values.Single(value => value.Name == "fisher_1").Value;
            output.WriteLine(FormattableString.Invariant($"t={time} H {h - table[time].H:E2} I {i - table[time].I:E2}"));
            Assert.Equal(table[time].H, h, 1e-6);
            Assert.Equal(table[time].I, i, 1e-6);
        }, new BkwDensity(2, 1.0 / 16, 0.5, 0));
    }

    /// <summary>Lemou's datum, d = 3, gamma = 0, Lambda = 1: the amplitude of the polynomial falls by exp(-8 t).</summary>
    [Fact]
    public void Lemou_datum_decays_as_it_should()
    {
        VelocityGrid grid = new(3, 24, 6);
        double worst = 0;
        double drift = Run(grid, new CollisionKernel(0, 1), 1e-6, [0.05, 0.1, 0.2], (time, state) =>
            worst = Math.Max(worst, ExactRates.RelativeMaximum(state, ExactRates.Sample(grid, new LemouDensity(3, 1, time)))), new LemouDensity(3, 1, 0));
        output.WriteLine(FormattableString.Invariant($"error {worst:E2}, drift {drift:E2}"));
        Assert.InRange(worst, 0, 1e-5);
        Assert.InRange(drift, 0, 1e-13);
    }

    /// <summary>gamma = 0: Sigma(t) = Sigma_inf + (Sigma_0 - Sigma_inf) exp(-4 d Lambda t), any datum.</summary>
    [Theory]
    [InlineData(2, 48, 8, 1e-8)]
    [InlineData(3, 24, 6, 2e-5)]
    public void The_covariance_decays_exponentially(int dimension, int points, double halfWidth, double bound)
    {
        double[] covariance = dimension == 2 ? [1.3, 0.2, 0.2, 0.7] : [1.2, 0.2, 0.1, 0.2, 1, -0.1, 0.1, -0.1, 0.8];
        const double strength = 0.1;
        VelocityGrid grid = new(dimension, points, halfWidth);
        double worst = 0;
        Run(grid, new CollisionKernel(0, strength), 1e-8, [0.25, 1], (time, state) =>
        {
            for (int a = 0; a < dimension; a++)
            {
                for (int b = 0; b < dimension; b++)
                {
                    double limit = a == b ? 1 : 0, exact = limit + (covariance[a * dimension + b] - limit) * Math.Exp(-4 * dimension * strength * time);
                    worst = Math.Max(worst, Math.Abs(ExactRates.SecondMoment(grid, state, a, b) - exact));
                }
            }
        }, new GaussianDensity(new double[dimension], covariance));
        output.WriteLine(FormattableString.Invariant($"error {worst:E2}"));
        Assert.InRange(worst, 0, bound);
    }

    /// <summary>H falls at every output time, for every gamma, from two beams, and the run conserves.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_entropy_falls(double gamma)
    {
        VelocityGrid grid = new(2, 40, 7);
        double previous = double.PositiveInfinity;
        double drift = Run(grid, new CollisionKernel(gamma, 0.2), 1e-7, [0, 0.1, 0.2, 0.4, 0.8], (time, state) =>
        {
            double h = EntropyAndFisher(grid, state).H;
            Assert.True(h < previous - 1e-6, $"H = {h:R} at t = {time} after {previous:R}");
            previous = h;
        }, GaussianDensity.Isotropic([1, 0.2], 0.5, 0.5), GaussianDensity.Isotropic([-1, -0.2], 0.7, 0.5));
        Assert.InRange(drift, 0, 1e-13);
    }

    /// <summary>Planar gamma = -3, Lambda = 1/16, two unit beams at (-2, 1) and (0, -1): H and I of the datum and of the Maxwellian it goes to.</summary>
    [Fact]
    public void The_two_beam_datum_has_the_listed_functionals()
    {
        VelocityGrid grid = new(2, 64, 9);
        double[] state = ExactRates.Sample(grid, GaussianDensity.Isotropic([-2, 1], 1, 0.5), GaussianDensity.Isotropic([0, -1], 1, 0.5));
        (double h, double i) = EntropyAndFisher(grid, state);
        Assert.Equal(-3.33794920, h, 1e-8);
        Assert.Equal(1.53796356, i, 1e-8);
        (double limit, double fisher) = EntropyAndFisher(grid, DiscreteMaxwellian.Fit(grid, GridMoments.Of(grid, state)));
        Assert.Equal(-3.53102425, limit, 1e-7);
        Assert.Equal(1, fisher, 5e-6);
    }

    /// <summary>What the corrections buy: without them a Maxwellian on a coarse grid moves and mass and energy drift; with them neither.</summary>
    [Theory]
    [InlineData(2, -3)]
    [InlineData(2, 0)]
    [InlineData(3, -3)]
    public void A_maxwellian_stays_put_over_a_run(int dimension, double gamma)
    {
        VelocityGrid grid = new(dimension, 16, 4);
        double[] mean = [0.3, -0.2, 0.1];
        GaussianDensity maxwellian = GaussianDensity.Isotropic(mean.AsSpan(0, dimension), 0.8);
        (double change, double drift) = Move(new CollisionOptions());
        Assert.InRange(change, 0, 1e-13);
        Assert.InRange(drift, 0, 1e-13);
        (change, drift) = Move(new CollisionOptions { Conservative = false, EquilibriumPreserving = false });
        output.WriteLine(FormattableString.Invariant($"without: change {change:E2}, drift {drift:E2}"));
        Assert.InRange(change, 1e-7, 1);
        Assert.InRange(drift, 1e-7, 1);

        (double Change, double Drift) Move(CollisionOptions options)
        {
            double moved = 0;
            double[] start = ExactRates.Sample(grid, maxwellian);
            double lost = Run(grid, new CollisionKernel(gamma, 0.1), 1e-12, [1], (_, state) => moved = ExactRates.RelativeMaximum(state, start), options, maxwellian);
            return (moved, lost);
        }
    }

    private static double Run(VelocityGrid grid, CollisionKernel kernel, double tolerance, double[] times, Action<double, double[]> visit, params IInitialDensity[] datum) =>
        Run(grid, kernel, tolerance, times, visit, new CollisionOptions(), datum);

    /// <summary>Runs, and returns the largest drift of mass, momentum (over sqrt(mass energy)) and energy.</summary>
    private static double Run(
        VelocityGrid grid, CollisionKernel kernel, double tolerance, double[] times, Action<double, double[]> visit, CollisionOptions options, params IInitialDensity[] datum)
    {
        double[] density = ExactRates.Sample(grid, datum), state = new double[grid.Size];
        using LandauEquation equation = new(grid, kernel, options);
        equation.SetChaotic(density, state);
        using StabilisedStepper stepper = new(equation, new StepperOptions { Tolerance = tolerance });
        GridMoments first = GridMoments.Of(grid, state);
        double drift = 0;
        foreach (double time in times)
        {
            stepper.AdvanceTo(time, state);
            GridMoments now = GridMoments.Of(grid, state);
            drift = Math.Max(drift, Math.Max(Math.Abs(now.Mass / first.Mass - 1), Math.Abs(now.Energy / first.Energy - 1)));
            for (int a = 0; a < grid.Dimension; a++)
                drift = Math.Max(drift, Math.Abs(now.Momentum[a] - first.Momentum[a]) / Math.Sqrt(first.Mass * first.Energy));
            visit(time, state);
        }
        return drift;
    }

    /// <summary>H and I by plain sums over the points where f is positive.</summary>
    private static (double H, double I) EntropyAndFisher(VelocityGrid grid, double[] density)
    {
        double[] gradient = new double[grid.Dimension * grid.Size];
        using SpectralDerivative derivative = new(grid);
        derivative.Gradient(density, gradient);
        double entropy = 0, fisher = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            // Below this the density is round-off of the transforms and its gradient is noise.
            if (density[i] < 1e-11)
                continue;
            entropy += grid.CellVolume * density[i] * Math.Log(density[i]);
            for (int a = 0; a < grid.Dimension; a++)
                fisher += grid.CellVolume * gradient[a * grid.Size + i] * gradient[a * grid.Size + i] / density[i];
        }
        return (entropy, fisher);
    }
}
