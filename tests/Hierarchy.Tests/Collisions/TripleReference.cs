using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Collisions;

/// <summary>
/// The Liouville operator of three particles on the whole density f_3, (1/3)(P_12 + P_13 + P_23) f_3 + nu sum Lap_i f_3,
/// by the plain sums of <see cref="DensePairReference"/>
/// on every slice,
/// and cumulants by definition. Nothing in common with the solver but the definitions.
/// </summary>
internal sealed class TripleReference(VelocityGrid grid, CollisionKernel kernel)
{
    private readonly DensePairReference _pairs = new(grid, kernel);

    public int Size => grid.Size;

    /// <summary>P of the whole kernel: with a multiple of I in A that many times (grad_1 - grad_2)^2 F.</summary>
    public double[] PairOperator(ReadOnlySpan<double> pairs)
    {
        double[] result = _pairs.PairOperator(pairs);
        for (int axis = 0; axis < grid.Dimension && kernel.Isotropic != 0; axis++)
        {
            double[] squared = Relative(Relative(pairs, axis), axis);
            for (int i = 0; i < result.Length; i++)
                result[i] += kernel.Isotropic * squared[i];
        }
        return result;
    }

    /// <summary>Index of (i, j, k).</summary>
    public int At(int i, int j, int k) => (i * Size + j) * Size + k;

    /// <summary>f1 f2 f3 + g12 f3 + g13 f2 + g23 f1 + h.</summary>
    public double[] Density(ReadOnlySpan<double> f, ReadOnlySpan<double> g, ReadOnlySpan<double> h)
    {
        var density = new double[h.Length];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                for (int k = 0; k < Size; k++)
                {
                    double product = f[i] * f[j] * f[k] + g[i * Size + j] * f[k] + g[i * Size + k] * f[j] + g[j * Size + k] * f[i];
                    density[At(i, j, k)] = product + h[At(i, j, k)];
                }
            }
        }
        return density;
    }

    /// <summary>(1/3)(P_12 + P_13 + P_23) f_3.</summary>
    public double[] Generator(double[] density)
    {
        var result = new double[density.Length];
        for (int a = 0; a < Size; a++)
        {
            double[] slice = PairOperator(density.AsSpan(a * Size * Size, Size * Size));
            for (int b = 0; b < Size; b++)
            {
                for (int c = 0; c < Size; c++)
                {
                    double third = slice[b * Size + c] / 3;
                    result[At(a, b, c)] += third;
                    result[At(b, a, c)] += third;
                    result[At(b, c, a)] += third;
                }
            }
        }
        for (int axis = 0; axis < grid.Dimension && kernel.Viscosity != 0; axis++)
        {
            for (int inner = 1; inner < density.Length; inner *= Size)
            {
                double[] second = _pairs.Derivative(_pairs.Derivative(density, axis, inner), axis, inner);
                for (int i = 0; i < result.Length; i++)
                    result[i] += kernel.Viscosity * second[i];
            }
        }
        return result;
    }

    /// <summary>(d_1 - d_2) F along one component.</summary>
    private double[] Relative(ReadOnlySpan<double> pairs, int axis) => [.. _pairs.Derivative(pairs, axis, Size).Zip(_pairs.Derivative(pairs, axis), (x, y) => x - y)];

    /// <summary>int F dv_last over the last argument, of n^2 times as many values as the result has.</summary>
    public double[] Marginal(double[] values)
    {
        var marginal = new double[values.Length / Size];
        for (int i = 0; i < values.Length; i++)
            marginal[i / Size] += values[i] * grid.CellVolume;
        return marginal;
    }

    /// <summary>Random symmetric arrays with zero marginals, times (a Gaussian of each argument).</summary>
    public (double[] Density, double[] Pair, double[] Triple) RandomCumulants(int seed)
    {
        var random = new Random(seed);
        double[] f = new double[Size], weight = new double[Size], g = new double[Size * Size], h = new double[Size * Size * Size];
        for (int i = 0; i < Size; i++)
        {
            weight[i] = Math.Exp(-0.5 * grid.SpeedSquared(i));
            f[i] = weight[i] * (1 + 0.5 * random.NextDouble());
        }
        for (int term = 0; term < 4; term++)
        {
            double[] factor = [.. weight.Select(w => w * (random.NextDouble() - 0.5))];
            double excess = factor.Sum() / weight.Sum();
            for (int i = 0; i < Size; i++)
                factor[i] -= excess * weight[i];
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    g[i * Size + j] += factor[i] * factor[j];
                    for (int k = 0; k < Size; k++)
                    {
                        double first = Math.Min(factor[i], Math.Min(factor[j], factor[k])), last = Math.Max(factor[i], Math.Max(factor[j], factor[k]));
                        h[At(i, j, k)] += first * last * Middle(factor[i], factor[j], factor[k]);
                    }
                }
            }
        }
        return (f, g, h);
    }

    /// <summary>The factors are sorted before they are multiplied, so that the product is the same to the last bit in any order of the arguments.</summary>
    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
