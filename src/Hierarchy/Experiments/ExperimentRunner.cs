using System.Diagnostics;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// Integrates the runs of a plan one after another from the same initial density, the direct solver first, and evaluates the diagnostics
/// at every output time. A model that fails ends alone; the others still run.
/// </summary>
public sealed class ExperimentRunner
{
    private readonly ExperimentPlan _plan;
    private readonly EquationMaker _equations;
    private readonly IReadOnlyList<IExperimentObserver> _observers;
    private readonly InitialDatum _datum;
    private readonly double[][] _reference;
    private readonly IReadOnlyList<IDiagnostic> _diagnostics;
    private readonly Dictionary<(ParticleNumber Particles, int Time), (double[] Density, double[] Correlation)> _exact = [];
    private readonly ParticleReferences _particles = new();
    private readonly IParticleStore? _store;
    private readonly Dictionary<PlannedRun, PairMoments> _initialMoments = [];
    private double _reached;

    /// <summary>Prepares the experiment.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="equations">Makes the equation of a run; the runner disposes of it.</param>
    /// <param name="observers">Who sees it.</param>
    /// <param name="store">Keeps the replicas of particle systems that are done; null keeps nothing.</param>
    public ExperimentRunner(ExperimentPlan plan, EquationMaker equations, IReadOnlyList<IExperimentObserver> observers, IParticleStore? store = null)
    {
        _store = store;
        _plan = plan;
        _equations = equations;
        _observers = observers;
        _datum = InitialData.Datum(plan);
        _reference = new double[plan.Times.Length][];
        int dimension = plan.Grid.Dimension;
        _diagnostics = [.. DiagnosticRegistry.All.Where(diagnostic => diagnostic.Quantities(dimension).Any(quantity => plan.Scenario.Wants(quantity.Name)))];
    }

    /// <summary>Runs everything; once cancelled, the current run ends as stopped after its step and the others do not start.</summary>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation)
    {
        var records = new List<RunRecord>();
        for (int next = 0; next < _plan.Runs.Count && !cancellation.IsCancellationRequested;)
        {
            PlannedRun first = _plan.Runs[next];
            PlannedRun[] runs = [first, .. _plan.Runs.Skip(next + 1).TakeWhile(first.SharesIntegration)];
            foreach (IExperimentObserver observer in _observers)
                observer.Begin(first);
            foreach (RunRecord record in first.IsParticles ? [Simulate(first, cancellation)] : Integrate(runs, cancellation))
            {
                records.Add(record);
                foreach (IExperimentObserver observer in _observers)
                    observer.End(record);
            }
            next += runs.Length;
        }
        return records;
    }

    /// <summary>One particle system; once cancelled, the estimates from the replicas that are done are its results.</summary>
    private RunRecord Simulate(PlannedRun run, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var rows = new List<ResultRow>();
        IReadOnlyList<Report> reports = [];
        RunStatus status = RunStatus.Completed;
        string message = "";
        try
        {
            using var simulation = new ParticleRun(_plan, run);
            simulation.Run(_store, _observers, cancellation);
            status = simulation.IsComplete ? RunStatus.Completed : RunStatus.Stopped;
            reports = simulation.Reports;
            for (int i = 0; i < _plan.Times.Length; i++)
                Observe(run, simulation, i, rows);
        }
        catch (Exception error) when (error.GetBaseException() is not (IOException or UnauthorizedAccessException))
        {
            status = RunStatus.Failed;
            message = $"{error.GetType().Name}: {error.Message}";
        }
        return new RunRecord(run, status, message, _plan.Times[^1], default, reports, Stopwatch.GetElapsedTime(start).TotalSeconds, rows);
    }

    private void Observe(PlannedRun run, ParticleRun simulation, int timeIndex, List<ResultRow> rows)
    {
        ParticleEstimates estimates = simulation.EstimatesAt(timeIndex);
        ResultRow[] found = [.. simulation.Rows(timeIndex, _reference[timeIndex] ?? default)];
        rows.AddRange(found);
        if (run.Model == ScenarioNames.Particles && simulation.Modes is { } modes)
            _particles.Keep(run.Particles, timeIndex, estimates, modes);
        foreach (IExperimentObserver observer in _observers)
        {
            observer.Estimates(run, timeIndex, estimates, simulation.Modes, simulation.Histograms);
            observer.Record(found);
        }
    }

