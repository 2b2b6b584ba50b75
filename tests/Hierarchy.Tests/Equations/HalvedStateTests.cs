using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>
/// Of a long state with a symmetry a step keeps its beginning in half the memory, since every value of a pair stands twice, and uses the array of the state
/// itself. Steps, rejected and interrupted ones too, are to the last bit those that keep it whole.
/// </summary>
public sealed class HalvedStateTests
{
    public static TheoryData<string, int, bool> Groups => new()
    {
        { "all", 2, false }, { "mirrors", 2, false }, { "turns", 2, false }, { "all", 3, false }, { "turns", 3, false }, { "cyclic", 3, false }, { "all", 2, true },
            { "turns", 3, true },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void Steps_are_the_same_to_the_last_bit(string group, int dimension, bool single)
    {
        using IKineticEquation equation = Make(group, dimension, single, out double[] start);
        double[] whole = [.. start], halved = [.. start];
        var options = new StepperOptions { Tolerance = 1e-6, InitialStep = 2 };
        using var keepsAll = new StabilisedStepper(equation, options);
        keepsAll.AdvanceTo(0.5, whole);
        using var keepsHalf = new StabilisedStepper(new StepControl(equation, options), equation.Blocks, mostWhole: 0);
        keepsHalf.AdvanceTo(0.5, halved);
        Assert.True(keepsHalf.Statistics.Rejected > 0);
        Assert.Equal(whole, halved);
        Assert.Equal(keepsAll.Save(), keepsHalf.Save());
        Assert.Equal((4, 3), (keepsAll.WorkArrays, keepsHalf.WorkArrays));
    }

    [Fact]
    public void A_state_comes_back_to_the_last_bit_when_a_step_is_interrupted()
    {
        using IKineticEquation equation = Make("all", 2, false, out double[] start);
        using var keepsHalf = new StabilisedStepper(new StepControl(equation, new StepperOptions { Tolerance = 1e-6 }), equation.Blocks, mostWhole: 0);
        keepsHalf.AdvanceTo(0.1, start);
        double[] before = [.. start];
        StepperState saved = keepsHalf.Save();
        for (int after = 1; after < 400; after += 97)
        {
            using var stop = new CancellationTokenSource();
            int evaluations = 0;
            using var interrupted = new StabilisedStepper(new StepControl(new Counting(equation, () => { if (++evaluations == after) stop.Cancel(); }),
                new StepperOptions { Tolerance = 1e-6 }), equation.Blocks, mostWhole: 0);
            interrupted.Restore(saved);
            double[] state = [.. before];
            using (WorkCrew.StopWith(stop.Token))
                Assert.ThrowsAny<OperationCanceledException>(() => interrupted.AdvanceTo(40, state, stop.Token));
            double[] straight = [.. before];
            Replay(equation, saved, straight, interrupted.Time);
            Assert.Equal(straight, state);
        }
    }

    /// <summary>The steps from a saved state to a time that is the end of one.</summary>
    private static void Replay(IKineticEquation equation, StepperState saved, double[] state, double reached)
    {
        using var stop = new CancellationTokenSource();
        using var again = new StabilisedStepper(new StepControl(equation, new StepperOptions { Tolerance = 1e-6 }), equation.Blocks);
        again.Restore(saved);
        again.OnStep = progress => { if (progress.Time >= reached) stop.Cancel(); };
        if (reached > saved.Time)
            Assert.ThrowsAny<OperationCanceledException>(() => again.AdvanceTo(40, state, stop.Token));
        Assert.Equal(reached, again.Time);
    }

    /// <summary>The norm of negative order works in a part of the columns at a time; it is that of all values, which know no symmetry.</summary>
    [Theory]
    [InlineData("all", 2)]
    [InlineData("turns", 3)]
    public void The_norm_of_negative_order_does_not_need_all_columns_at_once(string group, int dimension)
    {
        using IKineticEquation equation = Make(group, dimension, false, out double[] state);
        using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = 1e-4 });
        stepper.AdvanceTo(0.1, state);
        PairCorrelation reduced = equation.Correlation(state, equation.Particles), whole = PairCorrelation.Of(equation.Grid, reduced.ToArray());
        double[] density = equation.Density(state, equation.Particles).ToArray();
        double expected = Norm(new ChaosSobolev(), whole);
        foreach (long held in (long[])[1, 12 * equation.Grid.Size, ChaosSobolev.MostHeld])
            Assert.Equal(expected, Norm(new ChaosSobolev(held), reduced), 1e-11 * expected);

        double Norm(ChaosSobolev diagnostic, PairCorrelation correlation)
        {
            List<QuantityValue> values = [];
            diagnostic.Evaluate(new Observation
            {
                Grid = equation.Grid,
                Model = "cluster",
                Particles = equation.Particles,
                Time = 0.1,
                Density = density,
                Correlation = correlation,
            }, values);
            return values[0].Value;
        }
    }

    private static IKineticEquation Make(string group, int dimension, bool single, out double[] state)
    {
        var grid = new VelocityGrid(dimension, 8, 4.5);
        var orbits = new VelocityOrbits(grid, [.. AxisSymmetry.All(dimension).Where(s => group switch
        {
            "mirrors" => Enumerable.Range(0, dimension).All(a => s.Axis(a) == a),
            "turns" => s.Determinant == 1,
            "cyclic" => Enumerable.Range(0, 3).All(a => s.Sign(a) == 1 && s.Axis(a) == (s.Axis(0) + a) % 3),
            _ => true,
        })]);
        IKineticEquation equation = ((IGridModel)ModelRegistry.Find("cluster")!).Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(4),
            new CollisionOptions { Orbits = orbits, SinglePairs = single });
        double[] density = [.. Enumerable.Range(0, grid.Size).Select(i => Math.Exp(-grid.SpeedSquared(i) / 2) + Math.Exp(-grid.SpeedSquared(i)))];
        state = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(density), state);
        return equation;
    }

    /// <summary>Tells of every evaluation.</summary>
    private sealed class Counting(IKineticEquation equation, Action tell) : IEvolutionSystem
    {
        public int Length => equation.Length;

        public IReadOnlyList<StateBlock> Blocks => equation.Blocks;

        public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            tell();
            equation.Evaluate(state, derivative);
        }
    }
}
