using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The size of the truncation noise of a density: the larger of its most negative value and of the first Fourier modes that the grid does not carry,
/// extrapolated from the last two shells of modes that it does.
/// </summary>
/// <remarks>
/// With A_m the sum of |f^(k)|/n^d over the modes of max-norm m, the missing shell n/2 is taken as A_{n/2-1} min(1, A_{n/2-1}/A_{n/2-2}): a lower bound of the
/// ratio would be wrong for noise, whose spectrum is flat, and a log-concave spectrum such as a Maxwellian's falls faster. Gradients of the interpolant are
/// wrong by that much times the largest wavenumber, which is what matters where f is small.
/// </remarks>
internal static class TruncationNoise
{
    /// <summary>The noise of f, a value of f's own unit.</summary>
    public static double Of(VelocityGrid grid, ReadOnlySpan<double> density) => Math.Max(MissingModes(grid, density), -TensorPrimitives.Min(density));

    /// <summary>The part of it that the spectrum shows, of a field of either sign.</summary>
    public static double MissingModes(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        double[] re = density.ToArray(), im = new double[grid.Size];
        new FourierTransform(grid.Shape, 0, grid.Dimension).Forward(re, im);
        int half = grid.Points / 2;
        double[] shells = new double[half + 1];
        for (int i = 0; i < grid.Size; i++)
        {
            int largest = 0;
            for (int a = 0; a < grid.Dimension; a++)
            {
                int j = grid.AxisIndex(i, a);
                largest = Math.Max(largest, j <= half ? j : grid.Points - j);
            }
            shells[largest] += Math.Sqrt(re[i] * re[i] + im[i] * im[i]) / grid.Size;
        }
        double last = shells[half - 1], ratio = last < shells[half - 2] ? last / shells[half - 2] : 1;
        return last * ratio;
    }
}
