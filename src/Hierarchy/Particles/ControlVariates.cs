using System.Runtime.Intrinsics;
using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>
/// Statistics of a replica whose expectation is zero, on which its results are regressed:
/// the moments at time 0 less their exact values (momentum, covariance, pair covariance, E|v|^4, pair energy covariance), and, for every later time, the
/// martingales S(t) - S(0) - sum of E[change of S | past] of <see cref="DriftLayout"/>, S the trace-free second moment, |v|^4 and, for the non-conservative
/// system, |v|^2 and the momentum with its squares, once as they are and once weighted with time.
/// </summary>
/// <remarks>
/// The first kind removes what the initial sample explains, the second the noise of the collisions. Both expectations are exact for the discrete-time chain
/// itself, so the estimates keep its law: nothing is added to the splitting error, but for the bias of regression, of the order (variance)/(number of blocks).
/// </remarks>
internal sealed unsafe class ControlVariates : IDisposable
{
    private readonly int _d, _particles, _initial, _martingales;
    private readonly double[] _expected, _start, _previous, _sum, _weighted;
    private readonly MomentObservable _moments;
    private readonly MomentLayout _at;
    private readonly DriftLayout _drift;
    private readonly bool _knowsFourth;

    public ControlVariates(ParticleOptions options, InitialMoments exact)
    {
        _d = options.Dimension;
        _particles = options.Particles;
        _moments = new MomentObservable(options, exact);
        _at = new(_d);
        _knowsFourth = double.IsFinite(exact.Fourth);
        _expected = Expected(options, exact);
        _start = new double[_moments.Count];
        int pairs = _d * (_d + 1) / 2;
        _initial = UsesMoments(options) ? _d + 2 * pairs + 1 + (_knowsFourth ? 1 : 0) : 0;
        _drift = DriftLayout.Of(options);
        _martingales = options.ControlVariates.HasFlag(ControlVariateKinds.Martingales) ? _drift.Count : 0;
        (_previous, _sum, _weighted) = (new double[_drift.Count], new double[_martingales], new double[_martingales]);
    }

    /// <summary>Whether the drift is asked for.</summary>
    public bool NeedsDrift => _martingales > 0;

    public int Count => _initial + 2 * _martingales;

    public void Dispose() => _moments.Dispose();

    /// <summary>Takes the moments of a block at time 0.</summary>
    public void Begin(double* velocity)
    {
        _moments.Begin(velocity);
        _moments.Evaluate(velocity, 0, _start);
        Followed(velocity, _previous);
        _sum.AsSpan().Clear();
        _weighted.AsSpan().Clear();
    }

    /// <summary>Closes a window of time with the drift that was summed over it.</summary>
    public void Continue(double* velocity, double* drift, double middle)
    {
        Span<double> now = stackalloc double[_drift.Count];
        Followed(velocity, now);
        for (int i = 0; i < _martingales; i++)
        {
            double mean = 0;
            for (int lane = 0; lane < LaneMath.Lanes; lane++)
                mean += drift[i * LaneMath.Lanes + lane];
            double change = now[i] - _previous[i] - mean / LaneMath.Lanes;
            _previous[i] = now[i];
            _sum[i] += change;
            _weighted[i] += middle * change;
        }
    }

    /// <summary>The values up to now, each of expectation zero.</summary>
    public void Fill(Span<double> values)
    {
        int at = 0;
        for (int i = 0; i < _at.Invariants && _initial > 0; i++)
        {
            if (i != _at.Energy && (i != _at.Fourth || _knowsFourth))
                values[at++] = _start[i] - _expected[i];
        }
        _sum.CopyTo(values[at..]);
        _weighted.CopyTo(values[(at + _martingales)..]);
    }

    /// <summary>The moments at time 0 serve where the samples have exactly the moments that the density states.</summary>
    private static bool UsesMoments(ParticleOptions options) =>
        options.ControlVariates.HasFlag(ControlVariateKinds.InitialMoments) && options.Components.All(VelocitySamplers.HaveStatedMoments);

    /// <summary>The exact expectations of the moments at time 0, in the order of <see cref="MomentObservable"/>.</summary>
    private static double[] Expected(ParticleOptions options, InitialMoments exact)
    {
        int d = options.Dimension;
        MomentLayout at = new(d);
        double[] expected = new double[at.Count];
        exact.Mean.CopyTo(expected, at.Momentum);
        expected[at.Energy] = exact.Energy;
        expected[at.Fourth] = exact.Fourth;
        int ab = 0;
        for (int a = 0; a < d; a++)
        {
            for (int b = a; b < d; b++, ab++)
            {
                expected[at.Covariance + ab] = exact.Covariance[a * d + b];
                if (!options.Mixture)
                    continue;
                foreach (IInitialDensity component in options.Components)
                    expected[at.PairCovariance + ab] += component.Weight * (component.Mean[a] - exact.Mean[a]) * (component.Mean[b] - exact.Mean[b]);
            }
        }
        if (options.Mixture)
        {
            foreach (IInitialDensity component in options.Components)
                expected[at.PairEnergy] += component.Weight * Math.Pow(InitialMoments.EnergyOf(component) - exact.Energy, 2);
        }
        return expected;
    }

    /// <summary>The means over the lanes of the followed statistics.</summary>
    private void Followed(double* velocity, Span<double> values)
    {
        const int lanes = LaneMath.Lanes;
        Span<Vector512<double>> second = stackalloc Vector512<double>[6], total = stackalloc Vector512<double>[3];
        second.Clear();
        total.Clear();
        Vector512<double> fourth = Vector512<double>.Zero;
        for (int i = 0; i < _particles; i++)
        {
            double* v = velocity + i * _d * lanes;
            Vector512<double> x = Vector512.Load(v), y = Vector512.Load(v + lanes), z = _d == 3 ? Vector512.Load(v + 2 * lanes) : Vector512<double>.Zero;
            Vector512<double> square = x * x + y * y + z * z;
            second[0] += x * x;
            second[1] += y * y;
            second[2] += x * y;
            second[3] += x * z;
            second[4] += y * z;
            second[5] += square;
            fourth += square * square;
            total[0] += x;
            total[1] += y;
            total[2] += z;
        }
        second[0] -= second[5] / _d;
        second[1] = _d == 2 ? second[2] : second[1] - second[5] / _d;
        for (int i = 0; i < _drift.Fourth; i++)
            values[i] = Vector512.Sum(second[i]) / lanes;
        values[_drift.Fourth] = Vector512.Sum(fourth) / lanes;
        if (!_drift.Fluctuates)
            return;
        values[_drift.Energy] = Vector512.Sum(second[5]) / lanes;
        int at = _drift.MomentumSquares;
        for (int a = 0; a < _d; a++)
        {
            values[_drift.Momentum + a] = Vector512.Sum(total[a]) / lanes;
            for (int b = a; b < _d; b++)
                values[at++] = Vector512.Sum(total[a] * total[b]) / lanes;
        }
    }
}
