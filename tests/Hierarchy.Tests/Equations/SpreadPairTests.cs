using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>A pair equation whose columns lie on several ranks: the bits of one rank, and the volume that is sent.</summary>
public class SpreadPairTests
{
    [Theory]
    [InlineData("cluster", 2, 12, 3)]
    [InlineData("cluster", 2, 16, 2)]
    [InlineData("cluster", 2, 16, 5)]
    [InlineData("cluster", 2, 8, 2)]
    [InlineData("cluster", 2, 10, 2)]
    [InlineData("cluster", 3, 10, 3)]
    [InlineData("cluster", 3, 8, 3)]
    [InlineData("pair-tensorised", 2, 12, 3)]
    [InlineData("leading-order", 2, 16, 3)]
    [InlineData("regularised", 2, 16, 2)]
    public void A_step_has_the_bits_of_one_rank(string model, int dimension, int points, int ranks)
    {
        (double[] state, StepStatistics statistics) = Advance(model, dimension, points, null);
        (double[] State, StepStatistics Statistics)[] parts = ThreadRanks.Run(ranks, group => Advance(model, dimension, points, group));
        int size = (int)Math.Pow(points, dimension) * (model == "leading-order" ? 2 : 1);
        foreach ((double[] part, StepStatistics own) in parts)
        {
            Assert.Equal(state[..size], part[..size]);
            Assert.Equal(statistics, own);
        }
        Assert.Equal(state[size..], parts.SelectMany(part => part.State[size..]));
        Assert.Contains(state[size..], value => value != 0);
    }

    [Fact]
    public void An_evaluation_sends_two_arrays_less_what_stays()
    {
        const int points = 8, ranks = 4;
        long values = 1L << 18;
        long[] sent = ThreadRanks.Run(ranks, group =>
        {
            using IKineticEquation equation = Make("cluster", 3, points, group);
            double[] state = new double[equation.Length], derivative = new double[equation.Length];
            equation.SetChaotic(Datum(equation.Grid), state);
            long before = group.SentBytes;
            equation.Evaluate(state, derivative);
            return (group.SentBytes - before) / sizeof(double);
        });
        long fields = 14 * 512 / ranks * (ranks - 1) + ranks - 1;
        Assert.All(sent, volume => Assert.Equal(2 * values / ranks * (ranks - 1) / ranks + fields, volume));
    }

    [Fact]
    public void More_ranks_than_units_are_refused()
    {
        var grid = new VelocityGrid(2, 12, 5);
        ArgumentException error = Assert.Throws<ArgumentException>(() => ThreadRanks.Run(4, group => new PairShare(group, grid)));
        Assert.Contains("at most 3 ranks", error.Message, StringComparison.Ordinal);
    }

    private static (double[] State, StepStatistics Statistics) Advance(string model, int dimension, int points, RankGroup? ranks)
    {
        using IKineticEquation equation = Make(model, dimension, points, ranks);
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum(equation.Grid), state);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-5 });
        stepper.Start(0);
        stepper.AdvanceTo(0.2, state);
        return (state, stepper.Statistics);
    }

    private static IKineticEquation Make(string model, int dimension, int points, RankGroup? ranks)
    {
        var grid = new VelocityGrid(dimension, points, 5);
        var options = new CollisionOptions { Share = ranks is null ? null : new PairShare(ranks, grid) };
        CollisionKernel kernel = model == "regularised" ? new CollisionKernel(-1, 0.3, new EllipticRegularisation(), 0.1) : new CollisionKernel(-1, 0.3);
        return model switch
        {
            "leading-order" => new LeadingOrderHierarchy(model, grid, kernel, new ParticleNumber(4), options),
            "pair-tensorised" => new PairHierarchy(model, TripletClosure.PairTensorised, grid, kernel, new ParticleNumber(4), options),
            _ => new ClusterHierarchy(model, grid, kernel, new ParticleNumber(4), options),
        };
    }

    /// <summary>Without any symmetry.</summary>
    private static double[] Datum(VelocityGrid grid)
    {
        double[] density = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double near = 0, far = 0;
            for (int a = 0; a < grid.Dimension; a++)
            {
                double v = grid.Velocity(i, a);
                near += (v - 0.3 * (a + 1)) * (v - 0.3 * (a + 1)) / (1.2 + 0.3 * a);
                far += (v + 1.1 - 0.4 * a) * (v + 1.1 - 0.4 * a);
            }
            density[i] = 0.1 * Math.Exp(-near) + 0.05 * Math.Exp(-far);
        }
        return density;
    }
}
