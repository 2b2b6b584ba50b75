using Hierarchy.States;

namespace Hierarchy.Particles;

/// <summary>
/// The fluctuations N Var((1/N) sum_i test(V_i)) of the functions of <see cref="FluctuationNames"/>: N times the sample variance of the means of the eight
/// replicas of a block, whose expectation is the variance itself, without any mean that would have to be known.
/// </summary>
internal sealed unsafe class FluctuationObservable : IReplicaObservable
{
    private readonly int _particles, _d, _polynomials;
    private readonly double[] _sums;

    /// <summary>Prepares for the replicas of an experiment.</summary>
    /// <param name="options">The experiment.</param>
    public FluctuationObservable(ParticleOptions options)
    {
        (_particles, _d) = (options.Particles, options.Dimension);
        _polynomials = FluctuationNames.Polynomials(_d);
        _sums = new double[(_polynomials + 2 * _d) * LaneMath.Lanes];
    }

    public int Count => _polynomials + _d;

    public void Begin(double* velocity)
    {
    }

    public void Evaluate(double* velocity, double time, Span<double> values)
    {
        Array.Clear(_sums);
        for (int i = 0; i < _particles; i++)
        {
            for (int lane = 0; lane < LaneMath.Lanes; lane++)
                AddParticle(velocity + i * _d * LaneMath.Lanes + lane, lane);
        }
        for (int k = 0; k < values.Length; k++)
            values[k] = k < _polynomials ? Variance(k) : Variance(2 * k - _polynomials) + Variance(2 * k - _polynomials + 1);
    }

    private void AddParticle(double* velocity, int lane)
    {
        double square = 0;
        for (int a = 0, ab = _d + 1; a < _d; a++)
        {
            double v = velocity[a * LaneMath.Lanes];
            square += v * v;
            Add(a, lane, v);
            for (int b = a; b < _d; b++, ab++)
                Add(ab, lane, v * velocity[b * LaneMath.Lanes]);
            (double sin, double cos) = Math.SinCos(v);
            Add(_polynomials + 2 * a, lane, cos);
            Add(_polynomials + 2 * a + 1, lane, sin);
        }
        Add(_d, lane, square);
        Add(_polynomials - 1, lane, square * square);
    }

    private void Add(int function, int lane, double value) => _sums[function * LaneMath.Lanes + lane] += value;

    /// <summary>N times the sample variance of the eight means.</summary>
    private double Variance(int function)
    {
        ReadOnlySpan<double> sums = _sums.AsSpan(function * LaneMath.Lanes, LaneMath.Lanes);
        double mean = 0, variance = 0;
        foreach (double sum in sums)
            mean += sum / LaneMath.Lanes;
        foreach (double sum in sums)
            variance += (sum - mean) * (sum - mean);
        return variance / ((LaneMath.Lanes - 1.0) * _particles);
    }
}
