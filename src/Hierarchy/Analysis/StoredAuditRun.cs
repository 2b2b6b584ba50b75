using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>A run of stored results; the pair correlation that was read last stays in memory.</summary>
internal sealed class StoredAuditRun : AuditRun
{
    private readonly IFieldSource _fields;
    private readonly double[][] _densities;
    private readonly int[] _times;
    private readonly bool _keepsPairs;
    private int _pairTime = -1;
    private PairCorrelation? _pair;
    private Results.Results? _again;

    private readonly ResultTable _results;
    private readonly ExperimentPlan _plan;
    private readonly PlannedRun _run;

    private StoredAuditRun(IFieldSource fields, ResultTable results, PlannedRun run, ExperimentPlan plan, int[] times, double[][] densities)
        : base(run.Model, run.Particles, [.. times.Select(time => plan.Times[time])], run.HasCorrelation)
    {
        _fields = fields;
        _results = results;
        (_plan, _run) = (plan, run);
        _densities = densities;
        _times = times;
        _keepsPairs = fields.HasCorrelation(run.Model, run.Particles);
    }

    /// <summary>audit: every statement of the paper that can be evaluated, measured on the stored runs of an experiment that reached the end.</summary>
    public static IReadOnlyList<AuditRow> Audit(ExperimentPlan plan, IFieldSource fields, ResultTable results)
    {
        AuditRun[] runs = [.. plan.Runs.Where(run => run.OnGrid is not null).Select(run => Open(plan, fields, results, run)).OfType<AuditRun>()];
        IReadOnlyList<AuditRow> onGrid = runs.Length == 0 ? [] :
            AuditRegistry.Evaluate(new AuditInput(plan.Grid, plan.Kernel, plan.Options, runs, plan.Scenario.Time.Tolerance)
            {
                Samples = Samples(plan, results),
                Components = InitialData.Components(plan.Scenario),
            });
        return [.. onGrid, .. RecordedAuditRun.Audit(plan, results)];
    }

    /// <summary>The estimates of the particle systems.</summary>
    private static ParticleSeries[] Samples(ExperimentPlan plan, ResultTable results) =>
    [
        .. plan.Runs.Where(run => run.IsParticles).Select(run => new ParticleSeries(run.Model, run.Particles, plan.Times, (time, quantity) =>
            results.Find(run.Model, run.Particles, plan.Times[time], quantity) is { } row
                ? new SampledValue(row.Value, row.KnownStandardError, row.KnownDiscretisationError) : null, ReplicaTarget.FewestOf((ParticleSettings)run.Settings))),
    ];

    public override ReadOnlySpan<double> Density(int timeIndex) => _densities[timeIndex];

    public override QuantityValue? Recorded(int timeIndex, string quantity) =>
        _results.Find(Model, Particles, Times[timeIndex], quantity) is { } row ? new QuantityValue(quantity, row.Value, row.NoiseFloor + row.KnownDiscretisationError) : null;

    public override PairCorrelation? Correlation(int timeIndex)
    {
        if (!_keepsPairs)
            return null;
        if (_pairTime != timeIndex)
        {
            _pair = _fields.Correlation(Model, Particles, _times[timeIndex]);
            _pairTime = timeIndex;
        }
        return _pair;
    }

    /// <summary>
    /// Files keep the values of g and not its products: a mixture, whose products are its components, runs again for them, in memory.
    /// </summary>
    public override FactoredCorrelation? Products(int timeIndex)
    {
        if (base.Products(timeIndex) is { } kept)
            return kept;
        if (!_keepsPairs || !Facts.SolvesLandauHierarchy)
            return null;
        _again ??= Again(_plan.Scenario with
        {
            Models = [_run.Settings],
            Particles = [Particles.ToString()],
            Quantities = ["mass"],
            Errors = ErrorSettings.Off,
            Time = _plan.Scenario.Time with { Until = null },
        });
        return _again.Fields?.Correlation(Model, Particles, _times[timeIndex]) as FactoredCorrelation;
    }

    private static Results.Results Again(Scenario scenario) => Experiment.RunPlan(new ExperimentPlan(scenario), null, default);

    private static StoredAuditRun? Open(ExperimentPlan plan, IFieldSource fields, ResultTable results, PlannedRun run)
    {
        int[] times = [.. Enumerable.Range(0, plan.Times.Length).Where(i => plan.FieldIndex(i) >= 0)];
        double[]?[] densities = [.. times.Select(i => fields.Density(run.Model, run.Particles, i))];
        return Array.Exists(densities, density => density is null) ? null : new StoredAuditRun(fields, results, run, plan, times, densities!);
    }
}
