using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The renormalised relative entropy (1/N) int p log(p/q) of two N-particle densities on the same grid, non-increasing in time when both solve the same
/// Liouville equation (Remark 2.6).
/// </summary>
/// <remarks>
/// The sum is (1/N) h^{dN} sum q ((1+x) log(1+x) - x), x = p/q - 1, over the points where p and q are both above level times their maximum; its integrand is
/// non-negative. Decades of the level are taken in from 1e-2 on as long as each contributes less than the one before and both densities are above their most
/// negative values (<see cref="DecadeShells"/>).
/// </remarks>
/// <param name="Value">The sum; p and q count as normalised alike.</param>
/// <param name="Noise">Twice the last decade's contribution.</param>
/// <param name="Mass">The mass of p on the set that the sum is restricted to.</param>
internal readonly record struct RelativeEntropy(double Value, double Noise, double Mass)
{
    /// <summary>Computes it.</summary>
    /// <param name="grid">The one-particle grid.</param>
    /// <param name="particles">N; the arrays hold n^{dN} values.</param>
    /// <param name="first">p.</param>
    /// <param name="second">q.</param>
    /// <exception cref="ArgumentException">A density has no positive value, or the lengths differ.</exception>
    public static RelativeEntropy Of(VelocityGrid grid, int particles, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (first.Length != second.Length || first.Length != (long)Math.Pow(grid.Size, particles))
            throw new ArgumentException("both densities hold n^{dN} values", nameof(second));
        double firstMaximum = TensorPrimitives.Max(first), secondMaximum = TensorPrimitives.Max(second);
        if (!(firstMaximum > 0 && secondMaximum > 0))
            throw new ArgumentException("densities are positive somewhere", nameof(first));
        Span<double> sums = stackalloc double[DecadeShells.Count + 1], mass = stackalloc double[DecadeShells.Count + 1];
        sums.Clear();
        mass.Clear();
        int limit = DecadeShells.Count;
        limit = Math.Min(limit, DecadeShells.AboveNoise(TensorPrimitives.Min(first), firstMaximum));
        limit = Math.Min(limit, DecadeShells.AboveNoise(TensorPrimitives.Min(second), secondMaximum));
        for (int i = 0; i < first.Length; i++)
        {
            int shell = Math.Max(DecadeShells.Of(first[i], firstMaximum), DecadeShells.Of(second[i], secondMaximum));
            if (shell >= limit)
                continue;
            sums[shell] += second[i] * LogarithmicForms.Convex(first[i] / second[i] - 1);
            mass[shell] += first[i];
        }
        int kept = DecadeShells.Decaying(sums, limit);
        double cell = Math.Pow(grid.CellVolume, particles);
        return new(cell / particles * DecadeShells.Sum(sums, kept), 2 * cell / particles * sums[kept - 1], cell * DecadeShells.Sum(mass, kept));
    }
}
