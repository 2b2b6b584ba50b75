using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Equations;

/// <summary>What one evaluation of the cluster hierarchy must satisfy, whatever the state.</summary>
public class ClusterHierarchyTests
{
    private static readonly CollisionOptions Plain = new() { Conservative = false, EquilibriumPreserving = false, PaddedPair = true };

    private static double[] Anisotropic(VelocityGrid grid) => grid.Dimension == 2
        ? PairMoments.Gaussians(grid, (0.6, [0.3, -0.2], [0.7, 0.4]), (0.4, [-0.45, 0.3], [0.5, 0.9]))
        : PairMoments.Gaussians(grid, (0.6, [0.3, -0.2, 0.1], [0.7, 0.4, 0.5]), (0.4, [-0.45, 0.3, -0.15], [0.5, 0.9, 0.6]));

    /// <summary>A correlation with zero marginals that has no symmetry but exchange: x f times y f with x of zero mean.</summary>
    private static double[] SomeCorrelation(VelocityGrid grid, double[] density)
    {
        int size = grid.Size;
        double X(int i) => grid.Velocity(i, 0) + 0.3 * grid.Velocity(i, 1);
        double centre = PairMoments.Mean(grid, density, X) / PairMoments.Mean(grid, density, _ => 1);
        var correlation = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                correlation[i * size + j] = 0.05 * density[i] * density[j] * (X(i) - centre) * (X(j) - centre);
        }
        return correlation;
    }

    private static double[] State(ClusterHierarchy equation, VelocityGrid grid)
    {
        double[] density = Anisotropic(grid), state = new double[equation.Length];
        equation.SetChaotic(density, state);
        SomeCorrelation(grid, density).CopyTo(state, grid.Size);
        return state;
    }

    /// <summary>T h = ( Q(f+h) - Q(f-h) )/2 because Q is bilinear: the columns of the linearised operator against the direct solver.</summary>
    [Theory]
    [InlineData(2, 12, -3, true)]
    [InlineData(2, 16, 0, true)]
    [InlineData(2, 12, -1, false)]
    [InlineData(3, 8, -3, true)]
    [InlineData(3, 8, -3, false)]
    public void Linearised_operator_is_the_difference_of_landau(int dimension, int points, double gamma, bool padded)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        var kernel = new CollisionKernel(gamma, 0.8);
        CollisionOptions options = Plain with { PaddedPair = padded, PaddedLandau = padded };
        using var equation = new ClusterHierarchy("cluster", grid, kernel, ParticleNumber.Infinity, options);
        using var landau = new LandauOperator(grid, kernel, options);
        double[] state = State(equation, grid), derivative = new double[state.Length];
        equation.Evaluate(state, derivative);
        int size = grid.Size;
        double[,] first = new double[size, size];
        double[] plus = new double[size], minus = new double[size], up = new double[size], down = new double[size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
            {
                double h = state[size + i * size + j];
                (plus[i], minus[i]) = (state[i] + h, state[i] - h);
            }
            landau.Apply(plus, up);
            landau.Apply(minus, down);
            for (int i = 0; i < size; i++)
                first[i, j] = 0.5 * (up[i] - down[i]);
        }
        double scale = 0, worst = 0;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double expected = first[i, j] + first[j, i];
                scale = Math.Max(scale, Math.Abs(expected));
                worst = Math.Max(worst, Math.Abs(expected - derivative[size + i * size + j]));
            }
        }
        Assert.True(worst <= 1e-11 * scale, $"{worst / scale}");
    }

    /// <summary>C[f x f] = Q(f,f): the sum over v2 at true differences is the padded convolution.</summary>
    [Theory]
    [InlineData(2, 32, -3)]
    [InlineData(2, 32, 0)]
    [InlineData(3, 16, -3)]
    public void Collision_of_a_product_is_landau(int dimension, int points, double gamma)
    {
        var grid = new VelocityGrid(dimension, points, dimension == 2 ? 6 : 4.5);
        var kernel = new CollisionKernel(gamma, 0.8);
        using var landau = new LandauOperator(grid, kernel, Plain);
        using var pairs = new PairCollisions(grid, kernel, Plain);
        using var derivative = new SpectralDerivative(grid);
        int size = grid.Size;
        double[] f = Anisotropic(grid), product = new double[size * size], expected = new double[size], actual = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                product[i * size + j] = f[i] * f[j];
        }
        pairs.ApplyPairOperator(product, new double[size * size]);
        double[] flux = [.. Enumerable.Range(0, dimension).SelectMany(a => pairs.CollisionFlux(a).ToArray())];
        derivative.Divergence(flux, actual);
        landau.Apply(f, expected);
        double scale = expected.Max(Math.Abs);
        double worst = expected.Zip(actual, (x, y) => Math.Abs(x - y)).Max();
        Assert.True(worst <= (dimension == 2 ? 2e-6 : 2e-3) * scale, $"{worst / scale}");
    }

    [Theory]
    [InlineData(2, 16, -3, 4)]
    [InlineData(2, 18, 0, 16)]
    [InlineData(3, 8, -3, 8)]
    [InlineData(2, 16, -3, 2)]
    public void Marginals_exchange_and_invariants_hold_to_round_off(int dimension, int points, double gamma, int particles)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        using var equation = new ClusterHierarchy("cluster", grid, new CollisionKernel(gamma, 1), new ParticleNumber(particles), new CollisionOptions());
        double[] state = State(equation, grid), derivative = new double[state.Length];
        equation.Evaluate(state, derivative);
        int size = grid.Size;
        ReadOnlySpan<double> f = equation.DensityOf(state), change = equation.DensityOf(derivative), pairChange = equation.CorrelationOf(derivative);
        double scale = 0;
        foreach (double value in pairChange)
            scale += Math.Abs(value);
        scale *= grid.CellVolume * grid.CellVolume;
        Assert.True(PairMoments.MarginalDefect(grid, pairChange) <= 1e-13 * scale, $"{PairMoments.MarginalDefect(grid, pairChange)} of {scale}");
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.Equal(pairChange[i * size + j], pairChange[j * size + i]);
        }
        Assert.True(Math.Abs(PairMoments.Mean(grid, change, _ => 1)) <= 1e-14);
        Func<int, double>[] invariants =
            [.. Enumerable.Range(0, dimension).Select(a => (Func<int, double>)(i => grid.Velocity(i, a))), grid.SpeedSquared];
        foreach (Func<int, double> phi in invariants)
        {
            Assert.True(Math.Abs(PairMoments.Mean(grid, change, phi)) <= 1e-12, $"{PairMoments.Mean(grid, change, phi)}");
            foreach (Func<int, double> psi in invariants)
            {
                double means = PairMoments.Mean(grid, change, phi) * PairMoments.Mean(grid, f, psi) + PairMoments.Mean(grid, f, phi) * PairMoments.Mean(grid, change, psi);
                double single = PairMoments.Mean(grid, change, i => phi(i) * psi(i)), pair = PairMoments.Pair(grid, pairChange, phi, psi) + means;
                Assert.True(Math.Abs(single + (particles - 1) * pair) <= 1e-11 * Math.Max(1, Math.Abs(single)), $"{single} {pair}");
            }
        }
    }

    /// <summary>With g = 0 the mean-field limit is the Landau equation: the same derivative of f, and none of g.</summary>
    [Fact]
    public void Chaotic_data_stay_chaotic_in_the_mean_field_limit()
    {
        var grid = new VelocityGrid(2, 16, 4);
        var kernel = new CollisionKernel(-3, 1);
        using var equation = new ClusterHierarchy("cluster", grid, kernel, ParticleNumber.Infinity, new CollisionOptions());
        using var landau = new LandauEquation(grid, kernel, new CollisionOptions());
        double[] f = Anisotropic(grid), state = new double[equation.Length], derivative = new double[equation.Length], expected = new double[grid.Size];
        equation.SetChaotic(f, state);
        landau.SetChaotic(f, new double[grid.Size]);
        landau.Evaluate(f, expected);
        equation.Evaluate(state, derivative);
        for (int i = 0; i < grid.Size; i++)
            Assert.True(Math.Abs(expected[i] - derivative[i]) <= 1e-13);
        Assert.All(derivative[grid.Size..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Evaluation_allocates_nothing()
    {
        var grid = new VelocityGrid(2, 12, 4);
        using var equation = new ClusterHierarchy("cluster", grid, new CollisionKernel(-3, 1), new ParticleNumber(4), new CollisionOptions());
        double[] state = State(equation, grid), derivative = new double[state.Length];
        for (int i = 0; i < 3; i++)
            equation.Evaluate(state, derivative);
        long before = GC.GetAllocatedBytesForCurrentThread();
        equation.Evaluate(state, derivative);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
