using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The leading order with a correlation of low rank against the dense model, and against constants of the same datum in three variables.</summary>
public class LeadingOrderLowRankTests
{
    private static readonly CollisionKernel Coulomb = new(-3, 1);
    private static readonly ParticleNumber Eight = new(8);

    private static LeadingOrderLowRank Make(VelocityGrid grid, double tolerance, int rank = 200) =>
        new("leading-order-lowrank", grid, Coulomb, Eight, new CollisionOptions(), new LowRankOptions { Tolerance = tolerance, MaximalRank = rank });

    private static double[] Run(IKineticEquation equation, double[] datum, double tolerance, double end)
    {
        double[] state = new double[equation.Length];
        equation.Start(InitialDatum.Chaotic(datum), state);
        Evolution.Run(equation, state, tolerance, [end], _ => { });
        equation.Assess(state);
        return state;
    }

    /// <summary>G within the tolerance over the L2 norm of f x f, phi within it over that of f, f to the stepper's accuracy; the norms that are reported are theirs.</summary>
    [Theory]
    [InlineData(2, 16, 4.5)]
    [InlineData(3, 8, 3.5)]
    public void Agrees_with_the_dense_model_within_its_tolerance(int dimension, int points, double halfWidth)
    {
        var grid = new VelocityGrid(dimension, points, halfWidth);
        double[] datum = dimension == 2
            ? PairMoments.Gaussians(grid, (0.6, [0.4, -0.2], [0.9, 0.5]), (0.4, [-0.6, 0.3], [0.5, 0.6]))
            : PairMoments.Gaussians(grid, (1, [0, 0, 0], [1.0, 0.6, 0.6]));
        using IKineticEquation leading = new LeadingOrderClosure().Close(grid, Coulomb, Eight, new CollisionOptions());
        double[] dense = Run(leading, datum, 1e-7, 0.1);
        double norm = TensorPrimitives.Norm<double>(datum), scale = norm * norm;
        double[] errors = [.. ((double[])[1e-3, 1e-4]).Select(tolerance =>
        {
            using LeadingOrderLowRank equation = Make(grid, tolerance);
            double[] state = Run(equation, datum, tolerance, 0.1);
            Assert.True(TensorPrimitives.Distance<double>(state.AsSpan(0, grid.Size), dense.AsSpan(0, grid.Size)) <= tolerance * norm);
            Assert.True(TensorPrimitives.Distance<double>(equation.Shift(state), dense.AsSpan(grid.Size, grid.Size)) <= (tolerance + 2e-4) * norm);
            PairCorrelation limit = equation.Limit(state);
            double error = TensorPrimitives.Distance<double>(limit.ToArray(), dense.AsSpan(2 * grid.Size)) / scale;
            Assert.True(error <= tolerance + 2e-4, $"{error} at {tolerance}");
            foreach (string name in (string[])["phi_l1", "phi_l2", "correlation_limit_l1", "correlation_limit_l2"])
            {
                double expected = leading.Reports.Single(report => report.Name == name).Value, found = equation.Reports.Single(report => report.Name == name).Value;
                Assert.Equal(expected, found, 0.03 * expected);
            }
            Assert.Equal(0, equation.Reports.Single(report => report.Name == "correlation_limit_l1_sampling").Value);
            return error;
        })];
        Assert.True(errors[1] < 0.5 * errors[0], $"{errors[0]} {errors[1]}");
    }

    /// <summary>f_{N,1} and g of every N are those of f, phi and G; marginals vanish and moments of G balance those of f.</summary>
    [Fact]
    public void One_run_serves_every_N()
    {
        var grid = new VelocityGrid(2, 16, 4.5);
        double[] datum = PairMoments.Gaussians(grid, (0.6, [0.4, -0.2], [0.9, 0.5]), (0.4, [-0.6, 0.3], [0.5, 0.6]));
        using LeadingOrderLowRank equation = Make(grid, 1e-2);
        double[] state = Run(equation, datum, 1e-2, 0.2), shift = equation.Shift(state).ToArray(), limit = equation.Limit(state).ToArray();
        foreach (int number in (int[])[4, 64])
        {
            double[] g = equation.Correlation(state, new ParticleNumber(number)).ToArray(), density = equation.Density(state, new ParticleNumber(number)).ToArray();
            for (int i = 0; i < grid.Size; i += 37)
            {
                Assert.Equal(state[i] + shift[i] / number, density[i], 1e-15);
                for (int j = 0; j < grid.Size; j += 11)
                    Assert.Equal(limit[i * grid.Size + j] / number - shift[i] * shift[j] / number / number, g[i * grid.Size + j], 1e-15);
            }
        }
        Assert.True(PairMoments.MarginalDefect(grid, limit) < 1e-13);
        Func<int, double>[] phi = [i => grid.Velocity(i, 0), i => grid.Velocity(i, 1), grid.SpeedSquared];
        foreach (Func<int, double> one in phi)
        {
            Assert.Equal(0, PairMoments.Mean(grid, shift, one), 1e-12);
            foreach (Func<int, double> other in phi)
            {
                double change = PairMoments.Mean(grid, state.AsSpan(0, grid.Size), i => one(i) * other(i)) - PairMoments.Mean(grid, datum, i => one(i) * other(i));
                Assert.Equal(0, change + PairMoments.Pair(grid, limit, one, other), 1e-11);
            }
        }
    }
}
