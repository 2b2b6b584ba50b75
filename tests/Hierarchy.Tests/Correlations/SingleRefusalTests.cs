using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Correlations;

/// <summary>An equation that would misread pairs in single precision refuses them, whoever makes it; the others take half the state.</summary>
public sealed class SingleRefusalTests
{
    private static readonly VelocityGrid Grid = new(2, 8, 4);
    private static readonly CollisionOptions Single = new() { SinglePairs = true };

    public static TheoryData<string> Models => [.. ModelRegistry.All.OfType<IGridModel>().Where(model => model.Level == 2).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_takes_single_precision_or_says_that_it_does_not(string name)
    {
        var model = (IGridModel)ModelRegistry.Find(name)!;
        ParticleNumber[] numbers = [.. ((ParticleNumber[])[new(2), new(3), new(4), ParticleNumber.Infinity]).Where(number => model.Excludes(number, 2) is null)];
        foreach (ParticleNumber number in numbers)
        {
            // Without an array over the pairs there is nothing to keep in single precision.
            if (!model.HoldsPairs && name != "cluster-lowrank")
                continue;
            // The Liouville equation of two particles is the cluster closure.
            if (!model.TakesSinglePairs && (name, number.Value) is not ("liouville", 2))
            {
                ArgumentException error = Assert.Throws<ArgumentException>(() => model.Close(Grid, new CollisionKernel(-3, 1), number, Single));
                Assert.Contains("double precision", error.Message, StringComparison.Ordinal);
                continue;
            }
            using IKineticEquation equation = model.Close(Grid, new CollisionKernel(-3, 1), number, Single);
            double[] state = new double[equation.Length];
            equation.SetChaotic(Equations.PairMoments.Gaussians(Grid, (1, [0, 0], [0.6, 0.5])), state);
            double[] derivative = new double[state.Length];
            equation.Evaluate(state, derivative);
            Assert.Equal(Grid.Size + Grid.Size * Grid.Size / 2, state.Length);
            Assert.Equal(Grid.Size * Grid.Size, equation.Correlation(state, number).ToArray().Length);
        }
    }

    /// <summary>The worst value of a state whose pairs are packed is found among its values, not among the doubles that hold them.</summary>
    [Fact]
    public unsafe void The_worst_value_is_found_among_packed_ones()
    {
        float[] values = new float[64];
        values[37] = 5;
        var storage = new BlockStorage<Hierarchy.Pairs.SingleValues>();
        fixed (float* pointer = values)
        {
            Assert.Equal((18, 5.0), storage.Worst((double*)pointer, 0, 32));
            values[11] = float.NaN;
            Assert.Equal(5, storage.Worst((double*)pointer, 0, 32).Index);
        }
    }
}
