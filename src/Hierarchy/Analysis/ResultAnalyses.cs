using Hierarchy.Analysis;
using Hierarchy.Audits;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>
/// The analyses as methods of <see cref="Results"/>. They stand above the results and the experiments; their names are found where the results are.
/// </summary>
public static class ResultAnalyses
{
    private const int MostLevels = 8;

    /// <summary>
    /// The errors of every model and N over time: against the direct Landau solver, and against the best finite-N reference that the results have at the same N, the Liouville
    /// equation or else the particles. Models are ranked where there is such a reference.
    /// </summary>
    /// <example><code>foreach (ComparisonRow row in results.Compare().Where(row => row.Rank == 1)) Console.WriteLine(row);</code></example>
    public static IReadOnlyList<ComparisonRow> Compare(this Results results) => ClosureComparison.Of(results.Plan, results.Table);

    /// <summary>
    /// The rates in N at which f_{N,2} approaches f_{N,1} x f_{N,1} and f_{N,1} approaches f_1, with 95 % confidence intervals; they need two finite N of a
    /// model.
    /// </summary>
    /// <example><code>foreach (ChaosRow row in results.Chaos()) Console.WriteLine($"{row.Model} {row.Quantity} {row.Fit?.Slope}");</code></example>
    public static IReadOnlyList<ChaosRow> Chaos(this Results results) => ChaosRates.Of(results.Table, results.Scenario.Pair.Datum == PairDatum.Chaotic);

    /// <summary>
    /// The paper's conservation laws, monotonicities, inequalities and weak forms, each with its margin and its verdict. Statements about f_2 need the pair
    /// correlations: a scenario whose output.pair is true keeps them.
    /// </summary>
    /// <exception cref="IOException">The fields of the results cannot be read.</exception>
    /// <example><code>bool sound = results.Audit().All(row => !row.Fails);</code></example>
    public static IReadOnlyList<AuditRow> Audit(this Results results) =>
        results.Fields is { } fields ? StoredAuditRun.Audit(results.Plan, fields, results.Table) : [];

    /// <summary>
    /// Errors and observed orders at the end: runs coarser levels of the scenario in memory, the results being the finest level, and measures against an exact
    /// solution where there is one, else against the finest level; over replicas, the standard errors.
    /// </summary>
    /// <param name="results">The finest level.</param>
    /// <param name="over">What the levels refine.</param>
    /// <param name="levels">Their number, from 2 to 8; fewer are run where the range of a setting ends.</param>
    /// <param name="progress">Told how the levels go on.</param>
    /// <param name="cancellation">Ends the study.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of levels is not in its range.</exception>
    /// <exception cref="InvalidOperationException">Replicas are to be refined, and the scenario has no model with replicas.</exception>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    /// <example><code>IReadOnlyList&lt;ConvergenceRow&gt; rows = results.Converge(ConvergenceParameter.Grid, levels: 3);</code></example>
    public static IReadOnlyList<ConvergenceRow> Converge(
        this Results results, ConvergenceParameter over = ConvergenceParameter.Grid, int levels = 3, IProgress<ExperimentProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        if (levels is < 2 or > MostLevels)
            throw new ArgumentOutOfRangeException(nameof(levels), levels, $"a study has from 2 to {MostLevels} levels");
        Scenario finest = results.Plan.Scenario;
        if (double.IsNaN(ConvergenceStudy.Parameter(finest, over)))
            throw new InvalidOperationException("the scenario has no model with replicas");
        var found = new List<Results>();
        foreach (Scenario scenario in ConvergenceStudy.Levels(results.Scenario, over, levels).SkipLast(1))
            found.Add(Experiment.RunPlan(new ExperimentPlan(InitialSettings.AsValues(scenario)), progress, cancellation));
        return ConvergenceStudy.Of([.. found, results], over);
    }
}
