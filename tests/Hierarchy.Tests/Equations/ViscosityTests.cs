using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.Tests.Collisions;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The Laplacians that come with a regularised kernel, at both levels, against Gaussians that spread and the energy law (2.22).</summary>
public sealed class ViscosityTests
{
    private const double Negligible = 1e-13;

    /// <summary>Without collisions the mean of |v|^2/d grows by 2 nu t: viscosity counts in full, a multiple of I in A with (N-1)/N.</summary>
    [Theory]
    [InlineData("cutoff", 2, 4, 1)]
    [InlineData("cutoff", 3, 0, 1)]
    [InlineData("elliptic", 2, 0, 1)]
    [InlineData("elliptic", 2, 4, 0.75)]
    public void A_gaussian_spreads_at_level_one(string name, int dimension, int particles, double share)
    {
        const double epsilon = 0.2, time = 0.3;
        var grid = new VelocityGrid(dimension, dimension == 2 ? 40 : 20, dimension == 2 ? 7 : 6);
        CollisionKernel kernel = RegularisationTests.Kernel(name, -3, epsilon, Negligible);
        using var equation = new LandauEquation("tensorised", Count(particles), grid, kernel, new CollisionOptions());
        double[] start = new double[dimension], state = new double[equation.Length];
        start[0] = 0.3;
        equation.SetChaotic(OnGrid(grid, GaussianDensity.Isotropic(start, 0.9)), state);
        Evolution.Run(equation, state, 1e-8, [time], _ => { });
        double[] exact = OnGrid(grid, GaussianDensity.Isotropic(start, 0.9 + 2 * share * epsilon * time));
        Assert.InRange(Distance(state, exact), 0, dimension == 2 ? 2e-8 : 1e-5);
    }

    /// <summary>
    /// Without collisions N Gaussian particles stay Gaussian. Elliptic: (eps/N) sum_{i &lt; j} (grad_i - grad_j)^2 gives every particle the covariance
    /// 2 eps t (N-1)/N and every pair -2 eps t/N. Viscosity: 2 eps t and none.
    /// </summary>
    [Theory]
    [InlineData("elliptic", 2, 2)]
    [InlineData("elliptic", 2, 5)]
    [InlineData("elliptic", 2, 0)]
    [InlineData("elliptic", 3, 3)]
    [InlineData("cutoff", 2, 2)]
    [InlineData("cutoff", 2, 5)]
    public void A_gaussian_pair_spreads_at_level_two(string name, int dimension, int particles)
    {
        const double epsilon = 0.3, time = 0.25;
        var grid = new VelocityGrid(dimension, dimension == 2 ? 20 : 10, dimension == 2 ? 5.5 : 4);
        CollisionKernel kernel = RegularisationTests.Kernel(name, -3, epsilon, Negligible);
        using var equation = new ClusterHierarchy("cluster", grid, kernel, Count(particles), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(OnGrid(grid, GaussianDensity.Isotropic(new double[dimension], 0.9)), state);
        Evolution.Run(equation, state, 1e-7, [time], _ => { });

        bool elliptic = name == "elliptic";
        double inverse = particles == 0 ? 0 : 1.0 / particles, variance = 0.9 + 2 * epsilon * time * (elliptic ? 1 - inverse : 1);
        double covariance = elliptic ? -2 * epsilon * time * inverse : 0;
        double[] density = OnGrid(grid, GaussianDensity.Isotropic(new double[dimension], variance));
        double[] correlation = Correlation(grid, variance, covariance, density);
        // Ten points for a thermal speed of 0.95 in a box of 8.
        double tolerance = dimension == 2 ? 5e-6 : 8e-3;
        Assert.InRange(Distance(state.AsSpan(0, grid.Size), density), 0, tolerance);
        Assert.InRange(Distance(state.AsSpan(grid.Size), correlation), 0, tolerance);
    }

    /// <summary>(2.22): mass and momentum stay, E|v|^2 grows by 2 d nu t, with collisions, at both levels.</summary>
    [Theory]
    [InlineData("cutoff", 4, false)]
    [InlineData("cutoff", 4, true)]
    [InlineData("elliptic", 4, false)]
    [InlineData("elliptic", 4, true)]
    [InlineData("elliptic", 2, true)]
    [InlineData("softened", 4, true)]
    [InlineData("softened", 0, true)]
    public void The_energy_grows_as_stated(string name, int particles, bool pairs)
    {
        const double epsilon = 0.15, time = 0.4;
        var grid = new VelocityGrid(2, 16, 5);
        CollisionKernel kernel = RegularisationTests.Kernel(name, -3, epsilon);
        ParticleNumber count = Count(particles);
        using IKineticEquation equation = pairs
            ? new ClusterHierarchy("cluster", grid, kernel, count, new CollisionOptions())
            : new LandauEquation("tensorised", count, grid, kernel, new CollisionOptions());
        double[] state = new double[equation.Length];
        double[] datum = OnGrid(grid, GaussianDensity.Diagonal([0.9, 0.1], [0.6, 0.5], 0.5), GaussianDensity.Diagonal([-1, 0.2], [0.5, 0.8], 0.5));
        equation.SetChaotic(datum, state);
        GridMoments before = GridMoments.Of(grid, state);
        Evolution.Run(equation, state, 1e-4, [time], _ => { });
        GridMoments after = GridMoments.Of(grid, state);
        double rate = name switch { "cutoff" => 4 * epsilon, "elliptic" => 4 * epsilon * (1 - 1.0 / particles), _ => 0 };
        Assert.Equal(before.Mass, after.Mass, 1e-12);
        Assert.Equal(before.Momentum[0], after.Momentum[0], 1e-12);
        Assert.Equal(before.Momentum[1], after.Momentum[1], 1e-12);
        Assert.Equal(before.Energy + rate * time * before.Mass, after.Energy, 1e-11);
        Assert.Equal(rate, kernel.HeatingRate(2, count.Outside(1)), 1e-15);
    }

    /// <summary>The zero marginals and the exchange symmetry of g do not depend on the regularisation.</summary>
    [Theory]
    [InlineData("cutoff")]
    [InlineData("softened")]
    [InlineData("elliptic")]
    public void Correlations_keep_their_marginals(string name)
    {
        var grid = new VelocityGrid(2, 12, 4.5);
        using var equation = new ClusterHierarchy("cluster", grid, RegularisationTests.Kernel(name, -3, 0.2), new ParticleNumber(3), new CollisionOptions());
        double[] state = new double[equation.Length];
        equation.SetChaotic(OnGrid(grid, GaussianDensity.Diagonal([0.4, 0], [0.6, 1], 0.5), GaussianDensity.Diagonal([-0.4, 0], [1, 0.8], 0.5)), state);
        Evolution.Run(equation, state, 1e-4, [0.3], _ => { });
        Span<double> correlation = state.AsSpan(grid.Size);
        double largest = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            double marginal = 0;
            for (int j = 0; j < grid.Size; j++)
            {
                Assert.Equal(correlation[i * grid.Size + j], correlation[j * grid.Size + i]);
                marginal += grid.CellVolume * correlation[i * grid.Size + j];
                largest = Math.Max(largest, Math.Abs(correlation[i * grid.Size + j]));
            }
            Assert.InRange(Math.Abs(marginal), 0, 1e-15);
        }
        Assert.True(largest > 2e-5);
    }

