using Hierarchy.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>What an output time of a run gives: its quantities, compared with the references that it remembers of the runs before.</summary>
internal sealed class ResultEvaluation
{
    private readonly ExperimentPlan _plan;
    private readonly InitialDatum _datum;
    private readonly double[]?[] _reference;
    private readonly IReadOnlyList<IDiagnostic> _diagnostics;
    private readonly Dictionary<(ParticleNumber Particles, int Time), (double[] Density, PairCorrelation Correlation)> _exact = [];
    private readonly ParticleReferences _particles = new();
    private readonly Dictionary<ParticleNumber, FourierModes?> _modes = [];
    private readonly Dictionary<PlannedRun, PairMoments> _initialMoments = [];

    public ResultEvaluation(ExperimentPlan plan, InitialDatum datum)
    {
        _plan = plan;
        _datum = datum;
        _reference = new double[plan.Times.Length][];
        int dimension = plan.Grid.Dimension;
        _diagnostics = [.. DiagnosticRegistry.All.Where(diagnostic => diagnostic.Quantities(dimension)
            .Any(quantity => diagnostic.OnRequest ? plan.Scenario.Names(quantity.Name) : plan.Scenario.Wants(quantity.Name)))];
    }

    /// <summary>Takes the state that a run begins with.</summary>
    public void Begin(PlannedRun run, IKineticEquation equation, ReadOnlyMemory<double> state) =>
        _initialMoments[run] = PairMoments.Of(_plan.Grid, equation.Density(state.Span, run.Particles), equation.Correlation(state, run.Particles));

    /// <summary>Remembers what later runs are compared with.</summary>
    /// <param name="run">The run.</param>
    /// <param name="timeIndex">The output time.</param>
    /// <param name="density">f.</param>
    /// <param name="correlation">g; null where it was not kept, which that of an exact run always is.</param>
    public void Remember(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, PairCorrelation? correlation)
    {
        if (run.IsReference)
            _reference[timeIndex] = density.ToArray();
        if (run.IsExact)
            _exact[(run.Particles, timeIndex)] = (density.ToArray(), correlation!.Copy());
    }

    /// <summary>The quantities of a state.</summary>
    public ResultRow[] Rows(PlannedRun run, IKineticEquation equation, int timeIndex, ReadOnlySpan<double> state, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        (double[] Density, PairCorrelation Correlation) exact = run.IsExact ? default : _exact.GetValueOrDefault((run.Particles, timeIndex));
        var observation = new Observation
        {
            Grid = _plan.Grid,
            Model = run.Model,
            Particles = run.Particles,
            Time = _plan.Times[timeIndex],
            Kernel = _plan.Kernel,
            Density = density,
            Correlation = correlation,
            Triple = equation.Triple(state),
            Reference = run.IsReference ? default : _reference[timeIndex],
            ExactDensity = exact.Density,
            ExactCorrelation = exact.Correlation!,
            InitialDensity = _datum.Density,
            InitialPairMoments = _initialMoments[run],
        };
        return [.. Evaluate(observation), .. Figures(run, equation, _plan.Times[timeIndex])];
    }

    /// <summary>The modes of a state, if the plan has particles at the same N.</summary>
    public IReadOnlyList<ModeEstimate> Modes(PlannedRun run, VelocityGrid grid, ReadOnlySpan<double> density, PairCorrelation correlation) =>
        ModesAt(run.Particles) is { } modes ? [.. DetailTable.OnGrid(grid, modes, density, correlation)] : [];

    /// <summary>
    /// The distances of a state to the particles at the same N, of which only modes have to be known: particles may come in later than the state, from
    /// elsewhere.
    /// </summary>
    public ResultRow[] Distances(PlannedRun run, int timeIndex, IReadOnlyList<ModeEstimate> modes) => modes.Count == 0 ? []
        : [.. _particles.Compare(run, timeIndex, _plan.Times[timeIndex], _plan.Grid.Dimension, modes).Where(row => _plan.Scenario.Wants(row.Quantity))];

    private FourierModes? ModesAt(ParticleNumber particles)
    {
        if (_modes.TryGetValue(particles, out FourierModes? known))
            return known;
        PlannedRun? system = _plan.Runs.FirstOrDefault(run => run.Particles == particles && run.Definition.Facts.Reference == ReferenceKind.Particles);
        return _modes[particles] = system is null ? null : ParticleSetup.Options(_plan, system, (int)particles.Value).Modes;
    }

    /// <summary>The quantities of a particle system, whose estimates it remembers.</summary>
    public ResultRow[] Rows(PlannedRun run, ParticleRun simulation, int timeIndex)
    {
        ResultRow[] rows = [.. simulation.Rows(timeIndex, _reference[timeIndex] ?? default)];
        if (run.Definition.Facts.Reference == ReferenceKind.Particles && simulation.Modes is { } modes)
            _particles.Keep(run.Particles, timeIndex, simulation.EstimatesAt(timeIndex), modes);
        return rows;
    }

    private IEnumerable<ResultRow> Figures(PlannedRun run, IKineticEquation equation, double time) =>
        equation.Reports.Where(report => report.IsQuantity && _plan.Scenario.Wants(report.Name))
            .Select(report => new ResultRow(run.Model, run.Particles, time, report.Name, report.Value, double.NaN, double.NaN));

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
