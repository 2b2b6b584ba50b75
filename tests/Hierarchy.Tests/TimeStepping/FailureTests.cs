using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

public sealed class FailureTests
{
    /// <summary>y' = y^2 from 1 blows up at t = 1; beside it a harmless component.</summary>
    [Fact]
    public void Blow_up_keeps_the_last_good_state()
    {
        var system = new FunctionSystem(2, (y, d) => (d[0], d[1]) = (-y[0], y[1] * y[1]),
            new StateBlock("calm", 0, 1, 1), new StateBlock("explosive", 1, 1, 1));
        double[] state = [1, 1];
        using var stepper = new StabilisedStepper(system, new StepperOptions { Tolerance = 1e-6 });
        var failure = Assert.Throws<NumericalFailureException>(() => stepper.AdvanceTo(2, state));
        Assert.Equal("explosive", failure.Quantity);
        Assert.Equal(stepper.Time, failure.Time);
        Assert.InRange(failure.Time, 0.99, 1.0001);
        Assert.Contains("explosive", failure.Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(state[1]) && state[1] > 50);
        Assert.Equal(Math.Exp(-failure.Time), state[0], 1e-6);
    }

    /// <summary>F is undefined beyond y = 2, which y' = 1 reaches at t = 1 however short the steps are.</summary>
    [Fact]
    public void Undefined_values_keep_the_last_good_state()
    {
        var system = new FunctionSystem(1, (y, d) => d[0] = y[0] > 2 ? double.NaN : 1);
        double[] state = [1];
        using var stepper = new StabilisedStepper(system, new StepperOptions());
        var failure = Assert.Throws<NumericalFailureException>(() => stepper.AdvanceTo(3, state));
        Assert.Equal("y", failure.Quantity);
        Assert.InRange(state[0], 1, 2);
        Assert.Equal(1 + failure.Time, state[0], 1e-12);
        Assert.Equal(failure.Time, stepper.Time);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Undefined_initial_values_fail_at_once(double value)
    {
        var system = new FunctionSystem(3, (y, d) => y.CopyTo(d), new StateBlock("first", 0, 2, 1), new StateBlock("second", 2, 1, 1));
        double[] state = [1, 1, value];
        using var stepper = new StabilisedStepper(system, new StepperOptions());
        stepper.Start(0.5);
        var failure = Assert.Throws<NumericalFailureException>(() => stepper.AdvanceTo(1, state));
        Assert.Equal((0.5, "second"), (failure.Time, failure.Quantity));
        Assert.Equal([1, 1, value], state);
    }

    [Fact]
    public void Too_many_steps_are_refused()
    {
        var heat = new HeatEquation(60, 0.1);
        double[] state = heat.Solution(0, 1);
        using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = 1e-8, MaximumSteps = 7 });
        var failure = Assert.Throws<NumericalFailureException>(() => stepper.AdvanceTo(1, state));
        Assert.Equal(nameof(StepperOptions.MaximumSteps), failure.Quantity);
        Assert.Equal(7, stepper.Statistics.Steps + stepper.Statistics.Rejected);
        Assert.InRange(TestSystems.Distance(state, heat.Solution(failure.Time, 1)), 0, 1e-8);
    }

    [Fact]
    public void Cancellation_leaves_the_state_of_the_last_step()
    {
        var heat = new HeatEquation(60, 0.1);
        double[] state = heat.Solution(0, 1);
        using var source = new CancellationTokenSource();
        using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = 1e-8 });
        stepper.OnStep = p =>
        {
            if (p.Time > 0.3)
                source.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => stepper.AdvanceTo(1, state, source.Token));
        Assert.InRange(stepper.Time, 0.3, 0.5);
        Assert.InRange(TestSystems.Distance(state, heat.Solution(stepper.Time, 1)), 0, 1e-8);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var system = new FunctionSystem(2, (_, d) => d.Clear());
        using var stepper = new StabilisedStepper(system, new StepperOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.AdvanceTo(-1, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.AdvanceTo(double.NaN, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.Start(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => stepper.AdvanceTo(1, new double[3]));
        StepperOptions[] faults =
        [
            new() { Tolerance = 1e-14 }, new() { Tolerance = 0.2 }, new() { Tolerance = double.NaN }, new() { InitialStep = 0 }, new() { MaximumStep = -1 },
            new() { MaximumSteps = 0 }, new() { Safety = 1 }, new() { SpectralRadiusSafety = 0.9 }, new() { SpectralRadiusInterval = 0 },
        ];
        Assert.All(faults, o => Assert.Throws<ArgumentOutOfRangeException>(() => new StabilisedStepper(system, o)));
    }

    [Theory]
    [InlineData(0, 1, 1.0)]
    [InlineData(1, 1, 1.0)]
    [InlineData(0, 2, 0.0)]
    [InlineData(0, 2, double.NaN)]
    public void Blocks_must_cover_the_state_with_positive_scales(int start, int length, double scale)
    {
        var system = new FunctionSystem(2, (_, d) => d.Clear(), new StateBlock("odd", start, length, scale));
        Assert.Throws<ArgumentException>(() => new StabilisedStepper(system, new StepperOptions()));
    }

    /// <summary>F = 0 and F constant have no stiffness and no error: the steps grow without limit.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Constant_slopes_are_exact(double slope)
    {
        var system = new FunctionSystem(3, (_, d) => d.Fill(slope));
        double[] state = [1, 2, 3];
        using var stepper = new StabilisedStepper(system, new StepperOptions { Tolerance = 1e-8 });
        stepper.AdvanceTo(1000, state);
        Assert.InRange(TestSystems.Distance(state, [1 + 1000 * slope, 2 + 1000 * slope, 3 + 1000 * slope]), 0, 1e-9);
        Assert.InRange(stepper.Statistics.Steps, 1, 60);
    }
}
