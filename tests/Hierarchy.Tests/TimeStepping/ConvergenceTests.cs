using MathNet.Numerics.OdeSolvers;
using Xunit.Abstractions;

namespace Hierarchy.Tests.TimeStepping;

/// <summary>
/// Fixed steps: the observed order and the error constant, always well above rounding errors. The number of stages, on which the constant depends,
/// is held by a bound of the spectral radius that grows as the step shrinks; in the heat equation it falls with the step as in use.
/// </summary>
public sealed class ConvergenceTests(ITestOutputHelper output)
{
    /// <summary>y' = y (1 - y), y = 1 / (1 + 9 exp(-t)); a bound of the spectral radius makes the number of stages constant.</summary>
    [Theory]
    [InlineData(100, 2e-4)]
    [InlineData(2000, 2e-4)]
    public void Logistic_growth(double radius, double constant)
    {
        double Error(double step)
        {
            var system = new BoundedSystem(1, radius / step, (y, d) => d[0] = y[0] * (1 - y[0]));
            double[] state = [0.1];
            system.AdvanceWithFixedSteps(4, step, state);
            return Math.Abs(state[0] - 1 / (1 + 9 * Math.Exp(-4.0)));
        }
        AssertFourthOrder(Error, [0.5, 0.25, 0.125, 0.0625], constant);
    }

    /// <summary>
    /// y' = -y^3, z' = y^2 - z y^2 with y = 1 / sqrt(1 + 2t), z = 1 - (1 - z0) / sqrt(1 + 2t): two coupled components, all eight conditions of order are active.
    /// </summary>
    [Fact]
    public void Coupled_cubic_decay()
    {
        double Error(double step)
        {
            var system = new BoundedSystem(2, 30 / step, (y, d) => (d[0], d[1]) = (-y[0] * y[0] * y[0], y[0] * y[0] * (1 - y[1])));
            double[] state = [1, 3];
            system.AdvanceWithFixedSteps(2, step, state);
            double decay = 1 / Math.Sqrt(5);
            return Math.Max(Math.Abs(state[0] - decay), Math.Abs(state[1] - 1 - 2 * decay));
        }
        AssertFourthOrder(Error, [0.25, 0.125, 0.0625, 0.03125], 1.5e-3);
    }

    /// <summary>Three modes of the semi-discrete heat equation at a spectral radius of 1490: every step is 30 to 500 times the limit of forward Euler.</summary>
    [Fact]
    public void Heat_equation_with_its_exact_discrete_solution()
    {
        var heat = new HeatEquation(60, 0.1);
        double[] exact = heat.Solution(1, 1, 2, 3);
        double Error(double step)
        {
            var system = new FunctionSystem(60, heat.Evaluate);
            double[] state = heat.Solution(0, 1, 2, 3);
            system.AdvanceWithFixedSteps(1, step, state);
            return TestSystems.Distance(state, exact);
        }
        AssertFourthOrder(Error, [1.0 / 10, 1.0 / 20, 1.0 / 40, 1.0 / 80], 4e-2);
    }

    /// <summary>Burgers' equation against the classical method with 40 times as many steps, itself checked on a scalar problem with another library.</summary>
    [Fact]
    public void Burgers_equation()
    {
        double[] start = TestSystems.BurgersStart(40);
        double[] reference = TestSystems.Classical(TestSystems.Burgers(40, 0.1), start, 0.5, 4000);
        double Error(double step)
        {
            double[] state = [.. start];
            new BoundedSystem(40, 20 / step, TestSystems.Burgers(40, 0.1).Evaluate).AdvanceWithFixedSteps(0.5, step, state);
            return TestSystems.Distance(state, reference);
        }
        AssertFourthOrder(Error, [1.0 / 40, 1.0 / 80, 1.0 / 160], 1);
    }

    [Fact]
    public void Brusselator()
    {
        double[] start = TestSystems.BrusselatorStart(40);
        double[] reference = TestSystems.Classical(TestSystems.Brusselator(40, 0.02), start, 2, 10000);
        double Error(double step)
        {
            double[] state = [.. start];
            new BoundedSystem(80, 16 / step, TestSystems.Brusselator(40, 0.02).Evaluate).AdvanceWithFixedSteps(2, step, state);
            return TestSystems.Distance(state, reference);
        }
        AssertFourthOrder(Error, [1.0 / 10, 1.0 / 20, 1.0 / 40, 1.0 / 80], 0.05);
    }

    [Fact]
    public void The_reference_method_agrees_with_another_library()
    {
        double[] other = RungeKutta.FourthOrder(0.1, 0, 4, 41, (_, y) => y * (1 - y));
        double[] own = TestSystems.Classical(new FunctionSystem(1, (y, d) => d[0] = y[0] * (1 - y[0])), [0.1], 4, 40);
        Assert.Equal(other[^1], own[0], 1e-14);
    }

    private void AssertFourthOrder(Func<double, double> error, double[] steps, double constant)
    {
        double[] errors = [.. steps.Select(error)];
        for (int i = 0; i < steps.Length; i++)
            output.WriteLine(FormattableString.Invariant($"step {steps[i]:E2} error {errors[i]:E3} / step^4 {errors[i] / Math.Pow(steps[i], 4):E3}"));
        Assert.All(errors, e => Assert.True(e > 1e-12, "the error is at the level of rounding"));
        double order = Math.Log(errors[^2] / errors[^1]) / Math.Log(steps[^2] / steps[^1]);
        Assert.InRange(order, 3.75, 4.4);
        Assert.InRange(errors[^1] / Math.Pow(steps[^1], 4), constant / 3, constant);
    }
}
