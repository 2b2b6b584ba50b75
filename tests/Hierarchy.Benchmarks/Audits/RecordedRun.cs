using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>A run with its states in memory, as an audit takes it and as a mutation changes it.</summary>
internal sealed class RecordedRun(string model, ParticleNumber particles, double[] times, double[][] densities, double[]?[]? correlations, VelocityGrid grid,
    IReadOnlyList<ResultRow> rows, PairCorrelation?[]? products = null)
    : AuditRun(model, particles, times, correlations is not null)
{
    public double[][] Densities => densities;

    public double[]?[]? Correlations => correlations;

    public override ReadOnlySpan<double> Density(int timeIndex) => densities[timeIndex];

    /// <summary>Sums of products as they came, so that their factors are known; of everything else the values, which mutations change.</summary>
    public override PairCorrelation? Correlation(int timeIndex) => products?[timeIndex] is { } sum ? sum : correlations?[timeIndex] is { } values
        ? PairCorrelation.Of(grid, values) : null;

    public override QuantityValue? Recorded(int timeIndex, string quantity)
    {
        foreach (ResultRow row in rows)
        {
            if (row.Time == Times[timeIndex] && row.Quantity == quantity)
                return new QuantityValue(quantity, row.Value, row.NoiseFloor + row.KnownDiscretisationError);
        }
        return null;
    }

    /// <summary>The same with other states.</summary>
    public RecordedRun With(double[][] f, double[]?[]? g) => new(Model, Particles, Times, f, g, grid, rows);

    /// <summary>The memory that the pairs of all times of a plan take here.</summary>
    public static long Bytes(ExperimentPlan plan) =>
        plan.Runs.Count(run => run.HasCorrelation && !run.IsParticles) * plan.Times.Length * (long)plan.Grid.Size * plan.Grid.Size * sizeof(double);

    /// <summary>Runs the models of a plan that live on the grid; those that failed are left out.</summary>
    public static AuditInput Record(ExperimentPlan plan, EquationMaker? equations = null)
    {
        var recorder = new Recorder(plan.Times.Length);
        IReadOnlyList<RunRecord> records = new ExperimentRunner(plan, equations ?? EquationFactory.Create, [recorder]).Run(CancellationToken.None);
        RecordedRun[] runs = [.. records.Where(record => record.Status == RunStatus.Completed && !record.Run.IsParticles).Select(record => recorder.Run(plan, record))];
        return new AuditInput(plan.Grid, plan.Kernel, plan.Options, runs, plan.Scenario.Time.Tolerance);
    }

    /// <summary>Keeps copies of all states.</summary>
    private sealed class Recorder(int times) : IExperimentObserver
    {
        private readonly Dictionary<PlannedRun, (double[][] Densities, double[]?[] Correlations, PairCorrelation?[] Products)> _states = [];

        public void State(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, PairCorrelation? correlation)
        {
            if (!_states.TryGetValue(run, out (double[][] Densities, double[]?[] Correlations, PairCorrelation?[] Products) states))
                _states[run] = states = (new double[times][], new double[times][], new PairCorrelation?[times]);
            states.Densities[timeIndex] = density.ToArray();
            states.Correlations[timeIndex] = correlation?.ToArray();
            states.Products[timeIndex] = correlation is FactoredCorrelation ? correlation.Copy() : null;
        }

        public RecordedRun Run(ExperimentPlan plan, RunRecord record)
        {
            (double[][] densities, double[]?[] correlations, PairCorrelation?[] products) = _states[record.Run];
            return new(record.Run.Model, record.Run.Particles, plan.Times, densities, record.Run.HasCorrelation ? correlations : null, plan.Grid, record.Rows,
                record.Run.HasCorrelation ? products : null);
        }
    }
}
