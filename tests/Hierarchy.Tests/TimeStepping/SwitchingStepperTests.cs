using Hierarchy.TimeStepping;
using Xunit.Abstractions;

namespace Hierarchy.Tests.TimeStepping;

public sealed class SwitchingStepperTests(ITestOutputHelper output)
{
    /// <summary>Tolerance and points of a heat equation whose spectral radius of 4 D (n+1)^2 lies far below, around and far above what accuracy asks for.</summary>
    public static TheoryData<int, double> Cases => new() { { 4, 1e-4 }, { 4, 1e-8 }, { 12, 1e-5 }, { 12, 1e-9 }, { 60, 1e-4 }, { 60, 1e-7 }, { 60, 1e-9 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_costs_little_more_than_the_better_of_the_two_methods(int points, double tolerance)
    {
        (long chosen, double error) = Cost(points, tolerance, null);
        (long pair, _) = Cost(points, tolerance, SteppingMethod.Explicit);
        (long stabilised, _) = Cost(points, tolerance, SteppingMethod.Stabilised);
        output.WriteLine(FormattableString.Invariant($"n {points} tolerance {tolerance:E0}: chosen {chosen}, explicit {pair}, stabilised {stabilised}, error {error:E1}"));
        Assert.InRange(error, 0, tolerance);
        // One evaluation guesses the spectral radius, and some ten estimate it where the guess says that the methods cost about the same.
        Assert.InRange(chosen, 1, 1.05 * Math.Min(pair, stabilised) + 10);
    }

    [Fact]
    public void Output_times_cost_no_evaluation_and_stay_within_the_tolerance()
    {
        foreach (double tolerance in (ReadOnlySpan<double>)[1e-4, 1e-6, 1e-8])
        {
            var heat = new HeatEquation(4, 0.1);
            double[] seldom = heat.Solution(0, 1, 2), often = heat.Solution(0, 1, 2);
            using SwitchingStepper one = Make(heat, tolerance, SteppingMethod.Explicit), many = Make(heat, tolerance, SteppingMethod.Explicit), free = Make(heat, tolerance);
            one.AdvanceTo(2, seldom);
            double error = 0;
            double[] chosen = heat.Solution(0, 1, 2);
            for (int i = 1; i <= 200; i++)
            {
                free.AdvanceTo(i / 100.0, chosen);
                many.AdvanceTo(i / 100.0, often);
                Assert.Equal(i / 100.0, many.Time);
                error = Math.Max(error, TestSystems.Distance(often, heat.Solution(i / 100.0, 1, 2)));
            }
            output.WriteLine(FormattableString.Invariant($"tolerance {tolerance:E0} error {error:E2} evaluations {many.Statistics.Evaluations}"));
            Assert.InRange(free.Statistics.Evaluations, 1, 1.05 * one.Statistics.Evaluations + 7);
            Assert.Equal(one.Statistics.Evaluations, many.Statistics.Evaluations);
            Assert.InRange(TestSystems.Distance(seldom, often), 0, tolerance);
            Assert.InRange(error, 0.003 * tolerance, tolerance);
        }
    }

    /// <summary>
    /// A decaying mode beside others that grow stiff at time 1 and mild again at time 2.5; a run that is saved after every step, and at every output, and
    /// restored each time.
    /// </summary>
    [Fact]
    public void A_run_that_is_restored_again_and_again_has_the_bits_of_a_straight_one()
    {
        double[] times = [.. Enumerable.Range(1, 40).Select(i => i * 0.1)];
        double[] straight = [0, 1, 1], whole = [0, 1, 1], split = [0, 1, 1];
        using SwitchingStepper stepper = Make(Stiffening(), 1e-6), first = Make(Stiffening(), 1e-6);
        first.AdvanceTo(4, whole);
        StepperState saved = default;
        double[] kept = [.. split];
        foreach (double time in times)
        {
            stepper.AdvanceTo(time, straight);
            using SwitchingStepper part = Make(Stiffening(), 1e-6);
            part.Restore(saved);
            kept.CopyTo(split, 0);
            using var source = new CancellationTokenSource();
            part.OnStep = _ => source.Cancel();
            try
            {
                part.AdvanceTo(time, split, source.Token);
            }
            catch (OperationCanceledException)
            {
                part.Rewind(split);
                kept = [.. split];
                using SwitchingStepper again = Make(Stiffening(), 1e-6);
                again.Restore(part.Save());
                kept.CopyTo(split, 0);
                again.AdvanceTo(time, split);
                Assert.Equal(straight, split);
                again.Rewind(split);
                (kept, saved) = ([.. split], again.Save());
                continue;
            }
            Assert.Equal(straight, split);
            part.Rewind(split);
            (kept, saved) = ([.. split], part.Save());
            Assert.Equal(stepper.Save(), saved);
        }
        output.WriteLine(stepper.Statistics.ToString());
        Assert.InRange(stepper.Statistics.Switches, 2, 6);
        Assert.InRange(stepper.Statistics.Evaluations, 100, 5000);
        Assert.InRange(stepper.Statistics.ExplicitSteps, 10, stepper.Statistics.Steps - 10);
        Assert.InRange(Math.Abs(straight[1] - Math.Exp(-4)), 0, 1e-6);
        Assert.InRange(TestSystems.Distance(straight, whole), 0, 1e-6);
    }

    [Fact]
    public void Statistics_agree_with_what_the_system_saw()
    {
        FunctionSystem system = Stiffening();
        double[] state = [0, 1, 1];
        using SwitchingStepper stepper = Make(system, 1e-6);
        var steps = new List<StepProgress>();
        stepper.OnStep = steps.Add;
        stepper.AdvanceTo(4, state);
        Assert.Equal(system.Evaluations, stepper.Statistics.Evaluations);
        Assert.Equal(steps.Count, stepper.Statistics.Steps);
        Assert.Equal(steps.Sum(step => step.Stages), stepper.Statistics.Stages);
        Assert.All(steps, step => Assert.InRange(step.Error, 0, 1));
    }

    [Fact]
    public void The_state_of_a_stepper_is_written_and_read()
    {
        double[] state = [0, 1, 1];
        using SwitchingStepper stepper = Make(Stiffening(), 1e-6);
        stepper.AdvanceTo(2, state);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            stepper.Save().Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Equal(stepper.Save(), StepperState.Read(reader));
    }

    [Fact]
    public void A_failure_keeps_the_last_good_state()
    {
        var system = new FunctionSystem(1, (y, d) => d[0] = y[0] > 2 ? double.NaN : 1);
        double[] state = [1];
        using SwitchingStepper stepper = Make(system, 1e-6);
        var failure = Assert.Throws<NumericalFailureException>(() => stepper.AdvanceTo(3, state));
        Assert.InRange(state[0], 1, 2);
        Assert.Equal(1 + failure.Time, state[0], 1e-12);
        Assert.Equal(failure.Time, stepper.Time);
    }

    private static SwitchingStepper Make(IEvolutionSystem system, double tolerance, SteppingMethod? only = null) =>
        new(system, new StepperOptions { Tolerance = tolerance }, only);

    private static (long Evaluations, double Error) Cost(int points, double tolerance, SteppingMethod? only)
    {
        var heat = new HeatEquation(points, 0.1);
        double[] state = heat.Solution(0, 1, 2);
        using SwitchingStepper stepper = Make(heat, tolerance, only);
        stepper.AdvanceTo(2, state);
        return (stepper.Statistics.Evaluations, TestSystems.Distance(state, heat.Solution(2, 1, 2)));
    }

    /// <summary>y0 is the time, y1 decays, y2 follows 1 / (1 + y1) at a rate that is 10 but for times between 1 and 2.5, when it is 3000.</summary>
    private static FunctionSystem Stiffening() => new(3, (y, d) =>
    {
        double rate = 10 + 1500 * (Math.Tanh(20 * (y[0] - 1)) - Math.Tanh(20 * (y[0] - 2.5)));
        (d[0], d[1], d[2]) = (1, -y[1], -rate * (y[2] - 1 / (1 + y[1])));
    });
}
