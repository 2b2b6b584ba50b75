namespace Hierarchy.Particles;

/// <summary>The shares of <see cref="VelocityHistograms"/>: radial cells, the share beyond the largest speed, angular cells.</summary>
internal sealed unsafe class HistogramObservable : IReplicaObservable
{
    private readonly VelocityHistograms _cells;
    private readonly int _particles, _d;

    public HistogramObservable(ParticleOptions options, VelocityHistograms cells)
    {
        cells.Validate();
        (_cells, _particles, _d) = (cells, options.Particles, options.Dimension);
    }

    public int Count => _cells.RadialCells + 1 + _cells.AngularCells;

    public void Begin(double* velocity)
    {
    }

    public void Evaluate(double* velocity, double time, Span<double> values)
    {
        const int lanes = LaneMath.Lanes;
        double weight = 1.0 / (_particles * lanes);
        values.Clear();
        for (int i = 0; i < _particles; i++)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                double* v = velocity + i * _d * lanes + lane;
                double x = v[0], y = v[lanes], z = _d == 3 ? v[2 * lanes] : 0, speed = Math.Sqrt(x * x + y * y + z * z);
                int radial = (int)Math.Min(speed / _cells.LargestSpeed * _cells.RadialCells, _cells.RadialCells);
                values[radial] += weight;
                if (_cells.AngularCells == 0)
                    continue;
                double share = _d == 2 ? 0.5 + Math.Atan2(y, x) / (2 * Math.PI) : speed > 0 ? 0.5 + 0.5 * x / speed : 0.5;
                values[_cells.RadialCells + 1 + Math.Min((int)(share * _cells.AngularCells), _cells.AngularCells - 1)] += weight;
            }
        }
    }
}

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
