using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The norm of the negative Sobolev space H^-s on the box, s = 2: |e|^2 = (2L)^d sum_k (1 + |k|^2)^-s |c_k|^2 with e = sum_k c_k exp(i k.v), k in pi/L Z^d.
/// </summary>
/// <remarks>
/// For a function that has decayed at the edge of the box this is int (1 + |xi|^2)^-s |e^(xi)|^2 dxi/(2 pi)^d on the whole space; s = 0 would be the L2 norm.
/// s = 2 exceeds d/2 for d = 2 and 3, so that point masses have finite norms: the norm in which empirical measures converge like N^(-1/2).
/// </remarks>
internal static class SobolevNorm
{
    /// <summary>s.</summary>
    public const int Order = 2;

    /// <summary>(1 + |k|^2)^-s at every mode, n^d values in transform order.</summary>
    public static double[] Weights(VelocityGrid grid)
    {
        double[] weights = new double[grid.Size];
        for (int i = 0; i < weights.Length; i++)
        {
            double square = 1;
            for (int a = 0; a < grid.Dimension; a++)
                square += Math.Pow(grid.Wavenumbers[grid.AxisIndex(i, a)], 2);
            weights[i] = Math.Pow(square, -Order);
        }
        return weights;
    }

    /// <summary>The norm of a field, and the part of it that the outermost shell of modes holds, an estimate of what the missing modes would add.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="field">n^d values.</param>
    public static (double Norm, double Outermost) Of(VelocityGrid grid, ReadOnlySpan<double> field)
    {
        double[] re = field.ToArray(), im = new double[grid.Size], weights = Weights(grid);
        new FourierTransform(grid.Shape, 0, grid.Dimension, threads: 1).Forward(re, im);
        double sum = 0, outer = 0;
        for (int i = 0; i < re.Length; i++)
        {
            double term = weights[i] * (re[i] * re[i] + im[i] * im[i]);
            sum += term;
            if (IsOutermost(grid, i))
                outer += term;
        }
        double scale = Math.Pow(2 * grid.HalfWidth, grid.Dimension / 2.0) / grid.Size;
        return (scale * Math.Sqrt(sum), scale * Math.Sqrt(outer));
    }

    /// <summary>Whether a mode has max-norm n/2 - 1 or n/2.</summary>
    private static bool IsOutermost(VelocityGrid grid, int mode)
    {
        for (int a = 0; a < grid.Dimension; a++)
        {
            if (Math.Abs(grid.AxisIndex(mode, a) - grid.Points / 2) <= 1)
                return true;
        }
        return false;
    }
}
