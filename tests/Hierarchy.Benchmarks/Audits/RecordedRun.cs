using Hierarchy.Audits;
using Hierarchy.Diagnostics;
using Hierarchy.Experiments;
using Hierarchy.Models;
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

    /// <summary>What is kept as it came, sums of products always, so that their factors are known; of everything else the values, which mutations change.</summary>
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

    /// <summary>The memory that the pairs of some times of a plan take here as they come, and those of a coarser grid for an audit.</summary>
    public static long Bytes(ExperimentPlan plan, int times) => plan.Runs.Where(run => run.OnGrid is not null && run.HasCorrelation)
        .Sum(run => run.Settings is LowRankSettings ? 0 : times * plan.Grid.Size * plan.Columns(run) * sizeof(double))
        + (plan.Runs.Any(run => run.HasCorrelation) ? (long)(Math.Pow(0.85, plan.Grid.Dimension) * plan.Grid.Size * plan.Grid.Size * sizeof(double)) : 0);

    /// <summary>Runs the models of a plan that live on the grid; those that failed are left out.</summary>
    /// <param name="plan">What is run.</param>
    /// <param name="equations">Makes the equations; null for the right ones.</param>
    /// <param name="asTheyCome">Whether pairs are kept in the form that they have, which a symmetry makes small, and not by their values.</param>
    public static AuditInput Record(ExperimentPlan plan, EquationMaker? equations = null, bool asTheyCome = false)
    {
        var recorder = new Recorder(plan.Times.Length, asTheyCome);
        IReadOnlyList<RunRecord> records = new ExperimentRunner(plan, equations ?? EquationFactory.Create, [recorder]).Run(CancellationToken.None);
        RecordedRun[] runs = [.. records.Where(record => record.Status == RunStatus.Completed && !record.Run.IsParticles).Select(record => recorder.Run(plan, record))];
        return new AuditInput(plan.Grid, plan.Kernel, plan.Options, runs, plan.Scenario.Time.Tolerance);
    }

    /// <summary>Keeps copies of all states.</summary>
    private sealed class Recorder(int times, bool asTheyCome) : IExperimentObserver
    {
        private readonly Dictionary<PlannedRun, (double[][] Densities, double[]?[] Correlations, PairCorrelation?[] Products)> _states = [];

        public void State(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, PairCorrelation? correlation)
        {
            if (!_states.TryGetValue(run, out (double[][] Densities, double[]?[] Correlations, PairCorrelation?[] Products) states))
                _states[run] = states = (new double[times][], new double[times][], new PairCorrelation?[times]);
            states.Densities[timeIndex] = density.ToArray();
            bool keeps = asTheyCome || correlation is FactoredCorrelation;
            states.Correlations[timeIndex] = asTheyCome ? null : correlation?.ToArray();
            states.Products[timeIndex] = keeps ? correlation?.Copy() : null;
        }

        public RecordedRun Run(ExperimentPlan plan, RunRecord record)
        {
            (double[][] densities, double[]?[] correlations, PairCorrelation?[] products) = _states[record.Run];
            return new(record.Run.Model, record.Run.Particles, plan.Times, densities, record.Run.HasCorrelation ? correlations : null, plan.Grid, record.Rows,
                record.Run.HasCorrelation ? products : null);
        }
    }
}
