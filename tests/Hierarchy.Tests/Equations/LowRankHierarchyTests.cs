using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Verification;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Equations;

/// <summary>The low-rank model against the dense one, whose operators share the tables of the kernel alone, and what it keeps whatever the tolerance.</summary>
public class LowRankHierarchyTests
{
    private static readonly CollisionKernel Coulomb = new(-3, 1);
    private static readonly ParticleNumber Eight = new(8);

    private static LowRankHierarchy Make(VelocityGrid grid, double tolerance, ParticleNumber particles, int rank = 200) =>
        new("cluster-lowrank", grid, Coulomb, particles, new CollisionOptions(), new LowRankOptions { Tolerance = tolerance, MaximalRank = rank });

    private static double[] Datum(VelocityGrid grid) => grid.Dimension == 2
        ? PairMoments.Gaussians(grid, (0.6, [0.4, -0.2], [0.9, 0.5]), (0.4, [-0.6, 0.3], [0.5, 0.6]))
        : PairMoments.Gaussians(grid, (1, [0, 0, 0], [1.0, 0.6, 0.6]));

    private static double[] Run(IKineticEquation equation, InitialDatum datum, double tolerance, double end)
    {
        double[] state = new double[equation.Length];
        equation.Start(datum, state);
        Evolution.Run(equation, state, tolerance, [end], _ => { });
        return state;
    }

    private const double CoarseGrid = 2e-4;

    /// <summary>
    /// The distance of g from that of the dense model over the L2 norm of f x f/N is within the tolerance, and falls with it. On these coarse grids the two
    /// models restore the moments of the pair equation differently by 2e-4 at the most.
    /// </summary>
    [Theory]
    [InlineData(2, 16, 4.5, 8)]
    [InlineData(3, 8, 3.5, 8)]
    [InlineData(2, 16, 4.5, 3)]
    public void Agrees_with_the_dense_model_within_its_tolerance(int dimension, int points, double halfWidth, int particles)
    {
        var grid = new VelocityGrid(dimension, points, halfWidth);
        var number = new ParticleNumber(particles);
        InitialDatum datum = InitialDatum.Chaotic(Datum(grid));
        using IKineticEquation cluster = new ClusterClosure().Close(grid, Coulomb, number, new CollisionOptions());
        double[] dense = Run(cluster, datum, 1e-7, 0.1);
        double scale = TensorPrimitives.SumOfSquares<double>(datum.Density) / particles;
        double[] errors = [.. ((double[])[1e-3, 1e-4]).Select(tolerance =>
        {
            using LowRankHierarchy equation = Make(grid, tolerance, number);
            double[] state = Run(equation, datum, tolerance, 0.1);
            Assert.True(TensorPrimitives.Distance<double>(state.AsSpan(0, grid.Size), dense.AsSpan(0, grid.Size)) <= tolerance * TensorPrimitives.Norm<double>(datum.Density));
            double error = TensorPrimitives.Distance<double>(equation.CorrelationOf(state), dense.AsSpan(grid.Size)) / scale;
            Assert.True(error <= tolerance + CoarseGrid, $"{error} at {tolerance}");
            return error;
        })];
        Assert.True(errors[1] < 0.4 * errors[0]);
        Assert.True(errors[0] > 1e-5, "a tolerance of 1e-3 leaves something out");
    }

