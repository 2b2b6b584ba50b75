using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.LowRank;
using Hierarchy.Models;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks;

/// <summary>
/// The ranks of the correlation and of its source across v1|v2 and across the centre V = (v1+v2)/2 against the relative velocity z = v1-v2, and what the
/// linearised operator T costs in either.
/// </summary>
/// <remarks>
/// V|z is taken on the pairs whose difference is an even number of spacings along every axis: V and z/2 then lie on the grid, and no interpolation is needed. T
/// multiplies by A*f at v1 = V + z/2, a field of V and z with a rank of its own, and convolves in v1: the product of ranks has to be recompressed at every
/// stage.
/// </remarks>
internal static class SplitStudy
{
    private const int Sketch = 320;

    public static void Run(VelocityGrid grid, double[] density, double end)
    {
        var kernel = new CollisionKernel(-3, 1);
        using IKineticEquation cluster = new ClusterClosure().Close(grid, kernel, new ParticleNumber(8), new CollisionOptions());
        using var state = new NativeBuffer(cluster.Length);
        using var rate = new NativeBuffer(cluster.Length);
        cluster.Start(InitialDatum.Chaotic(density), state.Span);
        cluster.Evaluate(state.Span, rate.Span);
        Report(grid, "source P[f f], t = 0", rate.Span[grid.Size..]);
        using (IStepper stepper = cluster.CreateStepper(new StepperOptions { Tolerance = 1e-5 }))
        {
            stepper.Start(0);
            stepper.AdvanceTo(end, state.Span);
        }
        Report(grid, $"correlation g, t = {end}", state.Span[grid.Size..]);
        Costs(grid, kernel, state.Span[..grid.Size].ToArray());
    }

    private static void Report(VelocityGrid grid, string what, ReadOnlySpan<double> pairs)
    {
        using var split = new DenseMatrix(grid.Size, grid.Size);
        for (int i = 0; i < grid.Size; i++)
            pairs.Slice(i * grid.Size, grid.Size).CopyTo(split.Row(i));
        using DenseMatrix turned = Turn(grid, (i, j) => split[i, j]);
        Console.WriteLine($"{what}, d = {grid.Dimension}, n = {grid.Points}: relative L2 tail beyond rank 10, 20, 40, 80, 160, 300");
        Console.WriteLine($"  v1|v2  {Tails(split)}");
        Console.WriteLine($"  V|z    {Tails(turned)}");
    }

    /// <summary>The values F(V + y, V - y), one row for each V and one column for each y = z/2; zero outside the box.</summary>
    private static DenseMatrix Turn(VelocityGrid grid, Func<int, int, double> values)
    {
        int n = grid.Points, d = grid.Dimension;
        var turned = new DenseMatrix(grid.Size, grid.Size);
        for (int centre = 0; centre < grid.Size; centre++)
        {
            for (int half = 0; half < grid.Size; half++)
            {
                int first = 0, second = 0;
                for (int a = 0; a < d && first >= 0; a++)
                {
                    int v = grid.AxisIndex(centre, a), y = grid.AxisIndex(half, a) - n / 2, up = v + y, down = v - y;
                    (first, second) = up < 0 || up >= n || down < 0 || down >= n ? (-1, -1) : (first * n + up, second * n + down);
                }
                turned[centre, half] = first < 0 ? 0 : values(first, second);
            }
        }
        return turned;
    }

    private static string Tails(DenseMatrix matrix)
    {
        double[] squares = Squares(matrix, out double total);
        double found = 0;
        var line = new List<string>();
        for (int k = 0; k < squares.Length; k++)
        {
            if (k is 10 or 20 or 40 or 80 or 160 or 300)
                line.Add($"{Math.Sqrt(Math.Max(total - found, 0) / total):E1}");
            found += squares[k];
        }
        return string.Join("  ", line);
    }

    /// <summary>The leading squared singular values by a random sketch, and the sum of all.</summary>
    private static double[] Squares(DenseMatrix matrix, out double total)
    {
        total = matrix.SquaredNorm();
        using DenseMatrix probes = RandomProbes.Of(matrix.Columns, Math.Min(Sketch, matrix.Rows - 2));
        using DenseMatrix images = DenseMatrix.Product(matrix, probes);
        using DenseMatrix range = FactorBasis.Orthonormal(images);
        using DenseMatrix reduced = DenseMatrix.TransposeProduct(matrix, range), gram = DenseMatrix.TransposeProduct(reduced, reduced);
        return new SymmetricEigen(gram).Values;
    }

    /// <summary>T on r columns at v1|v2 against one recompression at V|z of the product of g with A*f.</summary>
    private static void Costs(VelocityGrid grid, CollisionKernel kernel, double[] density)
    {
        const int columns = 160, centred = 40;
        using var landau = new LandauOperator(grid, kernel, new CollisionOptions());
        landau.Prepare(density);
        double[] diffusion = landau.Diffusion[..grid.Size].ToArray();
        using DenseMatrix coefficient = Turn(grid, (i, j) => diffusion[i] * density[i] * density[j]);
        double[] squares = Squares(coefficient, out double total);
        int rank = 0;
        for (double found = 0; rank < squares.Length && total - found > 1e-6 * total; rank++)
            found += squares[rank];
        var layout = new PairLayout(grid);
        using var operators = new FactorCollisions(layout, kernel, new CollisionOptions());
        using DenseMatrix fields = RandomProbes.Of(grid.Size, columns), image = new(grid.Size, columns), wide = RandomProbes.Of(grid.Size, rank * centred);
        using var held = new NativeBuffer(grid.Size);
        density.CopyTo(held.Span);
        double linearised = Seconds(() => Linearise(operators, held, landau, fields, image));
        double recompressed = Seconds(() => DenseMatrix.TransposeProduct(wide, wide).Dispose());
        Console.WriteLine($"  T on {columns} columns at v1|v2: {linearised:F3} s of a core. (A*f)(v1) f(v1) f(v2) has the rank {rank} across V|z at 1e-3: one "
            + $"product with a g of rank {centred} "
            + $"has {rank * centred} columns, and one side of its recompression alone takes {recompressed:F3} s; T has "
                + $"{SymmetricIndex.Count(grid.Dimension) + grid.Dimension} such products, and as many convolutions");
    }

    private static unsafe void Linearise(FactorCollisions operators, NativeBuffer density, LandauOperator landau, DenseMatrix fields, DenseMatrix image) =>
        operators.Linearise(new LinearisationFields(density.Pointer, landau), fields, image);

    private static double Seconds(Action action)
    {
        const int repeats = 8;
        action();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int repeat = 0; repeat < repeats; repeat++)
            action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / repeats;
    }
}
