using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Closures;
using Hierarchy.Tests.Verification;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>Lifting and projecting: the exact factor of Maxwell molecules, order one, and functionals that do not increase in a step of any length.</summary>
public class LiftingTests
{
    /// <summary>gamma = 0: every step multiplies the deviatoric covariance by (1 + exp(-8 d Lambda tau))/2, whatever f is; one step, and four of a quarter.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_step_has_the_exact_factor_of_Maxwell_molecules(int steps)
    {
        const double strength = 1.0 / 16, time = 0.8;
        var grid = new VelocityGrid(2, 24, 6);
        using var equation = new LiftingEquation("lifting", grid, new CollisionKernel(0, strength), new CollisionOptions(), time / steps);
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (1, [0, 0], [1.2, 0.8])), state);
        Evolution.Run(equation, state, 1e-7, [time], _ => { });
        double factor = Math.Pow(0.5 * (1 + Math.Exp(-16 * strength * time / steps)), steps);
        Assert.Equal(1 + 0.2 * factor, PairMoments.Second(grid, state, 0, 0), 5e-6);
        Assert.Equal(1 - 0.2 * factor, PairMoments.Second(grid, state, 1, 1), 5e-6);
    }

    /// <summary>
    /// Successive halvings: order one at gamma = 0; for gamma = -3 in d = 2, where pairs within tau^(1/3) of each other turn by more than the expansion in tau
    /// allows, order one up to a logarithm that shrinks slowly. The extrapolated density is that of the direct solver.
    /// </summary>
    [Theory]
    [InlineData(0, 0.02, 0.95)]
    [InlineData(-3, 0.008, 0.7)]
    public void The_order_is_one(double gamma, double step, double least)
    {
        double time = 4 * step;
        var kernel = new CollisionKernel(gamma, gamma == 0 ? 0.25 : 1);
        double[][] densities = [.. Enumerable.Range(0, 4).Select(k => Run(step / (1 << k), time, kernel))];
        double[] changes = [.. densities.Zip(densities.Skip(1), (coarse, fine) => ExactRates.RelativeL2(coarse, fine))],
            orders = [.. changes.Zip(changes.Skip(1), (coarse, fine) => Math.Log2(coarse / fine))];
        Assert.True(orders[1] >= least && orders[1] <= 1.1 && orders[1] >= orders[0] - 0.05, string.Join(' ', orders));
        using var landau = new LandauEquation(ClosureTrial.Grid, kernel, new CollisionOptions());
        double[] exact = new double[landau.Length];
        landau.SetChaotic(ClosureTrial.Datum, exact);
        Evolution.Run(landau, exact, 1e-7, [time], _ => { });
        double[] extrapolated = [.. densities[3].Zip(densities[2], (fine, coarse) => 2 * fine - coarse)];
        Assert.InRange(ExactRates.RelativeL2(extrapolated, exact) / ExactRates.RelativeL2(densities[0], exact), 0, 0.2);
    }

    /// <summary>Entropy and Fisher information after every step, of a hundredth, a tenth and ten times the time in which f relaxes.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(20)]
    public void Entropy_and_Fisher_information_fall_in_every_step(double step)
    {
        VelocityGrid grid = new(2, 20, 5.5);
        using var equation = new LiftingEquation("lifting", grid, new CollisionKernel(-3, 1), new CollisionOptions(), step);
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (0.5, [1, 0], [0.7, 0.8]), (0.5, [-1, 0], [0.7, 0.8])), state);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-6 });
        stepper.Start(0);
        InformationFunctionals before = InformationFunctionals.Of(grid, state);
        for (int k = 1; k <= 4; k++)
        {
            stepper.AdvanceTo(k * step, state);
            InformationFunctionals now = InformationFunctionals.Of(grid, state);
            Assert.True(now.Entropy < before.Entropy, $"step {k}: entropy {before.Entropy} to {now.Entropy}");
            Assert.True(now.Fisher < before.Fisher, $"step {k}: Fisher information {before.Fisher} to {now.Fisher}");
            before = now;
        }
        Assert.Equal(4, stepper.Statistics.Steps);
    }

    /// <summary>A run that is saved between two steps goes on to the same bits.</summary>
    [Fact]
    public void A_saved_run_goes_on_to_the_last_bit()
    {
        double[] whole = Run(0.03, 0.1), split;
        using LiftingEquation equation = Equation(0.03, out split);
        using IStepper first = equation.CreateStepper(new StepperOptions { Tolerance = 1e-6 }), second = equation.CreateStepper(new StepperOptions { Tolerance = 1e-6 });
        using var stop = new CancellationTokenSource();
        first.Start(0);
        first.OnStep = _ => stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => first.AdvanceTo(0.1, split, stop.Token));
        Assert.InRange(first.Time, 0.02, 0.03);
        second.Restore(first.Save());
        second.AdvanceTo(0.1, split);
        Assert.Equal(whole, split);
    }

    private static double[] Run(double step, double time, CollisionKernel? kernel = null)
    {
        using LiftingEquation equation = Equation(step, out double[] state, kernel);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-6 });
        stepper.Start(0);
        stepper.AdvanceTo(time, state);
        return state;
    }

    private static LiftingEquation Equation(double step, out double[] state, CollisionKernel? kernel = null)
    {
        var equation = new LiftingEquation("lifting", ClosureTrial.Grid, kernel ?? ClosureTrial.Kernel, new CollisionOptions(), step);
        state = new double[equation.Length];
        equation.SetChaotic(ClosureTrial.Datum, state);
        return equation;
    }
}
