using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>How a correlation is kept as a sum of products of fields.</summary>
internal sealed record LowRankOptions
{
    private const double GridError = 0.05;
    private const double GridOrder = 3;

    /// <summary>
    /// The L2 error of g that is aimed at, over the L2 norm of f x f at the start times 1/N (times 1 for N = infinity); in [1e-10, 0.1]. One step leaves out at
    /// most an eighth of it. Null for that of the grid, <see cref="OfGrid"/>.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>
    /// About the error that the grid makes in g, in the same units: 0.05 (h/s)^3 with s the least standard deviation of f along an axis, from the differences
    /// of grids of 16, 20 and
    /// 24 points for an anisotropic Gaussian in d = 3, which fall with the order 3.3. What a smaller tolerance adds to g is not g but the grid.
    /// </summary>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f at the start.</param>
    public static double OfGrid(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        double least = double.PositiveInfinity;
        for (int a = 0; a < grid.Dimension; a++)
        {
            double mass = 0, first = 0, second = 0;
            for (int i = 0; i < density.Length; i++)
            {
                double v = grid.Velocity(i, a);
                (mass, first, second) = (mass + density[i], first + density[i] * v, second + density[i] * v * v);
            }
            least = Math.Min(least, second / mass - first * first / (mass * mass));
        }
        return Math.Clamp(GridError * Math.Pow(grid.Spacing / Math.Sqrt(Math.Max(least, 1e-12)), GridOrder), 1e-6, 0.1);
    }

    /// <summary>Whether convolutions take 2n points an axis, where every difference of two points has its own place, in place of some 3n/2.</summary>
    public bool WholePadding { get; init; }

    /// <summary>The most products, in 8..2000. When they do not suffice the tolerance is not met, as the quantity rank_excess tells.</summary>
    public int MaximalRank { get; init; } = 300;
}
