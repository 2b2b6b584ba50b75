using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Correlations;

/// <summary>The forms of a pair correlation against plain loops over its formula, and against one another.</summary>
public sealed class PairCorrelationTests
{
    public static TheoryData<string, int, int> Forms => new()
    {
        { "dense", 2, 10 },
        { "single", 2, 10 },
        { "products", 2, 10 },
        { "products", 3, 8 },
        { "leading order", 2, 12 },
        { "zero", 2, 8 },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Rows_and_integrals_are_those_of_the_formula(string name, int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        (PairCorrelation form, Func<int, int, double> formula, double rounding) = Make(name, grid);
        double[] values = form.ToArray(), field = Field(grid, 7), row = new double[grid.Size];
        double largest = 0, square = 0, defect = 0, moment = 0;
        double[] image = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double marginal = 0;
            for (int j = 0; j < grid.Size; j++)
            {
                double exact = formula(i, j);
                Assert.Equal(exact, values[i * grid.Size + j], rounding);
                largest = Math.Max(largest, Math.Abs(exact));
                square += exact * exact;
                marginal += grid.CellVolume * exact;
                image[i] += grid.CellVolume * exact * field[j];
                moment += grid.CellVolume * grid.CellVolume * exact * grid.Velocity(i, 0) * grid.SpeedSquared(j);
            }
            defect = Math.Max(defect, Math.Abs(marginal));
            Assert.Equal(values.AsSpan(i * grid.Size, grid.Size), form.Row(i, row));
        }
        double scale = 1e3 * rounding;
        Assert.Equal(largest, form.MaxMagnitude(), rounding);
        Assert.Equal(grid.CellVolume * Math.Sqrt(square), form.Norm(), scale);
        Assert.Equal(defect, form.MarginalDefect(), scale);
        double[][] images = [new double[grid.Size]];
        form.Apply([field], images);
        Assert.All(images[0].Zip(image), pair => Assert.Equal(pair.Second, pair.First, scale));
        double[,] moments = form.Moments([[.. Enumerable.Range(0, grid.Size).Select(i => grid.Velocity(i, 0))], [.. Enumerable.Range(0, grid.Size).Select(grid.SpeedSquared)]]);
        Assert.Equal(moment, moments[0, 1], 1e2 * scale);
        Assert.Equal(moment, moments[1, 0], 1e2 * scale);
        Assert.Equal(values, form.Copy().ToArray());
        Assert.Equal(name == "zero", form.IsZero);
    }

