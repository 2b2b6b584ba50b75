using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

public sealed class LiouvilleEquationTests
{
    private static readonly ParticleNumber Three = new(3);

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, true)]
    [InlineData(3, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(4, 2, false)]
    public void The_model_runs_where_the_density_can_be_held(int particles, int dimension, bool runs)
    {
        IGridModel model = (IGridModel)ModelRegistry.Find("liouville")!;
        Assert.Equal(runs, model.Excludes(new ParticleNumber(particles), dimension) is null);
        Assert.Contains("N = 2", model.Excludes(ParticleNumber.Infinity, dimension), StringComparison.Ordinal);
        var grid = new VelocityGrid(dimension, 8, 4);
        if (!runs)
        {
            Assert.Throws<ArgumentException>(() => model.Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(particles), new CollisionOptions()));
            return;
        }
        using IKineticEquation equation = model.Close(grid, new CollisionKernel(-3, 1), new ParticleNumber(particles), new CollisionOptions());
        Assert.Equal("liouville", equation.Model);
        Assert.Equal(new ParticleNumber(particles), equation.Particles);
    }

    /// <summary>While h = 0, f and g move as under the cluster closure, to the last bit; h begins to grow at once.</summary>
    [Fact]
    public void At_the_start_only_the_triple_correlation_differs_from_the_cluster_closure()
    {
        var grid = new VelocityGrid(2, 10, 4);
        using var liouville = new LiouvilleEquation("liouville", grid, new CollisionKernel(-3, 1), new CollisionOptions());
        using var cluster = new ClusterHierarchy("cluster", grid, new CollisionKernel(-3, 1), Three, new CollisionOptions());
        double[] density = LandauEquationTests.TwoBeams(grid), state = new double[liouville.Length], rate = new double[liouville.Length];
        double[] pairState = new double[cluster.Length], pairRate = new double[cluster.Length];
        liouville.SetChaotic(density, state);
        cluster.SetChaotic(density, pairState);
        double[] correlation = MixtureCorrelation(density);
        correlation.CopyTo(state, grid.Size);
        correlation.CopyTo(pairState, grid.Size);
        liouville.Evaluate(state, rate);
        cluster.Evaluate(pairState, pairRate);
        Assert.Equal(pairRate, rate[..cluster.Length]);
        Assert.InRange(liouville.TripleOf(rate).ToArray().Max(Math.Abs), 1e-6, 1);
    }

    /// <summary>
    /// int g dv2 = 0 and int h dv3 = 0 to round-off, all permutations to the last bit, mass, momentum, energy and the two-particle invariants constant.
    /// </summary>
    [Theory]
    [InlineData(10, -3)]
    [InlineData(8, 0)]
    public void A_run_keeps_symmetry_marginals_and_invariants(int points, double gamma)
    {
        var grid = new VelocityGrid(2, points, 4);
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(gamma, 0.3), new CollisionOptions());
        double[] state = new double[equation.Length], density = LandauEquationTests.TwoBeams(grid);
        equation.SetChaotic(density, state);
        double[] before = Invariants(equation, state);
        Evolution.Run(equation, state, 1e-5, [0.3], _ => { });
        double[] after = Invariants(equation, state);
        for (int k = 0; k < before.Length; k++)
            Assert.Equal(before[k], after[k], 2e-13 * Math.Max(1, Math.Abs(before[k])));
        double[] triple = equation.TripleOf(state).ToArray();
        double size = triple.Max(Math.Abs);
        Assert.InRange(size, 1e-6, 1);
        Assert.InRange(PairMoments.MarginalDefect(grid, equation.CorrelationOf(state)), 0, 1e-15);
        for (int pair = 0; pair < grid.Size * grid.Size; pair++)
            Assert.InRange(Math.Abs(triple.AsSpan(pair * grid.Size, grid.Size).ToArray().Sum()), 0, 1e-12 * size * grid.Size);
        for (int i = 0; i < triple.Length; i++)
        {
            int a = i / grid.Size / grid.Size, b = i / grid.Size % grid.Size, c = i % grid.Size;
            Assert.Equal(triple[i], triple[(c * grid.Size + a) * grid.Size + b]);
            Assert.Equal(triple[i], triple[(a * grid.Size + c) * grid.Size + b]);
        }
    }

    /// <summary>A mixture of two states keeps its third cumulant; an arbitrary pair correlation starts with h = 0.</summary>
    [Fact]
    public void A_mixture_datum_brings_its_third_cumulant()
    {
        var grid = new VelocityGrid(2, 8, 4);
        double[] first = PairMoments.Gaussians(grid, (1, [0.8, 0], [0.5, 0.5])), second = PairMoments.Gaussians(grid, (1, [-0.8, 0.1], [0.5, 0.7]));
        const double Weight = 0.3;
        double[] density = [.. first.Zip(second, (x, y) => Weight * x + (1 - Weight) * y)];
        void Fill(int a, Span<double> row, double factor)
        {
            for (int b = 0; b < row.Length; b++)
                row[b] = factor * (Weight * first[a] * first[b] + (1 - Weight) * second[a] * second[b] - density[a] * density[b]);
        }
        MixtureComponent[] components = [new(Weight, first), new(1 - Weight, second)];
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(-3, 1), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.Start(new InitialDatum { Density = density, Correlation = (point, row) => Fill(point, row, 1), Components = components }, state);
        double[] whole = new Collisions.TripleReference(grid, new CollisionKernel(-3, 1)).Density(density, equation.CorrelationOf(state), equation.TripleOf(state));
        for (int i = 0; i < whole.Length; i++)
        {
            int a = i / grid.Size / grid.Size, b = i / grid.Size % grid.Size, c = i % grid.Size;
            Assert.Equal(Weight * first[a] * first[b] * first[c] + (1 - Weight) * second[a] * second[b] * second[c], whole[i], 1e-15);
        }
        equation.Start(new InitialDatum { Density = density, Correlation = (point, row) => Fill(point, row, 0.5), Components = components }, state);
        Assert.All(equation.TripleOf(state).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_evaluation_allocates_nothing()
    {
        var grid = new VelocityGrid(2, 8, 4);
        using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(-3, 1), new CollisionOptions());
        double[] state = new double[equation.Length], rate = new double[equation.Length];
        equation.SetChaotic(LandauEquationTests.TwoBeams(grid), state);
        // A thread takes its scratch when a slice first comes to it, which may be in any of the first evaluations.
        long least = long.MaxValue;
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            equation.Evaluate(state, rate);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    /// <summary>Mass, momentum, energy and the two-particle invariants E[phi(v1)psi(v1)] + 2 E[phi(v1)psi(v2)] of phi, psi in {v_a, |v|^2}.</summary>
    private static double[] Invariants(LiouvilleEquation equation, double[] state)
    {
        VelocityGrid grid = equation.Grid;
        Func<int, double>[] functions = [i => grid.Velocity(i, 0), i => grid.Velocity(i, 1), grid.SpeedSquared];
        List<double> values = [PairMoments.Mean(grid, equation.DensityOf(state), _ => 1)];
        foreach (Func<int, double> phi in functions)
        {
            values.Add(PairMoments.Mean(grid, equation.DensityOf(state), phi));
            foreach (Func<int, double> psi in functions)
            {
                double single = PairMoments.Mean(grid, equation.DensityOf(state), i => phi(i) * psi(i));
                values.Add(single + 2 * PairMoments.Pair(grid, equation.CorrelationOf(state), phi, psi));
            }
        }
        return [.. values];
    }

    /// <summary>0.1 (f p) x (f p) with p of mean zero under f.</summary>
    private static double[] MixtureCorrelation(double[] density)
    {
        double[] factor = new double[density.Length];
        double mean = 0, mass = density.Sum();
        for (int i = 0; i < density.Length; i++)
            mean += density[i] * Math.Sin(i) / mass;
        for (int i = 0; i < density.Length; i++)
            factor[i] = density[i] * (Math.Sin(i) - mean);
        double[] correlation = new double[density.Length * density.Length];
        for (int i = 0; i < correlation.Length; i++)
            correlation[i] = 0.1 * (factor[i / density.Length] * factor[i % density.Length]);
        return correlation;
    }
}

[Collection("WorkCrew")]
public sealed class LiouvilleThreadTests
{
    [Fact]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        var grid = new VelocityGrid(2, 10, 4);
        int threads = WorkCrew.Threads;
        double[][] rates = new double[2][];
        try
        {
            for (int run = 0; run < 2; run++)
            {
                WorkCrew.Threads = 1 + 2 * run;
                using var equation = new LiouvilleEquation("liouville", grid, new CollisionKernel(-3, 1), new CollisionOptions());
                double[] state = new double[equation.Length];
                rates[run] = new double[equation.Length];
                equation.SetChaotic(LandauEquationTests.TwoBeams(grid), state);
                Evolution.Run(equation, state, 1e-3, [0.01], _ => { });
                equation.Evaluate(state, rates[run]);
            }
        }
        finally
        {
            WorkCrew.Threads = threads;
        }
        Assert.Equal(rates[0], rates[1]);
    }
}
