using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
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

    /// <summary>The columns of the representatives, v1 slow, of which every rank has some: for mirrors, exchanges, turns whose elements are not their own inverses.</summary>
    [Theory]
    [InlineData("cluster", "mirrors", 2, 16, 3)]
    [InlineData("cluster", "all", 2, 20, 2)]
    [InlineData("cluster", "turns", 2, 16, 4)]
    [InlineData("cluster", "the first axis apart", 3, 8, 3)]
    [InlineData("cluster", "all", 3, 10, 2)]
    [InlineData("cluster", "turns", 3, 8, 2)]
    [InlineData("tensorised2", "turns", 2, 16, 4)]
    [InlineData("leading-order", "all", 3, 10, 2)]
    [InlineData("regularised", "mirrors", 2, 16, 2)]
    public void A_step_of_representatives_has_the_bits_of_one_rank(string model, string group, int dimension, int points, int ranks)
    {
        var orbits = new VelocityOrbits(new VelocityGrid(dimension, points, 5), [.. AxisSymmetry.All(dimension).Where(Groups[group])]);
        (double[] state, StepStatistics statistics) = Advance(model, dimension, points, null, orbits);
        (double[] State, StepStatistics Statistics)[] parts = ThreadRanks.Run(ranks, team => Advance(model, dimension, points, team, orbits));
        int size = orbits.Grid.Size, fields = size * (model == "leading-order" ? 2 : 1);
        int[] counts = [.. parts.Select(part => (part.State.Length - fields) / size)], starts = [.. counts.Select((_, rank) => counts.Take(rank).Sum())];
        Assert.Equal(orbits.Count, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 31);
        for (int rank = 0; rank < ranks; rank++)
        {
            Assert.Equal(state[..fields], parts[rank].State[..fields]);
            Assert.Equal(statistics, parts[rank].Statistics);
            for (int i = 0; i < size; i++)
                Assert.True(state.AsSpan(fields + i * orbits.Count + starts[rank], counts[rank]).SequenceEqual(parts[rank].State.AsSpan(fields + i * counts[rank], counts[rank])));
        }
        Assert.Contains(state[fields..], value => value != 0);
    }

    /// <summary>Every rank has the rows of some points of the factors; P g takes a part of the steps, on more than one grid where n^d is large enough.</summary>
    [Theory]
    [InlineData("cluster-lowrank", 2, 16, 3, 0.05)]
    [InlineData("cluster-lowrank", 2, 16, 7, 0.02)]
    [InlineData("cluster-lowrank", 3, 8, 2, 0.02)]
    [InlineData("leading-order-lowrank", 2, 16, 2, 0.05)]
    [InlineData("leading-order-lowrank", 2, 24, 4, 0.02)]
    public void Steps_of_low_rank_have_the_bits_of_one_rank(string name, int dimension, int points, int ranks, double end)
    {
        var grid = new VelocityGrid(dimension, points, 4.5);
        LowRankPart one = StepLowRank(name, grid, null, end);
        LowRankPart[] parts = ThreadRanks.Run(ranks, team => StepLowRank(name, grid, team, end));
        int width = (int)one.State[one.Shared - one.Capacity - 2];
        for (int rank = 0; rank < ranks; rank++)
        {
            Assert.Equal(one.State[..one.Shared], parts[rank].State[..one.Shared]);
            int first = parts[rank].Starts[rank], rows = parts[rank].Starts[rank + 1] - first;
            Assert.True(one.State.AsSpan(one.Shared + first * width, rows * width).SequenceEqual(parts[rank].State.AsSpan(one.Shared, rows * width)), $"rows of rank {rank}");
            Assert.Equal(one.Capacity * rows, parts[rank].State.Length - one.Shared);
            Assert.Equal(one.Statistics, parts[rank].Statistics);
        }
        Assert.True(one.Statistics.Steps > 1 && width > dimension);
    }

    private static LowRankPart StepLowRank(string name, VelocityGrid grid, RankGroup? team, double end)
    {
        var model = (IGridModel)ModelRegistry.Find(name)!;
        var options = new CollisionOptions { Rows = team is null ? null : new RowShare(team) };
        using IKineticEquation equation = model.Close(new ModelInput(grid, new CollisionKernel(-3, 1), new ParticleNumber(4), options, model.Settings));
        var rows = (IRowSpread)equation;
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum(grid), state);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-3 });
        stepper.Start(0);
        stepper.AdvanceTo(end, state);
        int own = rows.RowStarts[(team?.Rank ?? 0) + 1] - rows.RowStarts[team?.Rank ?? 0];
        return new LowRankPart(state, rows.SharedLength, (state.Length - rows.SharedLength) / Math.Max(1, own), rows.RowStarts.ToArray(), stepper.Statistics);
    }

    /// <summary>What a rank has after some steps.</summary>
    private sealed record LowRankPart(double[] State, int Shared, int Capacity, int[] Starts, StepStatistics Statistics);

    private static readonly Dictionary<string, Func<AxisSymmetry, bool>> Groups = new()
    {
        ["mirrors"] = s => Enumerable.Range(0, s.Dimension).All(a => s.Axis(a) == a),
        ["all"] = _ => true,
        ["the first axis apart"] = s => s.Axis(0) == 0,
        ["turns"] = s => s.Determinant == 1,
    };

    [Fact]
    public void An_evaluation_of_representatives_sends_an_array_for_every_axis_and_one_more()
    {
        const int ranks = 4;
        var orbits = new VelocityOrbits(new VelocityGrid(3, 8, 5), [.. AxisSymmetry.All(3).Where(Groups["mirrors"])]);
        long[] sent = ThreadRanks.Run(ranks, group => Volume(group, orbits));
        long values = 512L * orbits.Count, fields = 14 * orbits.Count / ranks * (ranks - 1) + ranks - 1;
        Assert.Equal(64, orbits.Count);
        Assert.All(sent, volume => Assert.Equal(4 * values / ranks * (ranks - 1) / ranks + fields, volume));
    }

    [Fact]
    public void An_evaluation_sends_two_arrays_less_what_stays()
    {
        const int ranks = 4;
        long values = 1L << 18;
        long[] sent = ThreadRanks.Run(ranks, group => Volume(group, null));
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

    /// <summary>The values that one rank sends in an evaluation in d = 3, n = 8.</summary>
    private static long Volume(RankGroup group, VelocityOrbits? orbits)
    {
        using IKineticEquation equation = Make("cluster", 3, 8, group, orbits);
        double[] state = new double[equation.Length], derivative = new double[equation.Length];
        equation.SetChaotic(Datum(equation.Grid, orbits), state);
        long before = group.SentBytes;
        equation.Evaluate(state, derivative);
        return (group.SentBytes - before) / sizeof(double);
    }

    private static (double[] State, StepStatistics Statistics) Advance(string model, int dimension, int points, RankGroup? ranks, VelocityOrbits? orbits = null)
    {
        using IKineticEquation equation = Make(model, dimension, points, ranks, orbits);
        double[] state = new double[equation.Length];
        equation.SetChaotic(Datum(equation.Grid, orbits), state);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-5 });
        stepper.Start(0);
        stepper.AdvanceTo(0.2, state);
        return (state, stepper.Statistics);
    }

    private static IKineticEquation Make(string model, int dimension, int points, RankGroup? ranks, VelocityOrbits? orbits = null)
    {
        var grid = new VelocityGrid(dimension, points, 5);
        var options = new CollisionOptions { Share = ranks is null ? null : new PairShare(ranks, grid, orbits), Orbits = orbits };
        CollisionKernel kernel = model == "regularised" ? new CollisionKernel(-1, 0.3, new EllipticRegularisation(), 0.1) : new CollisionKernel(-1, 0.3);
        return model switch
        {
            "leading-order" => new LeadingOrderHierarchy(model, grid, kernel, new ParticleNumber(4), options),
            "tensorised2" => new PairHierarchy(model, TripletClosure.Tensorised, grid, kernel, new ParticleNumber(4), options),
            "pair-tensorised" => new PairHierarchy(model, TripletClosure.PairTensorised, grid, kernel, new ParticleNumber(4), options),
            _ => new ClusterHierarchy(model, grid, kernel, new ParticleNumber(4), options),
        };
    }

    /// <summary>Without any symmetry, or with one.</summary>
    private static double[] Datum(VelocityGrid grid, VelocityOrbits? orbits = null)
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
        orbits?.Unfold(density);
        return density;
    }
}
