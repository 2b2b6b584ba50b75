using Hierarchy.Invariant;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Invariant;

public sealed unsafe class PairFormTests
{
    public static TheoryData<double, string, double> Kernels => new()
    {
        { -3, "none", 0 }, { -2, "none", 0 }, { 0, "none", 0 }, { 1, "none", 0 }, { -3, "softened", 0.5 }, { -3, "cutoff", 0.3 },
    };

    [Theory, MemberData(nameof(Kernels))]
    public void The_form_is_symmetric_and_negative(double gamma, string regularisation, double epsilon)
    {
        using RadialBasis basis = RadialTrial.Basis(6, 3, 1, 6);
        using PairForm form = new(basis, IAngularMoments.Of(Kernel(gamma, regularisation, epsilon)));
        double[,] matrix = Matrix(basis, form);
        int size = matrix.GetLength(0);
        double largest = 0, asymmetry = 0;
        var dense = new DenseMatrix(size, size);
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++)
            {
                largest = Math.Max(largest, Math.Abs(matrix[a, b]));
                asymmetry = Math.Max(asymmetry, Math.Abs(matrix[a, b] - matrix[b, a]));
                dense[a, b] = matrix[a, b];
            }
        }
        Assert.InRange(asymmetry, 0, 1e-13 * largest);
        double[] spectrum = new SymmetricEigen(dense).Values;
        Assert.InRange(spectrum.Max(), -largest, 1e-12 * largest);
        // 1, r1^2 + r2^2, its square and v1 . v2 are annihilated, to begin with.
        Assert.True(spectrum.Count(value => Math.Abs(value) < 1e-11 * largest) >= 4);
    }

    [Fact]
    public void Invariants_of_a_pair_are_kept_at_every_point()
    {
        using RadialBasis basis = RadialTrial.Basis(8, 4);
        using PairForm form = new(basis, new CoulombMoments(1));
        Fill(basis, form);
        form.Forward(4, 4);
        double[] one = Power(basis, 0, 0), square = Power(basis, 0, 2), fourth = Power(basis, 0, 4), linear = Power(basis, 1, 1);
        double[][] modes = [.. Enumerable.Range(0, 4).Select(mode => Backward(basis, form, mode))];
        double scale = modes.Max(mode => mode.Max(Math.Abs)) * 1e3;
        Assert.InRange(Math.Abs(Pair(basis, modes[0], one, one)), 0, 1e-13 * scale);
        Assert.InRange(Math.Abs(Pair(basis, modes[0], one, square)), 0, 1e-12 * scale);
        Assert.InRange(Math.Abs(Pair(basis, modes[0], one, fourth) + Pair(basis, modes[0], square, square)), 0, 1e-11 * scale);
        Assert.InRange(Math.Abs(Pair(basis, modes[1], linear, linear)), 0, 1e-12 * scale);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        using RadialBasis basis = RadialTrial.Basis(9, 5);
        int before = WorkCrew.Threads;
        try
        {
            double[][] Results(int threads)
            {
                WorkCrew.Threads = threads;
                using PairForm form = new(basis, new CoulombMoments(1));
                Fill(basis, form);
                form.Forward(5, 5);
                return [.. Enumerable.Range(0, 5).Select(mode => Backward(basis, form, mode))];
            }
            double[][] one = Results(1), two = Results(2), three = Results(3);
            for (int mode = 0; mode < 5; mode++)
            {
                Assert.Equal(one[mode], two[mode]);
                Assert.Equal(one[mode], three[mode]);
            }
        }
        finally
        {
            WorkCrew.Threads = before;
        }
    }

    private static CollisionKernel Kernel(double gamma, string regularisation, double epsilon) =>
        regularisation == "none" ? new(gamma, 1) : new(gamma, 1, RegularisationRegistry.Find(regularisation), epsilon);

    private static void Fill(RadialBasis basis, PairForm form)
    {
        Random random = new(5);
        for (int mode = 0; mode < basis.Modes; mode++)
        {
            for (int i = basis.First(mode); i < basis.Count; i++)
            {
                for (int j = basis.First(mode); j <= i; j++)
                    form.Input(mode)[i * basis.Stride + j] = form.Input(mode)[j * basis.Stride + i] = random.NextDouble() - 0.5;
            }
        }
    }

    /// <summary>The matrix of the form on symmetric pairs of splines of all modes.</summary>
    private static double[,] Matrix(RadialBasis basis, PairForm form)
    {
        List<(int Mode, int I, int J)> pairs = [];
        for (int mode = 0; mode < basis.Modes; mode++)
        {
            for (int i = basis.First(mode); i < basis.Count; i++)
            {
                for (int j = basis.First(mode); j <= i; j++)
                    pairs.Add((mode, i, j));
            }
        }
        double[,] matrix = new double[pairs.Count, pairs.Count];
        for (int b = 0; b < pairs.Count; b++)
        {
            (int mode, int i, int j) = pairs[b];
            form.Input(mode)[i * basis.Stride + j] = form.Input(mode)[j * basis.Stride + i] = 1;
            form.Forward(basis.Modes, basis.Modes);
            form.Input(mode)[i * basis.Stride + j] = form.Input(mode)[j * basis.Stride + i] = 0;
            double[][] images = [.. Enumerable.Range(0, basis.Modes).Select(l => Backward(basis, form, l))];
            for (int a = 0; a < pairs.Count; a++)
            {
                // Against the symmetric pair of test functions, that is twice the entry off the diagonal.
                (int l, int k, int m) = pairs[a];
                matrix[a, b] = images[l][k * basis.Stride + m] * (k == m ? 1 : 2);
            }
        }
        return matrix;
    }

    private static double[] Backward(RadialBasis basis, PairForm form, int mode)
    {
        double[] result = new double[basis.Count * basis.Stride];
        fixed (double* pointer = result)
            form.Backward(mode, 0, pointer);
        return result;
    }

    private static double Pair(RadialBasis basis, double[] matrix, double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < basis.Count; i++)
        {
            for (int j = 0; j < basis.Count; j++)
                sum += left[i] * matrix[i * basis.Stride + j] * right[j];
        }
        return sum;
    }

    /// <summary>The coefficients of r^power among the splines of a mode.</summary>
    private static double[] Power(RadialBasis basis, int mode, int power)
    {
        double[] result = new double[basis.Count * basis.Stride];
        (double[] nodes, double[] weights) = LegendreTables.Rule(16);
        double[] value = new double[basis.Support], first = new double[basis.Support], second = new double[basis.Support];
        for (int e = 0; e < basis.Splines.Elements; e++)
        {
            double low = basis.Splines.Breaks[e], width = basis.Splines.Breaks[e + 1] - low;
            for (int m = 0; m < nodes.Length; m++)
            {
                double r = low + width * nodes[m];
                basis.Splines.Evaluate(e, r, mode & 1, value, first, second);
                for (int i = 0; i < basis.Support; i++)
                    result[(basis.Splines.First(e) + i) * basis.Stride] += width * weights[m] * Math.Pow(r, power + 2) * basis.Gaussian(r) * value[i];
            }
        }
        fixed (double* rows = result)
            basis.Solve(rows, SmallProduct.Width, mode);
        return [.. Enumerable.Range(0, basis.Count).Select(i => result[i * basis.Stride])];
    }
}
