using Hierarchy.Spectral;

namespace Hierarchy.Densities;

/// <summary>The discrete collision invariants of a density: sums over the grid times h^d.</summary>
/// <param name="Mass">sum f h^d.</param>
/// <param name="Momentum">sum v f h^d, d values.</param>
/// <param name="Energy">sum |v|^2 f h^d.</param>
internal sealed record GridMoments(double Mass, double[] Momentum, double Energy)
{
    /// <summary>The invariants of n^d values; compensated summation, so that drifts at round-off can be told from its own error.</summary>
    public static GridMoments Of(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int d = grid.Dimension;
        CompensatedSum mass = default, energy = default;
        Span<CompensatedSum> momentum = stackalloc CompensatedSum[3];
        momentum.Clear();
        for (int i = 0; i < grid.Size; i++)
        {
            double value = density[i];
            mass.Add(value);
            energy.Add(value * grid.SpeedSquared(i));
            for (int a = 0; a < d; a++)
                momentum[a].Add(value * grid.Velocity(i, a));
        }
        double[] total = new double[d];
        for (int a = 0; a < d; a++)
            total[a] = grid.CellVolume * momentum[a].Value;
        return new GridMoments(grid.CellVolume * mass.Value, total, grid.CellVolume * energy.Value);
    }

    /// <summary>T of the Maxwellian with the same invariants: (Energy/Mass - |mean|^2)/d.</summary>
    public double Temperature
    {
        get
        {
            double square = 0;
            foreach (double component in Momentum)
                square += component / Mass * (component / Mass);
            return (Energy / Mass - square) / Momentum.Length;
        }
    }
}
