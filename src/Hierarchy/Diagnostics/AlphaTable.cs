using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>alpha(r) = a(r)/r^2 and alpha'(r) at the distances of grid points, which take few values.</summary>
internal sealed class AlphaTable
{
    private readonly (double Alpha, double Slope)[] _values;
    private readonly double _perStep;

    /// <summary>Tabulates them.</summary>
    public AlphaTable(VelocityGrid grid, CollisionKernel kernel)
    {
        int d = grid.Dimension, steps = d * (grid.Points - 1) * (grid.Points - 1) + 1;
        _perStep = 1 / (grid.Spacing * grid.Spacing);
        _values = [.. Enumerable.Range(0, steps).Select(q => q == 0 ? default : Of(kernel, grid.Spacing * Math.Sqrt(q)))];
        CellAverage = Average(grid, kernel);
    }

    /// <summary>The mean of a over a cell around 0, on midpoints.</summary>
    public double CellAverage { get; }

    /// <summary>alpha and alpha' at r^2 &gt; 0, the square of a distance of grid points.</summary>
    public (double Alpha, double Slope) At(double squared) => _values[(int)Math.Round(squared * _perStep)];

    /// <summary>alpha' by a symmetric difference of log alpha in log r, exact for powers.</summary>
    private static (double Alpha, double Slope) Of(CollisionKernel kernel, double r)
    {
        const double Step = 1e-4;
        double far = kernel.Potential(r * (1 + Step)), near = kernel.Potential(r / (1 + Step)), here = kernel.Potential(r), alpha = here / (r * r);
        return near > 0
            ? (alpha, (Math.Log(far / near) / (2 * Math.Log(1 + Step)) - 2) * alpha / r)
            : (alpha, (far / ((1 + Step) * (1 + Step)) - near * (1 + Step) * (1 + Step)) / (r * r * (r * (1 + Step) - r / (1 + Step))));
    }

    private static double Average(VelocityGrid grid, CollisionKernel kernel)
    {
        int d = grid.Dimension, points = d == 2 ? 400 : 60;
        double sum = 0;
        for (long k = 0; k < (long)Math.Pow(points, d); k++)
        {
            double squared = 0;
            long rest = k;
            for (int a = 0; a < d; a++, rest /= points)
                squared += Math.Pow((rest % points + 0.5) / points, 2);
            sum += kernel.Potential(0.5 * grid.Spacing * Math.Sqrt(squared));
        }
        return sum / Math.Pow(points, d);
    }
}
