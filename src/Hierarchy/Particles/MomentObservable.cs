using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>Where the groups of values of <see cref="MomentObservable"/> begin, in d dimensions.</summary>
internal readonly record struct MomentLayout(int Dimension)
{
    /// <summary>The pairs a &lt;= b in the order xx, xy, xz, yy, yz, zz.</summary>
    public int Pairs => Dimension * (Dimension + 1) / 2;

    public int Momentum => 0;

    public int Energy => Dimension;

    public int Covariance => Dimension + 1;

    public int Fourth => Covariance + Pairs;

    public int PairCovariance => Fourth + 1;

    public int PairEnergy => PairCovariance + Pairs;

    /// <summary>Drifts of (1/N) P_a P_b and (1/N) (sum |v|^2)^2 per replica: the two-particle invariants.</summary>
    public int Invariants => PairEnergy + 1;

    public int Count => Invariants + Pairs + 1;
}

/// <summary>
/// Moments of one and of two particles, averaged over all particles and pairs of a replica, about the exact means m = E[v] and e(t) = E|v|^2, so that
/// covariances are linear in the law and their estimates without bias.
/// </summary>
internal sealed unsafe class MomentObservable : IReplicaObservable, IDisposable
{
    private readonly ParticleOptions _options;
    private readonly InitialMoments _moments;
    private readonly NativeBuffer _sums;
    private readonly double[] _start;
    private readonly MomentLayout _at;
    private readonly int _d, _pairs;

    public MomentObservable(ParticleOptions options, InitialMoments moments)
    {
        (_options, _moments, _d) = (options, moments, options.Dimension);
        _at = new(_d);
        _pairs = _at.Pairs;
        _sums = new((_d + _pairs + 3) * LaneMath.Lanes);
        _start = new double[(_pairs + 1) * LaneMath.Lanes];
    }

    public int Count => _at.Count;

    /// <summary>How E|v|^2 grows with time by the regularisation.</summary>
    public static double Heating(ParticleOptions options) => options.Kernel.HeatingRate(options.Dimension, (options.Particles - 1.0) / options.Particles);

    public void Dispose() => _sums.Dispose();

    public void Begin(double* velocity)
    {
        Collect(velocity, _moments.Energy);
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
            FillInvariants(lane, _moments.Energy, _start.AsSpan(lane * (_pairs + 1), _pairs + 1));
    }

    public void Evaluate(double* velocity, double time, Span<double> values)
    {
        double energy = _moments.Energy + Heating(_options) * time, n = _options.Particles;
        Collect(velocity, energy);
        values.Clear();
        Span<double> invariants = stackalloc double[7];
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
        {
            for (int a = 0; a < _d; a++)
                values[_at.Momentum + a] += _moments.Mean[a] + Sum(a, lane) / n;
            double excess = Sum(_d + _pairs, lane), squares = Sum(_d + _pairs + 1, lane);
            values[_at.Energy] += energy + excess / n;
            values[_at.Fourth] += Sum(_d + _pairs + 2, lane) / n;
            values[_at.PairEnergy] += (excess * excess - squares) / (n * (n - 1));
            int ab = 0;
            for (int a = 0; a < _d; a++)
            {
                for (int b = a; b < _d; b++, ab++)
                {
                    double second = Sum(_d + ab, lane);
                    values[_at.Covariance + ab] += second / n;
                    values[_at.PairCovariance + ab] += (Sum(a, lane) * Sum(b, lane) - second) / (n * (n - 1));
                }
            }
            FillInvariants(lane, energy, invariants);
            for (int i = 0; i <= _pairs; i++)
                values[_at.Invariants + i] += invariants[i] - _start[lane * (_pairs + 1) + i];
        }
        for (int i = 0; i < values.Length; i++)
            values[i] /= LaneMath.Lanes;
    }

    private double Sum(int index, int lane) => _sums.Pointer[index * LaneMath.Lanes + lane];

    private void FillInvariants(int lane, double energy, Span<double> invariants)
    {
        double n = _options.Particles, total = Sum(_d + _pairs, lane) + n * energy;
        int ab = 0;
        for (int a = 0; a < _d; a++)
        {
            for (int b = a; b < _d; b++, ab++)
                invariants[ab] = (Sum(a, lane) + n * _moments.Mean[a]) * (Sum(b, lane) + n * _moments.Mean[b]) / n;
        }
        invariants[_pairs] = total * total / n;
    }

    /// <summary>For each lane the sums of v - m, (v - m)(v - m)^T, |v|^2 - e, (|v|^2 - e)^2 and |v|^4.</summary>
    private void Collect(double* velocity, double energy)
    {
        const int lanes = LaneMath.Lanes;
        Span<Vector512<double>> centred = stackalloc Vector512<double>[3], sums = stackalloc Vector512<double>[12];
        sums.Clear();
        for (int i = 0; i < _options.Particles; i++)
        {
            Vector512<double> square = Vector512<double>.Zero;
            for (int a = 0; a < _d; a++)
            {
                Vector512<double> v = Vector512.Load(velocity + (i * _d + a) * lanes);
                square += v * v;
                centred[a] = v - Vector512.Create(_moments.Mean[a]);
                sums[a] += centred[a];
            }
            int ab = _d;
            for (int a = 0; a < _d; a++)
            {
                for (int b = a; b < _d; b++, ab++)
                    sums[ab] += centred[a] * centred[b];
            }
            Vector512<double> excess = square - Vector512.Create(energy);
            sums[ab] += excess;
            sums[ab + 1] += excess * excess;
            sums[ab + 2] += square * square;
        }
        for (int i = 0; i < _d + _pairs + 3; i++)
            Vector512.Store(sums[i], _sums.Pointer + i * lanes);
    }
}