    /// <summary>One integration; more than one run if the equation serves every N.</summary>
    private RunRecord[] Integrate(PlannedRun[] runs, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        var rows = new List<ResultRow>();
        _reached = 0;
        StepStatistics statistics = default;
        IReadOnlyList<Report> reports = [];
        RunStatus status = RunStatus.Completed;
        string message = "";
        try
        {
            using IKineticEquation equation = _equations(_plan, runs[0]);
            using var state = new NativeBuffer(equation.Length);
            // The datum comes first: it fixes the scales that the stepper measures errors against.
            equation.Start(_datum, state.Span);
            using var stepper = new StabilisedStepper(equation, new StepperOptions { Tolerance = _plan.Scenario.Time.Tolerance });
            try
            {
                Advance(runs, equation, stepper, state.Span, rows, cancellation);
            }
            finally
            {
                statistics = stepper.Statistics;
                reports = [.. equation.Reports];
            }
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Stopped;
        }
        catch (Exception error) when (error.GetBaseException() is not (IOException or UnauthorizedAccessException))
        {
            // A disk that is full concerns every run; whatever else happens concerns this model.
            status = RunStatus.Failed;
            message = error is NumericalFailureException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / runs.Length;
        return [.. runs.Select(run => new RunRecord(run, status, message, _reached, statistics, reports, seconds, [.. rows.Where(row => row.Particles == run.Particles)]))];
    }

    private void Advance(PlannedRun[] runs, IKineticEquation equation, StabilisedStepper stepper, Span<double> state, List<ResultRow> rows, CancellationToken cancellation)
    {
        stepper.Start(0);
        stepper.OnStep = progress =>
        {
            foreach (IExperimentObserver observer in _observers)
                observer.Step(runs[0], progress.Time, stepper.Statistics);
        };
        for (int i = 0; i < _plan.Times.Length; i++)
        {
            stepper.AdvanceTo(_plan.Times[i], state, cancellation);
            equation.Assess(state);
            foreach (PlannedRun run in runs)
                Observe(run, equation, i, state, rows);
            _reached = _plan.Times[i];
        }
    }

    private void Observe(PlannedRun run, IKineticEquation equation, int timeIndex, ReadOnlySpan<double> state, List<ResultRow> rows)
    {
        (equation as IParticleViews)?.View(run.Particles);
        ReadOnlySpan<double> density = equation.Density(state), correlation = equation.Correlation(state);
        if (timeIndex == 0)
            _initialMoments[run] = PairMoments.Of(_plan.Grid, density, correlation);
        if (run.IsReference)
            _reference[timeIndex] = density.ToArray();
        (double[] Density, double[] Correlation) exact = run.IsExact ? default : _exact.GetValueOrDefault((run.Particles, timeIndex));
        if (run.IsExact)
            _exact[(run.Particles, timeIndex)] = (density.ToArray(), correlation.ToArray());
        var observation = new Observation
        {
            Grid = _plan.Grid,
            Model = run.Model,
            Particles = run.Particles,
            Time = _plan.Times[timeIndex],
            Density = density,
            Correlation = correlation,
            Triple = equation is ITripleCorrelation triple ? triple.TripleOf(state) : default,
            Reference = run.IsReference ? default : _reference[timeIndex],
            ExactDensity = exact.Density,
            ExactCorrelation = exact.Correlation,
            InitialDensity = _datum.Density,
            InitialPairMoments = _initialMoments[run],
        };
        ResultRow[] found =
        [
            .. Evaluate(observation), .. Figures(run, equation, _plan.Times[timeIndex]), .. _particles.Compare(run, timeIndex, _plan.Times[timeIndex], _plan.Grid, density, correlation),
        ];
        rows.AddRange(found);
        foreach (IExperimentObserver observer in _observers)
        {
            observer.State(run, timeIndex, density, correlation);
            if (_particles.ModesAt(run.Particles, timeIndex) is { } modes)
                observer.Modes(run, timeIndex, modes, density, correlation);
            observer.Record(found);
        }
    }

    private static IEnumerable<ResultRow> Figures(PlannedRun run, IKineticEquation equation, double time) =>
        equation.Reports.Where(report => report.IsQuantity).Select(report => new ResultRow(run.Model, run.Particles, time, report.Name, report.Value, double.NaN, double.NaN));

    private ResultRow[] Evaluate(in Observation observation)
    {
        var values = new List<QuantityValue>();
        foreach (IDiagnostic diagnostic in _diagnostics)
            diagnostic.Evaluate(observation, values);
        var rows = new List<ResultRow>(values.Count);
        foreach (QuantityValue value in values)
        {
            if (_plan.Scenario.Wants(value.Name))
                rows.Add(new ResultRow(observation.Model, observation.Particles, observation.Time, value.Name, value.Value, double.NaN, value.NoiseFloor));
        }
        return [.. rows];
    }
}
