using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Collisions;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The hierarchy of (1.6) against its closed moment equations, its definition point by point, and the sum rules of its kernel.</summary>
public unsafe class NonConservativeHierarchyTests
{
    /// <summary>
    /// gamma = 0, B = -(d-1) Lambda z, A = Lambda (|z|^2 I - z z^T), S = E[v1 v1^T], K = E[v1 v2^T], M = 2 (S - K): by Ito's formula
    /// dS/dt = 2 Lambda (N-1)/N (tr M I - d M) and dK/dt = (2 Lambda (d-1)/N) M. So tr M decays at a = 4 Lambda (d-1)/N, the trace-free part of M at
    /// b = 4 Lambda d (N-1)/N + a, and S + (N-1) K, constant in the conservative system, grows at 2 (N-1)/N E[A].
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void Maxwell_molecules_follow_the_moment_equations(int particles)
    {
        const double strength = 1.0 / 16, time = 0.5, trace = 4, deviator = 0.4;
        var grid = new VelocityGrid(2, 32, 6.5);
        using var equation = new NonConservativeHierarchy("trial", grid, new CollisionKernel(0, strength), new ParticleNumber(particles), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(PairMoments.Gaussians(grid, (1, [0, 0], [1.2, 0.8])), state);
        Evolution.Run(equation, state, 1e-6, [time], _ => { });
        double inverse = 1.0 / particles, a = 4 * strength * inverse, b = 8 * strength * (1 - inverse) + a;
        double traces = trace * -double.ExpM1(-a * time) / a, deviators = deviator * -double.ExpM1(-b * time) / b;
        for (int axis = 0; axis < 2; axis++)
        {
            double sign = axis == 0 ? 1 : -1;
            double single = 1 + 0.2 * sign - 4 * strength * (1 - inverse) * sign * deviators, pair = 2 * strength * inverse * (0.5 * traces + sign * deviators);
            double actualSingle = PairMoments.Second(grid, equation.DensityOf(state), axis, axis);
            double actualPair = PairMoments.PairSecond(grid, equation.CorrelationOf(state), axis, axis);
            Assert.True(Math.Abs(actualSingle - single) <= 1e-6, $"{actualSingle} against {single}");
            Assert.True(Math.Abs(actualPair - pair) <= 1e-6, $"pair: {actualPair} against {pair}");
            Assert.True(Math.Abs(actualSingle + (particles - 1) * actualPair - 1 - 0.2 * sign) > 0.01);
        }
        Assert.True(PairMoments.MarginalDefect(grid, equation.CorrelationOf(state)) <= 1e-14);
    }

    /// <summary>D + D^T against 2 sum_ab d_{1,a} d_{2,b} ( A_ab F ) with derivative matrices, another discretisation; F = f x f + g decays fast.</summary>
    [Fact]
    public void Is_the_second_derivative_of_the_kernel_times_the_density()
    {
        var grid = new VelocityGrid(2, 24, 5.5);
        var kernel = new CollisionKernel(0, 0.8);
        int size = grid.Size;
        double[] f = PairMoments.Gaussians(grid, (1, [0.1, -0.2], [0.7, 0.5])), g = new double[size * size], expected = new double[size * size];
        for (int i = 0; i < g.Length; i++)
            g[i] = 0.1 * f[i / size] * f[i % size] * (grid.Velocity(i / size, 0) - 0.1) * (grid.Velocity(i % size, 0) - 0.1);
        var dense = new DensePairReference(grid, kernel);
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                var product = new double[size * size];
                for (int i = 0; i < product.Length; i++)
                    product[i] = 2 * dense.Kernel(i / size, i % size, a, b) * (f[i / size] * f[i % size] + g[i]);
                TensorPrimitives.Add<double>(expected, dense.Derivative(dense.Derivative(product, a, size), b), expected);
            }
        }
        using var cross = new CrossDiffusion(grid, kernel);
        fixed (double* density = f, correlation = g)
            cross.Evaluate(density, correlation, 1);
        ReadOnlySpan<double> half = cross.Half;
        double worst = 0;
        for (int i = 0; i < g.Length; i++)
            worst = Math.Max(worst, Math.Abs(half[i] + half[i % size * size + i / size] - expected[i]));
        double scale = expected.Max(Math.Abs);
        Assert.True(worst <= 1e-4 * scale, $"{worst / scale}");
    }

    /// <summary>
    /// gamma = 0, Lambda = 1, d = 2: in L2 nothing grows faster under P + X than by the compression d (d-1) Lambda = 2 of the drift, the edge of the box included. Euler
    /// steps from noise find the rate of the fastest growing field.
    /// </summary>
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void Nothing_grows_faster_than_the_drift_compresses(int points)
    {
        const double bound = 2;
        var grid = new VelocityGrid(2, points, 4);
        var kernel = new CollisionKernel(0, 1);
        using var pairs = new PairCollisions(grid, kernel, new CollisionOptions());
        using var cross = new CrossDiffusion(grid, kernel);
        int size = grid.Size;
        double[] field = new double[size * size], change = new double[size * size], none = new double[size];
        var random = new Random(3);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                field[i * size + j] = field[j * size + i] = random.NextDouble() - 0.5;
        }
        double step = points == 8 ? 1e-3 : 4e-4;
        for (int k = 0; k < 1000; k++)
        {
            pairs.ApplyPairOperator(field, change);
            fixed (double* density = none, correlation = field)
                cross.Evaluate(density, correlation, 1);
            ReadOnlySpan<double> half = cross.Half;
            for (int i = 0; i < change.Length; i++)
                change[i] += half[i] + half[i % size * size + i / size];
            double squared = TensorPrimitives.Dot<double>(field, field);
            double rate = TensorPrimitives.Dot<double>(field, change) / squared;
            Assert.True(rate <= bound * (1 + 1e-6), $"{rate} at step {k}");
            for (int i = 0; i < field.Length; i++)
                field[i] = (field[i] + step * change[i]) / Math.Sqrt(squared);
        }
    }
}
