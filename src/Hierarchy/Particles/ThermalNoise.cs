using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// The constant-coefficient parts of regularised kernels, each exact in law. A viscosity nu sum_i Lap_{v_i} adds N(0, 2 nu dt I) to every velocity.
/// An isotropic part A + eps I of the pairs, (eps/N) sum_{i &lt; j} |nabla_i - nabla_j|^2 = eps (sum_i Lap_i - N Lap of the mean), adds
/// N(0, 2 eps dt I) with the mean over the particles removed, so momentum holds.
/// </summary>
internal sealed unsafe class ThermalNoise(ParticleOptions options) : IDisposable
{
    private readonly int _particles = options.Particles, _dimension = options.Dimension;
    private readonly double _free = options.Kernel.Viscosity, _centred = options.Kernel.Isotropic;
    private readonly NativeBuffer _normals = new((options.Particles + 1) * LaneMath.Lanes);

    /// <summary>Whether there is anything to add.</summary>
    public bool IsActive => _free > 0 || _centred > 0;

    /// <summary>Adds the noise of a time, and to the drift the mean growth of sum_i |v_i|^4 (that of the trace-free tensor is zero).</summary>
    public void Apply(double* velocity, double time, LaneRandom random, double* drift)
    {
        if (_free > 0)
            Add(velocity, 2 * _free * time, random, drift, false);
        if (_centred > 0)
            Add(velocity, 2 * _centred * time, random, drift, true);
    }

    public void Dispose() => _normals.Dispose();

    private void Add(double* velocity, double variance, LaneRandom random, double* drift, bool centred)
    {
        const int lanes = LaneMath.Lanes;
        if (drift != null)
            AddFourth(velocity, centred ? variance * (_particles - 1) / _particles : variance, drift + PairFlow.TensorComponents(_dimension) * lanes);
        double deviation = Math.Sqrt(variance);
        for (int a = 0; a < _dimension; a++)
        {
            random.FillNormals(_normals.Pointer, _particles);
            Vector512<double> mean = Vector512<double>.Zero;
            for (int i = 0; i < _particles && centred; i++)
                mean += Vector512.Load(_normals.Pointer + i * lanes);
            mean /= _particles;
            for (int i = 0; i < _particles; i++)
            {
                double* v = velocity + (i * _dimension + a) * lanes;
                Vector512.Store(Vector512.Load(v) + deviation * (Vector512.Load(_normals.Pointer + i * lanes) - mean), v);
            }
        }
    }

    /// <summary>E|v + x|^4 - |v|^4 = (2d + 4) s |v|^2 + d (d+2) s^2 for x of the law N(0, s I).</summary>
    private void AddFourth(double* velocity, double variance, double* sum)
    {
        const int lanes = LaneMath.Lanes;
        Vector512<double> squares = Vector512<double>.Zero;
        for (int i = 0; i < _particles * _dimension; i++)
            squares += Vector512.Load(velocity + i * lanes) * Vector512.Load(velocity + i * lanes);
        double constant = _particles * (double)_dimension * (_dimension + 2) * variance * variance;
        Vector512.Store(Vector512.Load(sum) + (2 * _dimension + 4) * variance * squares + Vector512.Create(constant), sum);
    }
}
