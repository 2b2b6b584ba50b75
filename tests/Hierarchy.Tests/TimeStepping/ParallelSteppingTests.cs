using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.TimeStepping;

/// <summary>Tests that change the number of threads, or count allocations.</summary>
[Collection("WorkCrew")]
public sealed class ParallelSteppingTests
{
    private const int Length = 50_003;

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        int before = WorkCrew.Threads;
        try
        {
            (double[] state, StepperState stepper) = Run(1);
            foreach (int threads in (int[])[2, 3, 5])
            {
                (double[] other, StepperState otherStepper) = Run(threads);
                Assert.Equal(state, other);
                Assert.Equal(stepper, otherStepper);
            }
        }
        finally
        {
            WorkCrew.Threads = before;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing(int threads)
    {
        int before = WorkCrew.Threads;
        try
        {
            WorkCrew.Threads = threads;
            using var stepper = new StabilisedStepper(new Waves(), new StepperOptions { Tolerance = 1e-6, SpectralRadiusInterval = 3 });
            double[] state = Start();
            stepper.AdvanceTo(0.5, state);
            for (int s = StabilityPolynomial.FewestStages; s <= 60; s++)
                StabilisedScheme.For(s);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            stepper.AdvanceTo(1, state);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
        finally
        {
            WorkCrew.Threads = before;
        }
    }

    private static (double[] State, StepperState Stepper) Run(int threads)
    {
        WorkCrew.Threads = threads;
        using var stepper = new StabilisedStepper(new Waves(), new StepperOptions { Tolerance = 1e-6, InitialStep = 2 });
        double[] state = Start();
        stepper.AdvanceTo(1, state);
        Assert.True(stepper.Statistics.Rejected > 0);
        return (state, stepper.Save());
    }

    private static double[] Start() => [.. Enumerable.Range(0, Length).Select(i => 1 + 0.5 * Math.Sin(0.001 * i))];

    /// <summary>Logistic components with rates from 1 to 200, in three blocks of uneven length.</summary>
    private sealed class Waves : IEvolutionSystem
    {
        public int Length => ParallelSteppingTests.Length;

        public IReadOnlyList<StateBlock> Blocks { get; } = [new("a", 0, 10_001, 1), new("b", 10_001, 1, 0.5), new("c", 10_002, 40_001, 2)];

        public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            for (int i = 0; i < state.Length; i++)
                derivative[i] = (1 + 199.0 * i / state.Length) * state[i] * (1 - state[i]);
        }
    }
}
