using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Collisions;

/// <summary>
/// The pair-level operators written as plain sums over points: derivatives by the closed-form matrix of trigonometric
/// interpolation, kernels by evaluation at every difference. Slow, and nothing in common with the solver but the definitions.
/// </summary>
internal sealed class DensePairReference(VelocityGrid grid, CollisionKernel kernel)
{
    private readonly double[,] _derivative = DerivativeMatrix(grid.Points, grid.HalfWidth);

    /// <summary>D_jk = (pi/L) (-1)^(j-k) cot((j-k) pi/n)/2, the derivative of the trigonometric interpolant without its Nyquist mode (n even).</summary>
    public static double[,] DerivativeMatrix(int n, double halfWidth)
    {
        var matrix = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < n; k++)
            {
                if (j != k)
                    matrix[j, k] = Math.PI / halfWidth * ((j - k) % 2 == 0 ? 0.5 : -0.5) / Math.Tan((j - k) * Math.PI / n);
            }
        }
        return matrix;
    }

    /// <summary>d_axis along the fastest d axes, or along v1 of a pair array with <paramref name="inner"/> = n^d.</summary>
    public double[] Derivative(ReadOnlySpan<double> field, int axis, int inner = 1)
    {
        int n = grid.Points, stride = inner;
        for (int a = grid.Dimension - 1; a > axis; a--)
            stride *= n;
        var result = new double[field.Length];
        for (int i = 0; i < field.Length; i++)
        {
            int at = i / stride % n, start = i - at * stride;
            double sum = 0;
            for (int k = 0; k < n; k++)
                sum += _derivative[at, k] * field[start + k * stride];
            result[i] = sum;
        }
        return result;
    }

    /// <summary>A(v_i - v_j), zero at i = j.</summary>
    public double Kernel(int i, int j, int a, int c)
    {
        Span<double> z = stackalloc double[3];
        double squared = 0;
        for (int k = 0; k < grid.Dimension; k++)
        {
            z[k] = grid.Velocity(i, k) - grid.Velocity(j, k);
            squared += z[k] * z[k];
        }
        return squared == 0 ? 0 : kernel.Potential(Math.Sqrt(squared)) * ((a == c ? 1 : 0) - z[a] * z[c] / squared);
    }

    /// <summary>P F = (grad_1 - grad_2) . A (grad_1 - grad_2) F, point by point.</summary>
    public double[] PairOperator(ReadOnlySpan<double> pairs)
    {
        int d = grid.Dimension, size = grid.Size;
        var result = new double[pairs.Length];
        double[][] differences = new double[d][];
        for (int c = 0; c < d; c++)
        {
            double[] first = Derivative(pairs, c, size), second = Derivative(pairs, c);
            differences[c] = [.. first.Zip(second, (x, y) => x - y)];
        }
        for (int a = 0; a < d; a++)
        {
            var flux = new double[pairs.Length];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    for (int c = 0; c < d; c++)
                        flux[i * size + j] += Kernel(i, j, a, c) * differences[c][i * size + j];
                }
            }
            double[] first = Derivative(flux, a, size), second = Derivative(flux, a);
            for (int i = 0; i < result.Length; i++)
                result[i] += first[i] - second[i];
        }
        return result;
    }
}
