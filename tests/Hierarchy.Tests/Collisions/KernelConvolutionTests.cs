using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;
using MathNet.Numerics;

namespace Hierarchy.Tests.Collisions;

public sealed class KernelConvolutionTests
{
    /// <summary>
    /// gamma = 0: A*f = Lambda ( (|v-u|^2 + tr S) I - (v-u)(v-u)^T - S ) and B*f = -(d-1) Lambda (v-u) for every density with mean u and covariance S,
    /// at points from which the whole density is seen within the radius 2L.
    /// </summary>
    [Theory]
    [InlineData(2, 48)]
    [InlineData(3, 40)]
    public void Maxwell_molecules_give_polynomials(int dimension, int points)
    {
        VelocityGrid grid = new(dimension, points, 8);
        double[] mean = dimension == 2 ? [0.4, -0.3] : [0.4, -0.3, 0.1];
        double[] covariance = dimension == 2 ? [0.9, 0.2, 0.2, 0.7] : [0.9, 0.2, -0.1, 0.2, 0.7, 0.1, -0.1, 0.1, 0.8];
        double[] fields = Convolve(grid, 0, 0.6, new GaussianDensity(mean, covariance));
        double trace = 0;
        for (int a = 0; a < dimension; a++)
            trace += covariance[a * dimension + a];
        for (int i = 0; i < grid.Size; i++)
        {
            if (grid.SpeedSquared(i) > 16)
                continue;
            double[] w = [.. Enumerable.Range(0, dimension).Select(a => grid.Velocity(i, a) - mean[a])];
            double square = w.Sum(x => x * x);
            for (int a = 0; a < dimension; a++)
            {
                for (int b = a; b < dimension; b++)
                {
                    double exact = 0.6 * ((a == b ? square + trace : 0) - w[a] * w[b] - covariance[a * dimension + b]);
                    Assert.Equal(exact, fields[SymmetricIndex.Of(dimension, a, b) * grid.Size + i], 1e-9);
                }
                Assert.Equal(-0.6 * (dimension - 1) * w[a], fields[(SymmetricIndex.Count(dimension) + a) * grid.Size + i], 1e-9);
            }
        }
    }

    /// <summary>
    /// Coulomb, d = 3, unit Maxwellian: B*f = 2 grad(E(r)/r), E = erf(r/sqrt 2), and v.(A*f)v/|v|^2 = 2 (E/r - E')/(r^2) (Rosenbluth's potentials).
    /// </summary>
    [Fact]
    public void Coulomb_gives_the_rosenbluth_potentials()
    {
        VelocityGrid grid = new(3, 48, 6);
        double[] fields = Convolve(grid, -3, 1, GaussianDensity.Isotropic([0, 0, 0], 1));
        for (int i = 0; i < grid.Size; i += 7)
        {
            double square = grid.SpeedSquared(i), r = Math.Sqrt(square);
            if (r is < 0.2 or > 4)
                continue;
            double error = SpecialFunctions.Erf(r / Math.Sqrt(2)), slope = Math.Sqrt(2 / Math.PI) * Math.Exp(-0.5 * square);
            double radial = 0;
            for (int a = 0; a < 3; a++)
            {
                double exact = 2 * grid.Velocity(i, a) / r * (slope / r - error / square);
                Assert.Equal(exact, fields[(6 + a) * grid.Size + i], 1e-8);
                for (int b = 0; b < 3; b++)
                    radial += grid.Velocity(i, a) * grid.Velocity(i, b) / square * fields[SymmetricIndex.Of(3, a, b) * grid.Size + i];
            }
            Assert.Equal(2 * (error / r - slope) / square, radial, 1e-8);
        }
    }

    /// <summary>One whole symbol after the other on all modes of the box continued by zeros, with a density that has no symmetry: the powers of wavenumbers taken axis by axis are the same.</summary>
    [Theory]
    [InlineData(8, -3)]
    [InlineData(10, 0)]
    [InlineData(18, -2)]
    [InlineData(20, 1)]
    public void Every_field_is_the_product_with_its_symbol(int points, double gamma)
    {
        VelocityGrid grid = new(3, points, 4);
        CollisionKernel kernel = new(gamma, 0.7);
        var random = new Random(points);
        double[] density = [.. Enumerable.Range(0, grid.Size).Select(_ => random.NextDouble() - 0.3)], fields = new double[9 * grid.Size];
        using (KernelConvolution convolution = new(grid, kernel, padded: true))
            convolution.Apply(density, fields);
        var transform = KernelTransform.Padded(kernel, grid);
        var plan = new PaddedFourierTransform(3, points, 1);
        double[] re = new double[transform.Size], im = new double[transform.Size], symbol = new double[transform.Size], value = new double[grid.Size], rest = new double[grid.Size];
        for (int field = 0; field < 9; field++)
        {
            plan.Forward(density, [], re, im);
            if (field < 6)
                transform.FillComponent(field < 3 ? 0 : field < 5 ? 1 : 2, field < 3 ? field : field < 5 ? field - 2 : 2, symbol);
            else
                transform.FillDivergence(field - 6, symbol);
            for (int i = 0; i < symbol.Length; i++)
                (re[i], im[i]) = field < 6 ? (symbol[i] * re[i], symbol[i] * im[i]) : (-symbol[i] * im[i], symbol[i] * re[i]);
            plan.Inverse(re, im, value, rest);
            double size = value.Max(Math.Abs);
            for (int i = 0; i < grid.Size; i++)
                Assert.Equal(value[i], fields[field * grid.Size + i], 2e-14 * size);
        }
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void One_thread_alone_gives_the_same_fields(int dimension, bool padded)
    {
        VelocityGrid grid = new(dimension, 18, 5);
        CollisionKernel kernel = new(-2, 1);
        double[] density = ExactRates.Sample(grid, GaussianDensity.Isotropic(new double[dimension], 0.8));
        int count = SymmetricIndex.Count(dimension) + dimension;
        double[] shared = new double[count * grid.Size], alone = new double[count * grid.Size];
        using (KernelConvolution convolution = new(grid, kernel, padded))
            convolution.Apply(density, shared);
        using (KernelConvolution convolution = new(grid, kernel, padded, threads: 1))
            convolution.Apply(density, alone);
        Assert.Equal(alone, shared);
    }

    private static double[] Convolve(VelocityGrid grid, double gamma, double strength, IInitialDensity density)
    {
        double[] fields = new double[(SymmetricIndex.Count(grid.Dimension) + grid.Dimension) * grid.Size];
        using KernelConvolution convolution = new(grid, new CollisionKernel(gamma, strength), padded: true);
        convolution.Apply(ExactRates.Sample(grid, density), fields);
        return fields;
    }
}
