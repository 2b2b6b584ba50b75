using Hierarchy.States;
using Hierarchy.TimeStepping;
using Xunit.Abstractions;

namespace Hierarchy.Tests.TimeStepping;

public sealed class StabilisedStepperTests(ITestOutputHelper output)
{
    /// <summary>The error over the whole time stays between these multiples of the tolerance for all of 1e-4..1e-10.</summary>
    [Theory]
    [InlineData(0.02, 1)]
    public void Heat_error_is_proportional_to_the_tolerance(double least, double most)
    {
        for (double tolerance = 1e-4; tolerance > 0.5e-10; tolerance /= 10)
        {
            var heat = new HeatEquation(60, 0.1);
            double[] state = heat.Solution(0, 1, 2, 5);
            using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = tolerance });
            double error = 0;
            for (int i = 1; i <= 8; i++)
            {
                stepper.AdvanceTo(i / 8.0, state);
                error = Math.Max(error, TestSystems.Distance(state, heat.Solution(i / 8.0, 1, 2, 5)));
            }
            Report(tolerance, error, stepper);
            Assert.InRange(error / tolerance, least, most);
        }
    }

    [Theory]
    [InlineData(0.1, 5)]
    public void Brusselator_error_is_proportional_to_the_tolerance(double least, double most)
    {
        double[] start = TestSystems.BrusselatorStart(40);
        double[] reference = TestSystems.Classical(TestSystems.Brusselator(40, 0.02), start, 10, 80000);
        for (double tolerance = 1e-4; tolerance > 0.5e-10; tolerance /= 10)
        {
            double[] state = [.. start];
            using var stepper = new StabilisedStepper(TestSystems.Brusselator(40, 0.02), new StepperOptions { Tolerance = tolerance });
            stepper.AdvanceTo(10, state);
            double error = TestSystems.Distance(state, reference);
            Report(tolerance, error, stepper);
            Assert.InRange(error / tolerance, least, most);
        }
    }

    [Fact]
    public void Output_times_are_hit_exactly_and_do_not_shrink_the_steps()
    {
        double[] times = [.. Enumerable.Range(1, 9).Select(i => i * 0.1), 0.9001, 1.0];
        (double[] one, StepStatistics straight, _) = RunHeat(1.0);
        (double[] two, StepStatistics often, List<StepProgress> steps) = RunHeat(times);
        Assert.InRange(TestSystems.Distance(one, two), 0, 1e-6);
        Assert.InRange(often.Steps, straight.Steps, straight.Steps + 20);
        Assert.All(times, time => Assert.Contains(steps, s => s.Time == time));
        StepProgress[] afterSliver = [.. steps.Where(s => s.Time > 0.9001)];
        Assert.InRange(afterSliver[0].Step, 0.03, 0.1);
        Assert.InRange(often.SmallestStep, 0.9e-4, 1.1e-4);
    }

    [Fact]
    public void Statistics_agree_with_what_the_system_saw()
    {
        FunctionSystem system = TestSystems.Brusselator(40, 0.02);
        double[] state = TestSystems.BrusselatorStart(40);
        var steps = new List<StepProgress>();
        using var stepper = new StabilisedStepper(system, new StepperOptions { Tolerance = 1e-6, InitialStep = 1 }) { OnStep = steps.Add };
        stepper.AdvanceTo(5, state);
        StepStatistics s = stepper.Statistics;
        Assert.Equal(system.Evaluations, s.Evaluations);
        Assert.Equal(steps.Count, s.Steps);
        Assert.Equal(steps.Sum(p => p.Stages), s.Stages);
        Assert.Equal((steps.Min(p => p.Stages), steps.Max(p => p.Stages)), (s.MinimumStages, s.MaximumStages));
        Assert.Equal((steps.Min(p => p.Step), steps.Max(p => p.Step)), (s.SmallestStep, s.LargestStep));
        Assert.Equal(steps.Average(p => p.Stages), s.MeanStages, 1e-12);
        Assert.Equal(5, steps.Sum(p => p.Step), 1e-12);
        Assert.InRange(s.Rejected, 1, 20);
        Assert.InRange(s.SpectralRadiusEvaluations, 4 * (s.Steps / 25), s.Evaluations / 5);
        Assert.All(steps, p => Assert.InRange(p.Error, 0, 1));
        Assert.Equal(4, stepper.WorkArrays);
    }

    [Fact]
    public void A_split_run_equals_a_straight_run_bit_for_bit()
    {
        double[] straight = TestSystems.BrusselatorStart(40), split = TestSystems.BrusselatorStart(40);
        double[] times = [0.37, 1, 1.5, 4];
        var options = new StepperOptions { Tolerance = 1e-6 };
        using var whole = new StabilisedStepper(TestSystems.Brusselator(40, 0.02), options);
        StepperState saved = default;
        foreach (double time in times)
        {
            whole.AdvanceTo(time, straight);
            using var part = new StabilisedStepper(TestSystems.Brusselator(40, 0.02), options);
            part.Restore(saved);
            part.AdvanceTo(time, split);
            saved = part.Save();
            Assert.Equal(straight, split);
            Assert.Equal(whole.Save(), saved);
        }
        Assert.True(whole.Statistics.Steps > 20);
    }

    /// <summary>The estimated spectral radius, with its safety factor, lies a little above the true one.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(400)]
    public void The_spectral_radius_is_estimated_from_above(int points)
    {
        var heat = new HeatEquation(points);
        double[] state = heat.Solution(0, 1);
        using var stepper = new StabilisedStepper(heat, new StepperOptions());
        stepper.AdvanceTo(1e-6, state);
        Assert.InRange(stepper.Save().SpectralRadius / heat.SpectralRadius, 1.0, 1.15);
        Assert.InRange(stepper.Statistics.SpectralRadiusEvaluations, 4, 20);
    }

    [Fact]
    public void A_known_spectral_radius_is_used_and_costs_nothing()
    {
        var system = new BoundedSystem(1, 500, (y, d) => d[0] = -y[0]);
        double[] state = [1];
        using var stepper = new StabilisedStepper(system, new StepperOptions { Tolerance = 1e-8 });
        stepper.AdvanceTo(1, state);
        Assert.Equal(500, stepper.Save().SpectralRadius);
        Assert.Equal(0, stepper.Statistics.SpectralRadiusEvaluations);
        Assert.InRange(Math.Abs(state[0] - Math.Exp(-1)), 1e-11, 1e-8);
    }

    /// <summary>The stiffness of the second component rises from 10 to 10^4 within a tenth of the time: found by the rejected steps, not by the calendar.</summary>
    [Fact]
    public void Rising_stiffness_is_noticed()
    {
        var system = new FunctionSystem(2, (y, d) =>
        {
            double rate = 10 + 5000 * (1 + Math.Tanh(50 * (y[0] - 1)));
            (d[0], d[1]) = (1, -rate * (y[1] - 0.5));
        });
        double[] state = [0, 1];
        using var stepper = new StabilisedStepper(system, new StepperOptions { Tolerance = 1e-5, SpectralRadiusInterval = 1000 });
        stepper.AdvanceTo(3, state);
        Report(1e-5, Math.Abs(state[1] - 0.5), stepper);
        Assert.InRange(Math.Abs(state[1] - 0.5), 0, 1e-5);
        Assert.InRange(Math.Abs(state[0] - 3), 0, 1e-13);
        Assert.InRange(stepper.Save().SpectralRadius, 1.0e4, 1.3e4);
        Assert.InRange(stepper.Statistics.Rejected, 1, 20);
        Assert.InRange(stepper.Statistics.Evaluations, 100, 2500);
    }

    /// <summary>
    /// A slow mode beside a spectral radius of 1600: accuracy alone would allow steps with h rho of some hundreds, at which rounding errors of the stiff modes would exceed
    /// the tolerance. They are held below a tenth of it.
    /// </summary>
    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-9)]
    [InlineData(1e-10)]
    public void Rounding_errors_of_stiff_components_stay_below_the_tolerance(double tolerance)
    {
        var heat = new HeatEquation(200, 0.01);
        double[] state = heat.Solution(0, 1);
        using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = tolerance });
        stepper.AdvanceTo(10, state);
        double stiff = 0;
        for (int mode = 50; mode <= 200; mode++)
        {
            double amplitude = 0;
            for (int i = 0; i < 200; i++)
                amplitude += 2.0 / 201 * state[i] * Math.Sin(mode * Math.PI * (i + 1) / 201);
            stiff += amplitude * amplitude / 2;
        }
        Report(tolerance, Math.Sqrt(stiff), stepper);
        Assert.InRange(Math.Sqrt(stiff), 1e-15, 0.1 * tolerance);
        Assert.Equal(StabilityPolynomial.StagesFor(Math.Sqrt(Math.Sqrt(tolerance / 3e-18))), stepper.Statistics.MaximumStages);
        Assert.InRange(TestSystems.Distance(state, heat.Solution(10, 1)), 0, tolerance);
    }

    [Fact]
    public void Constants_of_the_motion_do_not_drift()
    {
        var system = new BoundedSystem(2, 300, (y, d) => (d[0], d[1]) = (0, -y[1]));
        double[] state = [1 / 3.0, 1];
        using var stepper = new StabilisedStepper(system, new StepperOptions { Tolerance = 1e-3, MaximumStep = 0.01 });
        stepper.AdvanceTo(20, state);
        Assert.InRange(stepper.Statistics.Steps, 2000, 2100);
        Assert.InRange(Math.Abs(3 * state[0] - 1), 0, 2e-14);
    }

    /// <summary>Evaluations for the same error over t in [0, 5] at a spectral radius of 1490, against the classical method at its limit of stability.</summary>
    [Fact]
    public void The_gain_over_the_classical_method()
    {
        var heat = new HeatEquation(60, 0.1);
        int classicalSteps = (int)Math.Ceiling(5 * heat.SpectralRadius / 2.785);
        double classicalError = 0;
        double[] classical = heat.Solution(0, 1, 2, 5);
        for (int i = 1; i <= 50; i++)
        {
            classical = TestSystems.Classical(heat, classical, 0.1, (classicalSteps + 49) / 50);
            classicalError = Math.Max(classicalError, TestSystems.Distance(classical, heat.Solution(0.1 * i, 1, 2, 5)));
        }
        output.WriteLine(FormattableString.Invariant($"classical: error {classicalError:E2}, evaluations {4 * classicalSteps}"));
        foreach ((double tolerance, double gain) in (ReadOnlySpan<(double, double)>)[(1e-4, 14), (1e-6, 9), (1e-8, 5), (3e-9, 4.2)])
        {
            double[] state = heat.Solution(0, 1, 2, 5);
            double error = 0;
            using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = tolerance });
            stepper.OnStep = p => error = Math.Max(error, TestSystems.Distance(state, heat.Solution(p.Time, 1, 2, 5)));
            stepper.AdvanceTo(5, state);
            Report(tolerance, error, stepper);
            Assert.InRange(4.0 * classicalSteps / stepper.Statistics.Evaluations, gain, 2 * gain);
            Assert.InRange(error, 0, Math.Max(tolerance, classicalError));
        }
    }

    private static (double[] State, StepStatistics Statistics, List<StepProgress> Steps) RunHeat(params ReadOnlySpan<double> times)
    {
        var heat = new HeatEquation(60, 0.1);
        double[] state = heat.Solution(0, 1, 2, 5);
        var steps = new List<StepProgress>();
        using var stepper = new StabilisedStepper(heat, new StepperOptions { Tolerance = 1e-6 }) { OnStep = steps.Add };
        foreach (double time in times)
        {
            stepper.AdvanceTo(time, state);
            Assert.Equal(time, stepper.Time);
        }
        return (state, stepper.Statistics, steps);
    }

    private void Report(double tolerance, double error, StabilisedStepper stepper)
    {
        StepStatistics s = stepper.Statistics;
        string stages = FormattableString.Invariant($"{s.MinimumStages}/{s.MeanStages:F1}/{s.MaximumStages}");
        output.WriteLine(FormattableString.Invariant(
            $"tolerance {tolerance:E0} error {error:E2} evaluations {s.Evaluations} ({s.SpectralRadiusEvaluations}) steps {s.Steps} + {s.Rejected} stages {stages}"));
    }
}
