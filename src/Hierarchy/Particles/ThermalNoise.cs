using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// The constant-coefficient parts of regularised kernels, each exact in law. A viscosity nu sum_i Lap_{v_i} adds N(0, 2 nu dt I) to every velocity.
/// An isotropic part A + eps I of the pairs, (eps/N) sum_{i &lt; j} |nabla_i - nabla_j|^2 = eps (sum_i Lap_i - N Lap of the mean), adds
/// N(0, 2 eps dt I) with the mean over the particles removed, so momentum holds; in system (1.6), whose noises are independent, N(0, 2 eps (1-1/N) dt I).
/// </summary>
internal sealed unsafe class ThermalNoise(ParticleOptions options) : IDisposable
{
    private readonly int _particles = options.Particles, _dimension = options.Dimension;
    private readonly double _free = FreeOf(options), _centred = options.System == ParticleSystem.Conservative ? options.Kernel.Isotropic : 0;
    private readonly DriftLayout _layout = DriftLayout.Of(options);
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

    /// <summary>The noise of the law of <see cref="Apply"/> for twice the time, from the numbers that two calls drew before.</summary>
    public void ApplyBoth(double* velocity, double time, LaneRandom random, in LaneRange first, in LaneRange second, double* drift)
    {
        random.Replay(first);
        Apply(velocity, time, random, drift);
        random.Replay(second);
        Apply(velocity, time, random, drift);
    }

    public void Dispose() => _normals.Dispose();

    private static double FreeOf(ParticleOptions options) =>
        options.Kernel.Viscosity + (options.System == ParticleSystem.NonConservative ? options.Kernel.Isotropic * (options.Particles - 1) / options.Particles : 0);

    private void Add(double* velocity, double variance, LaneRandom random, double* drift, bool centred)
    {
        const int lanes = LaneMath.Lanes;
        if (drift != null)
        {
            AddFourth(velocity, centred ? variance * (_particles - 1) / _particles : variance, drift + _layout.Fourth * lanes);
            AddFluctuating(variance, drift);
        }
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

    /// <summary>Energy and squares of the momentum, where they are followed, grow by N d s and N s I.</summary>
    private void AddFluctuating(double variance, double* drift)
    {
        if (!_layout.Fluctuates)
            return;
        AddConstant(drift + _layout.Energy * LaneMath.Lanes, _particles * _dimension * variance);
        for (int a = 0, at = _layout.MomentumSquares; a < _dimension; at += _dimension - a, a++)
            AddConstant(drift + at * LaneMath.Lanes, _particles * variance);
    }

    private static void AddConstant(double* sum, double value) => Vector512.Store(Vector512.Load(sum) + Vector512.Create(value), sum);

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
