using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.Tests.Verification;

namespace Hierarchy.Tests.Equations;

/// <summary>The pair operator on a product by convolutions: against the visit of all pairs, against sums written out, and what makes it dissipative.</summary>
public sealed class FactorConvolutionTests : IDisposable
{
    private static readonly CollisionKernel Coulomb = new(-3, 1);
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    /// <summary>With 2n points no pair is left out: P[f x f] on columns, the half of it that the Galerkin product takes, and its marginal.</summary>
    [Theory]
    [InlineData(2, 16)]
    [InlineData(3, 12)]
    [InlineData(3, 16)]
    public void Equals_the_visit_of_all_pairs(int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 4.5);
        using var bench = new Bench(grid, 2 * points);
        using var fields = bench.Fields(Datum(grid));
        using DenseMatrix columns = RandomProbes.Of(grid.Size, 5), whole = bench.Convolution.Apply(fields, columns, whole: true),
            half = bench.Convolution.Apply(fields, columns, whole: false);
        using DenseMatrix visited = bench.Visit(fields, columns, whole: true), halfVisited = bench.Visit(fields, columns, whole: false);
        Assert.True(TensorPrimitives.Distance<double>(visited.Values, whole.Values) <= 1e-13 * TensorPrimitives.Norm<double>(visited.Values));
        Assert.True(TensorPrimitives.Distance<double>(halfVisited.Values, half.Values) <= 1e-13 * TensorPrimitives.Norm<double>(halfVisited.Values));
        using DenseMatrix product = DenseMatrix.TransposeProduct(columns, whole), part = DenseMatrix.TransposeProduct(columns, half);
        for (int i = 0; i < product.Rows; i++)
        {
            for (int j = 0; j < product.Rows; j++)
                Assert.Equal(product[i, j], part[i, j] + part[j, i], 1e-12 * TensorPrimitives.Norm<double>(product.Values));
        }
    }

    /// <summary>With 3n/2 points only what two opposite tails do to each other changes.</summary>
    [Fact]
    public void A_shorter_continuation_changes_what_two_tails_do()
    {
        var grid = new VelocityGrid(3, 16, 5.5);
        using var exact = new Bench(grid, 32);
        using var shorter = new Bench(grid, KernelMultipliers.ShortLength(16));
        Assert.Equal(24, shorter.Convolution.Length);
        using var fields = exact.Fields(Datum(grid));
        using DenseMatrix columns = RandomProbes.Of(grid.Size, 3), one = exact.Convolution.Apply(fields, columns, whole: true),
            other = shorter.Convolution.Apply(fields, columns, whole: true);
        double difference = TensorPrimitives.Distance<double>(one.Values, other.Values) / TensorPrimitives.Norm<double>(one.Values);
        Assert.InRange(difference, 1e-12, 1e-5);
    }

    /// <summary>
    /// The operator F -> P F on all symmetric F, made of its values on products by polarisation, has no positive eigenvalue: of minus the matrix plus rounding
    /// there is a Cholesky factor.
    /// </summary>
    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    public void Is_dissipative(int length)
    {
        var grid = new VelocityGrid(2, 8, 4);
        using var bench = new Bench(grid, length);
        using DenseMatrix units = Unit(grid.Size);
        int size = grid.Size, count = size * (size + 1) / 2;
        DenseMatrix[] own = [.. Enumerable.Range(0, size).Select(i => bench.Image(units, i, i))];
        double[][] columns = new double[count][];
        for (int i = 0, column = 0; i < size; i++)
        {
            for (int j = i; j < size; j++, column++)
            {
                // P[e_i x e_j + e_j x e_i], and its coefficients in the orthonormal basis of symmetric F.
                using DenseMatrix image = i == j ? own[i].Clone() : bench.Image(units, i, j);
                double factor = i == j ? 1 : Math.Sqrt(0.5);
                if (i != j)
                {
                    TensorPrimitives.Subtract(image.Values, own[i].Values, image.Values);
                    TensorPrimitives.Subtract(image.Values, own[j].Values, image.Values);
                }
                columns[column] = [.. Enumerable.Range(0, size).SelectMany(
                    k => Enumerable.Range(k, size - k).Select(l => -factor * (k == l ? image[k, k] : Math.Sqrt(2) * image[k, l])))];
            }
        }
        double largest = columns.Max(column => TensorPrimitives.Norm<double>(column));
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.True(Math.Abs(columns[i][j] - columns[j][i]) < 1e-12 * largest);
        }
        Assert.True(HasCholeskyFactor(columns, 1e-12 * largest));
        foreach (DenseMatrix image in own)
            image.Dispose();
    }

    /// <summary>Whether a symmetric matrix with a shift of its diagonal is positive definite; overwrites its lower half by the factor.</summary>
    private static bool HasCholeskyFactor(double[][] rows, double shift)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < i; j++)
                rows[i][j] = (rows[i][j] - TensorPrimitives.Dot<double>(rows[i].AsSpan(0, j), rows[j].AsSpan(0, j))) / rows[j][j];
            double rest = rows[i][i] + shift - TensorPrimitives.SumOfSquares<double>(rows[i].AsSpan(0, i));
            if (!(rest > 0))
                return false;
            rows[i][i] = Math.Sqrt(rest);
        }
        return true;
    }

    /// <summary>C[g] against the sum over pairs of points written out.</summary>
    [Theory]
    [InlineData(2, 12)]
    [InlineData(3, 8)]
    public void Collisions_are_those_of_the_sum_over_pairs(int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        using var bench = new Bench(grid, 2 * points);
        using DenseMatrix factors = RandomProbes.Of(grid.Size, 3);
        double[] weights = [0.5, -0.3, 0.1], found = bench.Convolution.CollisionFlux(factors, weights), expected = bench.CollisionFlux(factors, weights);
        Assert.True(TensorPrimitives.Distance<double>(expected, found) <= 1e-13 * TensorPrimitives.Norm<double>(expected));
    }

    /// <summary>C[f x f] is Q(f,f), which the Landau operator forms from A*f and B*f.</summary>
    [Theory]
    [InlineData(2, 24)]
    [InlineData(3, 16)]
    public void Collisions_of_a_product_are_the_Landau_operator(int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 4.5);
        using var bench = new Bench(grid, 2 * points);
        double[] density = Datum(grid), collisions = new double[grid.Size], landau = new double[grid.Size];
        using var column = new DenseMatrix(grid.Size, 1);
        column.SetColumn(0, density);
        using var derivative = new SpectralDerivative(grid);
        derivative.Divergence(bench.Convolution.CollisionFlux(column, [1]), collisions);
        using var direct = new LandauOperator(grid, Coulomb, new CollisionOptions());
        direct.Apply(density, landau);
        Assert.True(TensorPrimitives.Distance<double>(landau, collisions) <= 0.01 * TensorPrimitives.Norm<double>(landau));
    }

    /// <summary>The same bits whatever the number of threads.</summary>
    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var grid = new VelocityGrid(3, 8, 4);
        double[] weights = [.. Enumerable.Range(0, 40).Select(k => 1.0 / (1 + k))];
        double[][] results = [.. ((int[])[1, 2, 3]).Select(threads =>
        {
            WorkCrew.Threads = threads;
            using var bench = new Bench(grid, 12);
            using var fields = bench.Fields(Datum(grid));
            using DenseMatrix columns = RandomProbes.Of(grid.Size, 40), whole = bench.Convolution.Apply(fields, columns, whole: true);
            return (double[])[.. whole.Values, .. bench.Convolution.CollisionFlux(columns, weights)];
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    private static double[] Datum(VelocityGrid grid) => grid.Dimension == 2
        ? PairMoments.Gaussians(grid, (0.6, [0.4, -0.2], [0.9, 0.5]), (0.4, [-0.6, 0.3], [0.5, 0.6]))
        : PairMoments.Gaussians(grid, (1, [0.1, 0, -0.2], [1.0, 0.6, 0.7]));

    private static DenseMatrix Unit(int size)
    {
        var unit = new DenseMatrix(size, size);
        for (int i = 0; i < size; i++)
            unit[i, i] = 1;
        return unit;
    }

    /// <summary>The convolution beside the visit of all pairs.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly VelocityGrid _grid;
        private readonly PairLayout _layout;
        private readonly PairKernelTables _tables;
        private readonly FactorPairs _pairs;
        private readonly FactorCollisions _columns;

        public Bench(VelocityGrid grid, int length)
        {
            _grid = grid;
            _layout = new PairLayout(grid);
            _tables = new PairKernelTables(_layout, Coulomb);
            _pairs = new FactorPairs(_layout, _tables);
            _columns = new FactorCollisions(_layout, Coulomb, new CollisionOptions());
            Convolution = new FactorConvolution(_layout, _tables, length);
        }

        public FactorConvolution Convolution { get; }

        public void Dispose()
        {
            Convolution.Dispose();
            _columns.Dispose();
            _pairs.Dispose();
            _tables.Dispose();
        }

        /// <summary>f and its gradient.</summary>
        public NativeBuffer Fields(double[] density)
        {
            var fields = new NativeBuffer((_grid.Dimension + 1) * _grid.Size);
            using var derivative = new SpectralDerivative(_grid);
            density.CopyTo(fields.Span);
            derivative.Gradient(density, fields.Span[_grid.Size..]);
            return fields;
        }

        /// <summary>P[f x f] of f = e_i + e_j, or e_i if j = i, as a matrix.</summary>
        public DenseMatrix Image(DenseMatrix units, int i, int j)
        {
            double[] density = new double[_grid.Size];
            density[i] = density[j] = 1;
            using NativeBuffer fields = Fields(density);
            return Convolution.Apply(fields, units, whole: true);
        }

        /// <summary>f x f as a correlation of one product, every pair visited.</summary>
        public DenseMatrix Visit(NativeBuffer fields, DenseMatrix columns, bool whole)
        {
            int size = _grid.Size, d = _grid.Dimension;
            _pairs.Select(fields.Span[..size]);
            Assert.Equal(1, _pairs.Share);
            using var factor = new DenseMatrix(size, 1);
            factor.SetColumn(0, fields.Span[..size]);
            DenseMatrix[] gradient = [.. Enumerable.Range(0, d).Select(a =>
            {
                var column = new DenseMatrix(size, 1);
                column.SetColumn(0, fields.Span.Slice((1 + a) * size, size));
                return column;
            })];
            DenseMatrix[] slopes = [.. Enumerable.Range(0, d).Select(a =>
            {
                var slope = new DenseMatrix(size, columns.Columns);
                _columns.Differentiate(columns, a, slope);
                return slope;
            })];
            using var rows = new PairRows(_pairs.Points.Rows, 1, columns.Columns, d, whole);
            Pick(factor, rows.Factors);
            Pick(columns, rows.Tests);
            for (int a = 0; a < d; a++)
                Pick(gradient[a], rows.Weighted[a]);
            for (int a = 0; a < d && whole; a++)
                Pick(slopes[a], rows.Slopes[a]);
            using FactorPairSums sums = _pairs.Visit(rows);
            var result = new DenseMatrix(size, columns.Columns);
            DenseMatrix[] fluxes = [.. sums.Fluxes.Select(flux => Spread(flux))];
            if (whole)
            {
                using DenseMatrix images = Spread(sums.Images!);
                images.Values.CopyTo(result.Values);
            }
            _columns.AddDivergence(fluxes, result);
            foreach (DenseMatrix matrix in (DenseMatrix[])[.. gradient, .. slopes, .. fluxes])
                matrix.Dispose();
            return result;
        }

        /// <summary>sum_k weights_k h^d sum over w of A(v-w) (grad u_k(v) u_k(w) - u_k(v) grad u_k(w)), with the band-limited kernel.</summary>
        public double[] CollisionFlux(DenseMatrix factors, double[] weights)
        {
            int size = _grid.Size, d = _grid.Dimension;
            double[] flux = new double[d * size];
            for (int k = 0; k < weights.Length; k++)
            {
                using NativeBuffer fields = Fields(factors.Column(k));
                Span<double> u = fields.Span[..size], slopes = fields.Span[size..];
                for (int i = 0; i < size; i++)
                {
                    for (int j = 0; j < size; j++)
                    {
                        int at = _layout.Origin + _layout.Offset[j] - _layout.Offset[i];
                        for (int a = 0; a < d; a++)
                        {
                            for (int b = 0; b < d; b++)
                            {
                                double kernel = _tables.Spectral.Span[SymmetricIndex.Of(d, a, b) * _tables.Stride + at];
                                flux[a * size + i] += weights[k] * kernel * (slopes[b * size + i] * u[j] - u[i] * slopes[b * size + j]);
                            }
                        }
                    }
                }
            }
            return flux;
        }

        private DenseMatrix Spread(DenseMatrix rows) => _pairs.Points.ToColumns(rows, All(rows));

        /// <summary>The rows of the points in the order of the visit.</summary>
        private void Pick(DenseMatrix columns, DenseMatrix rows) => _pairs.Points.ToRows(columns, All(rows), rows);

        private ColumnWave All(DenseMatrix rows) => new RowTeam(null, _grid.Size).Waves([0, rows.Columns], 1).Single();
    }
}