    /// <summary>P of the elliptic kernel: sum F P F = -h^{2d} sum X.(A + eps) X with X = (grad_1 - grad_2) F, at most that of the Landau part alone.</summary>
    [Fact]
    public void The_elliptic_pair_operator_dissipates_more()
    {
        var grid = new VelocityGrid(2, 8, 4);
        int size = grid.Size;
        using var plain = new PairCollisions(grid, new CollisionKernel(-3, 0.7), new CollisionOptions());
        using var elliptic = new PairCollisions(grid, RegularisationTests.Kernel("elliptic", -3, 0.3, 0.7), new CollisionOptions());
        var random = new Random(4);
        double[] pairs = new double[size * size], one = new double[size * size], other = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                pairs[i * size + j] = pairs[j * size + i] = random.NextDouble() - 0.5;
        }
        plain.ApplyPairOperator(pairs, one);
        elliptic.ApplyPairOperator(pairs, other);
        double difference = 0, square = 0;
        using var derivative = new SpectralDerivative(grid);
        double[] alongFirst = new double[2 * size * size], gradient = new double[2 * size];
        for (int j = 0; j < size; j++)
        {
            derivative.Gradient(pairs.AsSpan(j * size, size), gradient);
            for (int i = 0; i < 2 * size; i++)
                alongFirst[(i / size * size + i % size) * size + j] = gradient[i];
        }
        for (int i = 0; i < size * size; i++)
        {
            difference += pairs[i] * (other[i] - one[i]);
            int transposed = i % size * size + i / size;
            for (int a = 0; a < 2; a++)
                square += Math.Pow(alongFirst[a * size * size + i] - alongFirst[a * size * size + transposed], 2);
        }
        Assert.Equal(-0.3 * square, difference, 1e-10 * square);
    }

    private static ParticleNumber Count(int particles) => particles == 0 ? ParticleNumber.Infinity : new ParticleNumber(particles);

    private static double[] OnGrid(VelocityGrid grid, params IInitialDensity[] components)
    {
        double[] values = new double[grid.Size];
        InitialDensities.OnGrid(grid, components, values);
        return values;
    }

    /// <summary>N(0, [variance, covariance; covariance, variance] x I) less f x f.</summary>
    private static double[] Correlation(VelocityGrid grid, double variance, double covariance, double[] density)
    {
        int size = grid.Size, d = grid.Dimension;
        double determinant = variance * variance - covariance * covariance, norm = Math.Pow(2 * Math.PI * Math.Sqrt(determinant), -d);
        double[] correlation = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double product = 0;
                for (int a = 0; a < d; a++)
                    product += grid.Velocity(i, a) * grid.Velocity(j, a);
                double exponent = (variance * (grid.SpeedSquared(i) + grid.SpeedSquared(j)) - 2 * covariance * product) / (2 * determinant);
                correlation[i * size + j] = norm * Math.Exp(-exponent) - density[i] * density[j];
            }
        }
        return correlation;
    }

    private static double Distance(ReadOnlySpan<double> values, ReadOnlySpan<double> exact)
    {
        double worst = 0, largest = 1e-300;
        for (int i = 0; i < exact.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(values[i] - exact[i]));
            largest = Math.Max(largest, Math.Abs(exact[i]));
        }
        return largest < 1e-12 ? worst : worst / largest;
    }
}
