using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>
/// What the step h adds to the expectations: replicas of their own run with a coarse step H and with H/2, driven by the same noise, H = 4 h for steps that are
/// short beside the time in which a pair forgets its direction and 2 h for others, or the next smaller step where the steps between two output times cannot be
/// grouped. Of every result it keeps the difference D = (coarse - fine), of expectation bias(H) - bias(H/2), and as control variates the differences of the
/// martingales of <see cref="ControlVariates"/>, of expectation zero.
/// </summary>
/// <remarks>
/// Of jumps in place of the pair flow the coarse path has the jumps and the fine one the flow, so that E[D] is their bias with that of the step, and no order
/// is assumed. With bias(h) ~ c h^p the bias is E[D] (h/H)^p/(1 - 2^-p), for H = 2 h the third of E[D] at p = 2 and E[D] at p = 1, for H = 4 h the twelfth and
/// the half. So of steps of order two 4 h costs half of what 2 h does and a larger difference is divided by a larger number. The order p is that of the scheme
/// and is not measured by a run, hence the factor of safety of the grid convergence index for two levels (Roache; ASME V and V 20), at H = 4 h twice as large:
/// either covers a scheme of order two that only has order one.
/// </remarks>
internal sealed unsafe class StepStudy : IDisposable
{
    /// <summary>The factor of safety on a bias whose order is assumed, at H = 2 h or at order one.</summary>
    private const double Safety = 3;

    /// <summary>Of the blocks of eight replicas so many are accompanied by coupled ones: one in sixteen, and the first few.</summary>
    private const int Stride = 16, First = 4;

    /// <summary>H = 4 h up to this part of the time in which a pair forgets its direction, so that H is well below it.</summary>
    private const double ShortStep = 0.1;

    /// <summary>Below this gamma the drift of a close pair outweighs every noise.</summary>
    private const double MeetingExponent = -2;

    /// <summary>Sets the streams of coupled replicas apart from those of the others.</summary>
    private const ulong Purpose = 1UL << 59;

    private readonly ParticleOptions _options;
    private readonly int _grouping;
    private readonly IReplicaObservable[] _observables;
    private readonly NativeBuffer _fine, _coarse, _fineDrift, _coarseDrift;
    private readonly ControlVariates[] _controls;
    private readonly double[] _difference, _values, _controlled, _martingales;

    public StepStudy(ParticleOptions options, InitialMoments moments, IReplicaObservable[] observables, int coarsePaths)
    {
        (_options, _grouping) = (options, Grouping(options));
        _observables = observables;
        int length = options.Particles * options.Dimension * LaneMath.Lanes, drift = DriftLayout.Of(options).Count * LaneMath.Lanes;
        (_fine, _coarse, _fineDrift, _coarseDrift) = (new(length), new(coarsePaths * length), new(drift), new(coarsePaths * drift));
        ParticleOptions followed = options with { ControlVariates = ControlVariateKinds.Martingales };
        _controls = [.. Enumerable.Range(0, 1 + coarsePaths).Select(_ => new ControlVariates(followed, moments))];
        (_difference, _values) = (new double[observables.Sum(observable => observable.Count)], new double[observables.Max(observable => observable.Count)]);
        (_controlled, _martingales) = (new double[ControlCountOf(options)], new double[_controls[0].Count]);
    }

    /// <summary>
    /// The order of the weak error that a scheme is taken to have. In system (1.6) with gamma below -2 pairs that come close are drawn together against the noise
    /// of the others, and a step that does not resolve how they meet converges slowly: there it is one half.
    /// </summary>
    public static double OrderOf(ParticleOptions options) =>
        options.Scheme == PairScheme.RandomBatch ? 1 : options.System == ParticleSystem.NonConservative && options.Kernel.Gamma < MeetingExponent ? 0.5 : 2;

    /// <summary>E[D] times this is the bias at an output time: the largest of the intervals before it.</summary>
    public static double Extrapolation(ParticleOptions options, int timeIndex)
    {
        // The difference of jumps and flow is their bias itself.
        if (options.JumpAngle is not null)
            return 1;
        double largest = 1.0 / Grouping(options), time = 0;
        for (int i = 0; i <= timeIndex; i++)
        {
            int steps = options.StepsFor(options.Times[i] - time);
            largest = options.Times[i] > time ? Math.Max(largest, (double)CoarseSteps(Grouping(options), steps) / steps) : largest;
            time = options.Times[i];
        }
        double order = OrderOf(options);
        return Math.Pow(largest, order) / (1 - Math.Pow(2, -order));
    }

    /// <summary>Whether the scheme has no error of the step, so that there is nothing to study.</summary>
    public static bool IsExact(ParticleOptions options) =>
        options is { Particles: 2, System: ParticleSystem.Conservative, JumpAngle: null, Kernel: { Viscosity: 0, Isotropic: 0 } };