    /// <summary>Zero marginals, conserved moments of f and the two-particle invariants, at a tolerance that leaves much out.</summary>
    [Fact]
    public void Keeps_marginals_and_invariants_whatever_it_leaves_out()
    {
        var grid = new VelocityGrid(2, 16, 4.5);
        using LowRankHierarchy equation = Make(grid, 1e-2, Eight);
        double[] density = Datum(grid), state = Run(equation, InitialDatum.Chaotic(density), 1e-2, 0.2);
        equation.Assess(state);
        Assert.InRange(equation.Reports.Single(report => report.Name == "rank").Value, 3, 30);
        Assert.True(equation.Reports.Single(report => report.Name == "truncation_error").Value > 1e-3);
        double[] correlation = equation.CorrelationOf(state).ToArray();
        PairCorrelation form = equation.Correlation(state, Eight);
        Assert.True(PairMoments.MarginalDefect(grid, correlation) < 1e-14);
        Assert.True(form.MarginalDefect() < 1e-14);
        Assert.Equal(grid.CellVolume * TensorPrimitives.Norm<double>(correlation), form.Norm(), 1e-12);
        double[,] moments = form.Moments([.. Enumerable.Range(0, 2).Select(a => Enumerable.Range(0, grid.Size).Select(i => grid.Velocity(i, a)).ToArray()),
            [.. Enumerable.Range(0, grid.Size).Select(grid.SpeedSquared)]]);
        Func<int, double>[] phi = [i => grid.Velocity(i, 0), i => grid.Velocity(i, 1), grid.SpeedSquared];
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(PairMoments.Mean(grid, density, phi[k]), PairMoments.Mean(grid, state.AsSpan(0, grid.Size), phi[k]), 1e-12);
            for (int l = 0; l < 3; l++)
            {
                double change = PairMoments.Mean(grid, state.AsSpan(0, grid.Size), i => phi[k](i) * phi[l](i)) - PairMoments.Mean(grid, density, i => phi[k](i) * phi[l](i));
                double pair = PairMoments.Pair(grid, correlation, phi[k], phi[l]);
                Assert.Equal(pair, moments[k, l], 1e-12);
                Assert.Equal(0, change + 7 * pair, 1e-11);
            }
        }
    }

    /// <summary>A mixture of two Maxwellians at N = infinity: rank one at the start, carried by T alone.</summary>
    [Fact]
    public void Carries_the_correlation_of_a_mixture()
    {
        var grid = new VelocityGrid(2, 16, 4.5);
        double[] warm = PairMoments.Gaussians(grid, (1, [0, 0], [1.0, 0.6])), cold = PairMoments.Gaussians(grid, (1, [0, 0], [0.5, 0.8]));
        double[] density = [.. warm.Zip(cold, (x, y) => 0.5 * (x + y))], half = [.. warm.Zip(cold, (x, y) => 0.5 * (x - y))];
        var datum = new InitialDatum
        {
            Density = density,
            Components = [new MixtureComponent(0.5, warm), new MixtureComponent(0.5, cold)],
            Correlation = (point, row) => TensorPrimitives.Multiply(half, half[point], row),
        };
        using IKineticEquation cluster = new ClusterClosure().Close(grid, Coulomb, ParticleNumber.Infinity, new CollisionOptions());
        double[] dense = Run(cluster, datum, 1e-7, 0.2);
        using LowRankHierarchy equation = Make(grid, 1e-5, ParticleNumber.Infinity);
        double[] state = Run(equation, datum, 1e-5, 0.2);
        double distance = TensorPrimitives.Distance<double>(equation.CorrelationOf(state), dense.AsSpan(grid.Size)) / TensorPrimitives.SumOfSquares<double>(density);
        Assert.True(distance < 1e-4, $"{distance}");
        Assert.True(state[grid.Size] <= 40);
    }

    /// <summary>Another stepper that goes on from a saved one gives the same bits.</summary>
    [Fact]
    public void Goes_on_where_it_was_saved()
    {
        var grid = new VelocityGrid(2, 12, 4);
        using LowRankHierarchy equation = Make(grid, 1e-3, Eight, 60);
        double[] whole = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(Datum(grid)), whole);
        using IStepper stepper = equation.CreateStepper(new StepperOptions { Tolerance = 1e-3 });
        stepper.Start(0);
        stepper.AdvanceTo(0.05, whole);
        double[] part = [.. whole];
        StepperState saved = stepper.Save();
        stepper.AdvanceTo(0.1, whole);
        using IStepper other = equation.CreateStepper(new StepperOptions { Tolerance = 1e-3 });
        other.Restore(saved);
        other.AdvanceTo(0.1, part);
        Assert.Equal(whole, part);
        Assert.Equal(stepper.Statistics, other.Statistics);
    }

    /// <summary>So does one that was saved after any step between two output times, with what its equation saves, and after a cancellation.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Goes_on_from_any_step(int step)
    {
        var grid = new VelocityGrid(2, 12, 4);
        var options = new StepperOptions { Tolerance = 1e-4, InitialStep = 0.005 };
        using LowRankHierarchy equation = Make(grid, 1e-3, Eight, 60);
        double[] whole = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(Datum(grid)), whole);
        using IStepper stepper = equation.CreateStepper(options);
        stepper.Start(0);
        double[] part = [];
        StepperState saved = default;
        using var history = new MemoryStream();
        int steps = 0;
        stepper.OnStep = _ =>
        {
            if (++steps != step)
                return;
            part = [.. whole];
            saved = stepper.Save();
            using var writer = new BinaryWriter(history, System.Text.Encoding.UTF8, leaveOpen: true);
            equation.Save(writer);
        };
        stepper.AdvanceTo(0.1, whole);
        Assert.True(steps > step, $"{steps} steps");
        using LowRankHierarchy other = Make(grid, 1e-3, Eight, 60);
        other.Start(InitialDatum.Chaotic(Datum(grid)), new double[equation.Length]);
        using IStepper again = other.CreateStepper(options);
        again.Start(0);
        history.Position = 0;
        using (var reader = new BinaryReader(history))
            other.Restore(reader);
        again.Restore(saved);
        using var stop = new CancellationTokenSource();
        again.OnStep = _ => stop.Cancel();
        if (steps > step + 1)
            Assert.Throws<OperationCanceledException>(() => again.AdvanceTo(0.1, part, stop.Token));
        again.AdvanceTo(0.1, part);
        Assert.Equal(whole, part);
        Assert.Equal(stepper.Statistics, again.Statistics);
        Assert.Equal(equation.MomentCorrection, other.MomentCorrection);
    }

    /// <summary>With every pair visited, the images of test fields under B are those of the values of d_t g.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public void The_source_is_that_of_the_dense_model(double weight)
    {
        var grid = new VelocityGrid(2, 12, 4);
        double[] density = Datum(grid);
        using IKineticEquation cluster = new ClusterClosure().Close(grid, Coulomb, new ParticleNumber(2), new CollisionOptions { Conservative = false });
        double[] state = new double[cluster.Length], rate = new double[cluster.Length];
        cluster.Start(InitialDatum.Chaotic(density), state);
        using DenseMatrix factor = FactorBasis.Of([density.Select((f, i) => f * (grid.Velocity(i, 0) + 0.3)).ToArray()]);
        using var factors = new CorrelationFactors(factor, [weight]);
        FactoredCorrelation.OfColumns(grid, factors.Weights, [.. Enumerable.Range(0, grid.Size).Select(i => factor[i, 0])]).ToArray().CopyTo(state, grid.Size);
        cluster.Evaluate(state, rate);
        var options = new LowRankOptions { Tolerance = 1e-10, MaximalRank = 60, WholePadding = true };
        using var equation = new LowRankHierarchy("cluster-lowrank", grid, Coulomb, new ParticleNumber(2), new CollisionOptions { Conservative = false }, options);
        equation.SetChaotic(density, new double[equation.Length]);
        using var source = new LowRankSource(equation, equation.Invariants!);
        using DenseMatrix probes = RandomProbes.Of(grid.Size, 5), tests = FactorBasis.Orthonormal(probes);
        using PairPart? pairs = equation.Pairs!.Evaluate(density, factors, tests, new PairChoice(equation.Pairs.Finest, 1, 0, 0), images: true);
        using SourceAt found = source.Evaluate(density, tests, keep: true, source.Collisions(factors), pairs);
        using DenseMatrix unit = StepTruncation.Diagonal([1, 1, 1, 1, 1], tests.Columns), fluxes = found.TakeFluxes();
        if (pairs?.Images is { } more)
            LowRankFlow.AddScaled(fluxes, more, 1);
        using DenseMatrix own = source.Images(density, tests, fluxes, unit, pairs?.Marginal);
        using var values = new DenseMatrix(grid.Size, grid.Size);
        for (int i = 0; i < grid.Size; i++)
            rate.AsSpan(grid.Size + i * grid.Size, grid.Size).CopyTo(values.Row(i));
        using DenseMatrix images = DenseMatrix.Product(values, tests), coefficients = DenseMatrix.TransposeProduct(tests, images);
        for (int i = 0; i < grid.Size; i++)
            Assert.True(TensorPrimitives.Distance<double>(images.Row(i), own.Row(i)[..images.Columns]) < 1e-11 * TensorPrimitives.Norm<double>(images.Values));
        Assert.True(TensorPrimitives.Distance<double>(coefficients.Values, found.Coefficients.Values) < 1e-11 * TensorPrimitives.Norm<double>(coefficients.Values));
    }
}
