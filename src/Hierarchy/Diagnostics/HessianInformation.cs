using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// int f |grad grad log f|^2 of a one-particle density: -2 times it is the derivative of the Fisher information along the heat flow, (2.7) at N = 1. A sum over
/// the points of the grid where f is above its noise, with f |d_a d_b log f|^2 = |d_a d_b f - d_a f d_b f/f|^2/f; the error is what ten times that level
/// changes.
/// </summary>
internal static class HessianInformation
{
    private const double AboveNoise = 10, Raised = 10;

    /// <summary>The value and its error.</summary>
    public static (double Value, double Error) Of(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        double largest = TensorPrimitives.Max(density);
        double level = Math.Clamp(AboveNoise * TruncationNoise.Of(grid, density) / largest, 1e-12, 0.05) * largest;
        double[][] gradient = SpectralGradient.Of(grid, density);
        double value = 0, raised = 0;
        for (int a = 0; a < grid.Dimension; a++)
        {
            double[][] second = SpectralGradient.Of(grid, gradient[a]);
            for (int b = 0; b < grid.Dimension; b++)
            {
                for (int i = 0; i < density.Length; i++)
                {
                    if (density[i] <= level)
                        continue;
                    double rest = second[b][i] - gradient[a][i] * gradient[b][i] / density[i], term = grid.CellVolume * rest * rest / density[i];
                    value += term;
                    raised += density[i] > Raised * level ? term : 0;
                }
            }
        }
        return (value, value - raised);
    }
}