    /// <summary>Whether a block is accompanied by coupled replicas.</summary>
    public static bool Accompanies(ParticleOptions options, long block) => !IsExact(options) && (block < First || block % Stride == 0);

    /// <summary>The control variates: martingales as they are, and weighted with time.</summary>
    public static int ControlCountOf(ParticleOptions options) => 2 * DriftLayout.Of(options).Count;

    public void Dispose()
    {
        _fine.Dispose();
        _coarse.Dispose();
        _fineDrift.Dispose();
        _coarseDrift.Dispose();
        foreach (ControlVariates controls in _controls)
            controls.Dispose();
    }

    /// <summary>Runs coupled replicas beside a block and adds their differences to the statistics of every output time.</summary>
    public void Run(long block, Span<BlockStatistics> statistics, InitialSampler sampler, IParticleDynamics dynamics, LaneRandom random, CancellationToken cancellation)
    {
        ulong first = Purpose + (ulong)block * LaneMath.Lanes;
        random.Restart(_options.Seed, first);
        sampler.Fill(_fine.Pointer, first, random);
        random.KeepSinglesApart();
        dynamics.Begin(first);
        for (int path = 0; path < _controls.Length; path++)
        {
            if (path > 0)
                _fine.Span.CopyTo(PathOf(path));
            _controls[path].Begin(VelocityOf(path));
        }
        foreach (IReplicaObservable observable in _observables)
            observable.Begin(_fine.Pointer);
        double time = 0;
        for (int i = 0; i < _options.Times.Count; i++)
        {
            Advance(dynamics, time, _options.Times[i], random, cancellation);
            time = _options.Times[i];
            Evaluate(time);
            statistics[i].Add(_difference, _controlled, block < First ? block : First - 1 + block / Stride);
        }
    }

    /// <summary>The factor of safety for steps of an experiment.</summary>
    public static double SafetyOf(ParticleOptions options) => Grouping(options) > 2 && OrderOf(options) > 1 ? 2 * Safety : Safety;

    /// <summary>H/h: 4 for short steps of a scheme whose error is small beside them, 2 else.</summary>
    private static int Grouping(ParticleOptions options) =>
        options.JumpAngle is null && OrderOf(options) >= 1 && options.StepInUse <= ShortStep * options.UsefulSteps.Longest ? 4 : 2;

    private static int CoarseSteps(int grouping, int steps) => (steps + grouping - 1) / grouping;

    private double* VelocityOf(int path) => path == 0 ? _fine.Pointer : _coarse.Pointer + (path - 1) * _fine.Span.Length;

    private Span<double> PathOf(int path) => _coarse.Span.Slice((path - 1) * _fine.Span.Length, _fine.Span.Length);

    private double* DriftOf(int path) => path == 0 ? _fineDrift.Pointer : _coarseDrift.Pointer + (path - 1) * _fineDrift.Span.Length;

    private void Advance(IParticleDynamics dynamics, double start, double end, LaneRandom random, CancellationToken cancellation)
    {
        if (end == start)
            return;
        var windows = new TimeWindows(_options.Times.Count, end - start, CoarseSteps(_grouping, _options.StepsFor(end - start)));
        var paths = new CoupledPaths(_fine.Pointer, _coarse.Pointer, _fineDrift.Pointer, _coarseDrift.Pointer, _fine.Span.Length, _fineDrift.Span.Length);
        double middle = start;
        for (int window = 0; window < windows.Number; window++)
        {
            int part = windows.StepsOf(window);
            _fineDrift.Span.Clear();
            _coarseDrift.Span.Clear();
            dynamics.AdvanceCoupled(paths, windows.Step, part, random, cancellation);
            for (int path = 0; path < _controls.Length; path++)
                _controls[path].Continue(VelocityOf(path), DriftOf(path), middle + 0.5 * part * windows.Step);
            middle += part * windows.Step;
        }
    }

    /// <summary>Fills the differences of results and martingales.</summary>
    private void Evaluate(double time)
    {
        _difference.AsSpan().Clear();
        _controlled.AsSpan().Clear();
        for (int path = 0; path < _controls.Length; path++)
        {
            double weight = path == 0 ? -1 : 1.0 / (_controls.Length - 1);
            int at = 0;
            foreach (IReplicaObservable observable in _observables)
            {
                Span<double> values = _values.AsSpan(0, observable.Count), sum = _difference.AsSpan(at, observable.Count);
                observable.Evaluate(VelocityOf(path), time, values);
                TensorPrimitives.MultiplyAdd(values, weight, sum, sum);
                at += observable.Count;
            }
            _controls[path].Fill(_martingales);
            TensorPrimitives.MultiplyAdd(_martingales.AsSpan(0, _controlled.Length), weight, _controlled, _controlled);
        }
    }
}