    /// <summary>What visits need beside rows: sums over either velocity and the exchange defect, for rows taken eight at a time or one by one.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Visits_see_the_same_values_as_single_rows(string name, int dimension, int points)
    {
        var grid = new VelocityGrid(dimension, points, 4);
        (PairCorrelation form, _, double rounding) = Make(name, grid);
        double[] values = form.ToArray(), scratch = new double[form.ScratchLength];
        double defect = 0, expected = 0;
        for (int visit = 0; visit < form.Visits; visit++)
        {
            (int first, int count) = form.RangeOf(visit);
            Assert.Equal(values.AsSpan(first * grid.Size, count * grid.Size), form.Rows(first, count, scratch));
            defect = Math.Max(defect, form.ExchangeDefect(first, first + count));
        }
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < i; j++)
                expected = Math.Max(expected, Math.Abs(values[i * grid.Size + j] - values[j * grid.Size + i]));
        }
        // That of the expansion is formed from phi alone, whose products round otherwise than in rows.
        Assert.Equal(expected, defect, form is LeadingOrderCorrelation ? rounding : 0);
        double[][] fields = [Field(grid, 1), Field(grid, 2)], second = [new double[grid.Size], new double[grid.Size]], over = [new double[grid.Size], new double[grid.Size]];
        form.SumOverSecond(fields, second);
        form.SumOverFirst(fields, over);
        for (int i = 0; i < grid.Size; i++)
        {
            Assert.Equal(TensorPrimitives.Dot<double>(values.AsSpan(i * grid.Size, grid.Size), fields[1]), second[1][i], 1e3 * rounding);
            Assert.Equal(Enumerable.Range(0, grid.Size).Sum(k => values[k * grid.Size + i] * fields[0][k]), over[0][i], 1e3 * rounding);
        }
    }

    /// <summary>A product of trigonometric polynomials is its own interpolant, at the points and between them.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Between_the_points_it_is_the_trigonometric_interpolant(int dimension)
    {
        var grid = new VelocityGrid(dimension, 8, 2);
        double Wave(ReadOnlySpan<double> v) => 0.3 + Math.Cos(Math.PI * v[0]) - 0.5 * Math.Sin(Math.PI / 2 * v[1] + 0.2) + (v.Length > 2 ? Math.Sin(Math.PI / 2 * v[2]) : 0);
        double[] field = new double[grid.Size], point = new double[dimension];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int a = 0; a < dimension; a++)
                point[a] = grid.Velocity(i, a);
            field[i] = Wave(point);
        }
        PairCorrelation products = PairCorrelation.OfProducts(grid, [1.5], [field]), dense = PairCorrelation.Of(grid, products.ToArray());
        double[] first = [0.3, -1.91, 0.77], second = [-0.25, 2, -1.1];
        double exact = 1.5 * Wave(first.AsSpan(0, dimension)) * Wave(second.AsSpan(0, dimension));
        Assert.Equal(exact, products.At(first.AsSpan(0, dimension), second.AsSpan(0, dimension)), 1e-13);
        Assert.Equal(exact, dense.At(first.AsSpan(0, dimension), second.AsSpan(0, dimension)), 1e-13);
        Assert.Equal(products.ToArray()[grid.Size + 3], products.At([.. Velocity(grid, 1)], [.. Velocity(grid, 3)]), 1e-13);
        ArgumentException outside = Assert.Throws<ArgumentException>(() => products.At(new double[dimension], [2.1, .. new double[dimension - 1]]));
        Assert.Contains("outside the box", outside.Message, StringComparison.Ordinal);
        Assert.Contains("components", Assert.Throws<ArgumentException>(() => products.At([0], new double[dimension])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        var grid = new VelocityGrid(2, 8, 4);
        Assert.Throws<ArgumentException>(() => PairCorrelation.Of(grid, new double[grid.Size]));
        Assert.Throws<ArgumentException>(() => PairCorrelation.OfProducts(grid, [1, 2], [new double[grid.Size]]));
        Assert.Throws<ArgumentException>(() => PairCorrelation.OfProducts(grid, [1], [new double[grid.Size - 1]]));
        Assert.Throws<ArgumentException>(() => new SingleCorrelation(grid, new double[grid.Size * grid.Size]));
    }

    /// <summary>A grid of 48^3 points has 10^10 pairs, more than one array holds: every integral of a sum of products is still there.</summary>
    [Fact]
    public void Products_need_no_array_over_the_pairs()
    {
        var grid = new VelocityGrid(3, 48, 5);
        double[] first = Field(grid, 3), second = Field(grid, 4);
        PairCorrelation form = PairCorrelation.OfProducts(grid, [2, -1], [first, second]);
        Assert.Throws<InvalidOperationException>(() => form.ToArray());
        double one = TensorPrimitives.SumOfSquares<double>(first), two = TensorPrimitives.SumOfSquares<double>(second), both = TensorPrimitives.Dot<double>(first, second);
        double norm = grid.CellVolume * Math.Sqrt(4 * one * one - 4 * both * both + two * two);
        Assert.Equal(norm, form.Norm(), 1e-12 * norm);
        double[] row = new double[grid.Size];
        Assert.Equal(2 * first[100_000] * first[7] - second[100_000] * second[7], form.Row(100_000, row)[7], 1e-14);
    }

    [Fact]
    public void Sums_do_not_depend_on_the_number_of_threads()
    {
        var grid = new VelocityGrid(3, 8, 4);
        int before = WorkCrew.Threads;
        try
        {
            foreach (string name in (string[])["dense", "single", "products", "leading order"])
            {
                PairCorrelation form = Make(name, grid).Form;
                double[][] Figures(int threads)
                {
                    WorkCrew.Threads = threads;
                    double[][] images = [new double[grid.Size]];
                    form.Apply([Field(grid, 5)], images);
                    return [[form.Norm(), form.MaxMagnitude(), form.MarginalDefect()], images[0]];
                }
                Assert.Equal(Figures(1), Figures(3));
            }
        }
        finally
        {
            WorkCrew.Threads = before;
        }
    }

    private static double[] Velocity(VelocityGrid grid, int i) => [.. Enumerable.Range(0, grid.Dimension).Select(a => grid.Velocity(i, a))];

    private static (PairCorrelation Form, Func<int, int, double> Formula, double Rounding) Make(string name, VelocityGrid grid)
    {
        double[] one = Field(grid, 11), two = Field(grid, 12), three = Field(grid, 13);
        double Products(int i, int j) => 0.7 * one[i] * one[j] - 0.4 * two[i] * two[j] + 0.1 * three[i] * three[j];
        double[] values = new double[grid.Size * grid.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = Products(i / grid.Size, i % grid.Size);
        switch (name)
        {
            case "dense":
                return (PairCorrelation.Of(grid, values), Products, 1e-15);
            case "single":
                double[] packed = new double[values.Length / 2];
                TensorPrimitives.ConvertChecked(values, MemoryMarshal.Cast<double, float>(packed.AsSpan()));
                return (new SingleCorrelation(grid, packed), (i, j) => (float)values[i * grid.Size + j], 1e-15);
            case "products":
                return (PairCorrelation.OfProducts(grid, [0.7, -0.4, 0.1], [one, two, three]), Products, 1e-15);
            case "leading order":
                return (new LeadingOrderCorrelation(PairCorrelation.Of(grid, values), two, 0.125), (i, j) => Products(i, j) / 8 - two[i] * two[j] / 64, 1e-15);
            default:
                return (PairCorrelation.Zero(grid), (_, _) => 0, 1e-15);
        }
    }

    private static double[] Field(VelocityGrid grid, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, grid.Size).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
