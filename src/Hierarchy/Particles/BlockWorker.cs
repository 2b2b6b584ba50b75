using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>What one worker needs to run blocks of eight replicas from time 0 through all output times.</summary>
internal sealed unsafe class BlockWorker : IDisposable
{
    private readonly ParticleOptions _options;
    private readonly InitialSampler _sampler;
    private readonly LaneRandom _random = new();
    private readonly NativeBuffer _velocity, _drift;
    private readonly double[] _results, _controlled;
    private readonly IReplicaObservable[] _observables;
    private readonly IParticleDynamics _dynamics;
    private readonly ControlVariates? _controls;
    private readonly StepStudy? _study;

    public BlockWorker(ParticleOptions options, InitialMoments moments)
    {
        _options = options;
        _sampler = InitialSampler.Create(options);
        _dynamics = CreateDynamics(options);
        List<IReplicaObservable> observables = [new MomentObservable(options, moments)];
        int coulomb = Add(options.Dimension == 3 ? new CoulombObservable(options) : null);
        int modes = Add(options.Modes is null ? null : new ModeObservable(options, options.Modes));
        int histograms = Add(options.Histograms is null ? null : new HistogramObservable(options, options.Histograms));
        int fluctuations = Add(new FluctuationObservable(options)), exchange = Add(new ExchangeObservable(options));
        Layout = new(new MomentLayout(options.Dimension), coulomb, modes, histograms, fluctuations, exchange);
        _observables = [.. observables];
        _controls = options.ControlVariates == ControlVariateKinds.None ? null : new ControlVariates(options, moments);
        _velocity = new(options.Particles * options.Dimension * LaneMath.Lanes);
        _drift = new(DriftLayout.Of(options).Count * LaneMath.Lanes);
        _results = new double[observables.Sum(observable => observable.Count)];
        _controlled = new double[_controls?.Count ?? 0];
        _study = StepStudy.IsExact(options) ? null : new StepStudy(options, moments, _observables, _dynamics.CoarsePaths);

        int Add(IReplicaObservable? observable)
        {
            int offset = observables.Sum(other => other.Count);
            if (observable is not null)
                observables.Add(observable);
            return offset;
        }
    }

    /// <summary>The number of values of all observables.</summary>
    public int ResultCount => _results.Length;

    /// <summary>The number of control variates.</summary>
    public int ControlCount => _controlled.Length;

    /// <summary>The number of control variates of the study of the step.</summary>
    public int StudyControlCount => StepStudy.ControlCountOf(_options);

    /// <summary>Where the values of the observables are.</summary>
    public ResultLayout Layout { get; }

    public void Dispose()
    {
        _sampler.Dispose();
        _random.Dispose();
        _velocity.Dispose();
        _drift.Dispose();
        _dynamics.Dispose();
        _controls?.Dispose();
        _study?.Dispose();
        foreach (IReplicaObservable observable in _observables)
            (observable as IDisposable)?.Dispose();
    }

    /// <summary>Runs one block, and the coupled replicas that accompany it.</summary>
    /// <param name="block">Its number.</param>
    /// <param name="statistics">The statistics of every output time to add to, then those of the study of the step.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Run(long block, BlockStatistics[] statistics, CancellationToken cancellation)
    {
        RunPlain(block, statistics, cancellation);
        if (StepStudy.Accompanies(_options, block))
            _study!.Run(block, statistics.AsSpan(_options.Times.Count), _sampler, _dynamics, _random, cancellation);
    }

    private void RunPlain(long block, BlockStatistics[] statistics, CancellationToken cancellation)
    {
        ulong first = (ulong)block * LaneMath.Lanes;
        _random.Restart(_options.Seed, first);
        _sampler.Fill(_velocity.Pointer, first, _random);
        _dynamics.Begin(first);
        _controls?.Begin(_velocity.Pointer);
        foreach (IReplicaObservable observable in _observables)
            observable.Begin(_velocity.Pointer);
        double time = 0;
        for (int i = 0; i < _options.Times.Count; i++)
        {
            Advance(time, _options.Times[i], cancellation);
            time = _options.Times[i];
            int at = 0;
            foreach (IReplicaObservable observable in _observables)
            {
                observable.Evaluate(_velocity.Pointer, time, _results.AsSpan(at, observable.Count));
                at += observable.Count;
            }
            _controls?.Fill(_controlled);
            statistics[i].Add(_results, _controlled, block);
        }
    }

    /// <summary>The pair updates of one replica between two output times.</summary>
    public double PairUpdates(double start, double end)
    {
        double sum = 0;
        var windows = new TimeWindows(_options.Times.Count, end - start, _options.StepsFor(end - start));
        for (int window = 0; window < windows.Number; window++)
            sum += _dynamics.PairUpdates(windows.StepsOf(window));
        return sum;
    }

    /// <summary>From one output time to the next in windows of whole steps.</summary>
    private void Advance(double start, double end, CancellationToken cancellation)
    {
        if (end == start)
            return;
        var windows = new TimeWindows(_options.Times.Count, end - start, _options.StepsFor(end - start));
        double h = windows.Step, middle = start;
        for (int window = 0; window < windows.Number; window++)
        {
            int part = windows.StepsOf(window);
            _drift.Span.Clear();
            _dynamics.Advance(_velocity.Pointer, h, part, _random, _controls is { NeedsDrift: true } ? _drift.Pointer : null, cancellation);
            if (_controls is { NeedsDrift: true })
                _controls.Continue(_velocity.Pointer, _drift.Pointer, middle + 0.5 * part * h);
            middle += part * h;
        }
    }

    private static IParticleDynamics CreateDynamics(ParticleOptions options) =>
        options.Scheme == PairScheme.RandomBatch ? new RandomBatchDynamics(options) : new AllPairsDynamics(options);
}

/// <summary>
/// Symmetric functions of the velocities of one replica, whose expectations are wanted; their means over the eight replicas of a block. One instance a worker.
/// </summary>
internal unsafe interface IReplicaObservable
{
    /// <summary>The number of values.</summary>
    int Count { get; }

    /// <summary>Remembers the velocities at time 0.</summary>
    void Begin(double* velocity);

    /// <summary>Computes the values.</summary>
    void Evaluate(double* velocity, double time, Span<double> values);
}
