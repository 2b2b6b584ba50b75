namespace Hierarchy.Particles;

/// <summary>
/// Histograms of f_{N,1}: the share of particles in equal cells of |v| in [0, LargestSpeed), and of the direction: of the angle of v in [-pi, pi) for d = 2,
/// of v_x/|v| in [-1, 1) for d = 3, which is uniform for an isotropic density.
/// </summary>
/// <param name="LargestSpeed">Positive.</param>
/// <param name="RadialCells">0..1000.</param>
/// <param name="AngularCells">0..1000.</param>
public sealed record VelocityHistograms(double LargestSpeed, int RadialCells, int AngularCells)
{
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    internal void Validate()
    {
        if (!(LargestSpeed > 0) || !double.IsFinite(LargestSpeed) || RadialCells is < 0 or > 1000 || AngularCells is < 0 or > 1000)
            throw new ArgumentException("histograms have a positive largest speed and 0..1000 cells");
    }
}
