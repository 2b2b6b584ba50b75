using System.CommandLine;
using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Equations;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Commands;

/// <summary>chaos: rates in N of the distances to the tensor product, and the long-time limits of N particles.</summary>
internal static class ChaosCommand
{
    private const double LeastMove = 1e-12;

    public static Command Create(Terminal terminal, ScenarioExecution execution) => AnalysisCommand.Create(
        "chaos", "Propagation of chaos: distances to the tensor product, their rates in N with 95 % confidence intervals.", terminal, execution, Analyse);

    private static AnalysisResult Analyse(AnalysedExperiment experiment)
    {
        double last = experiment.Results.Times[^1];
        IReadOnlyList<ChaosRow> rates = Analyses.Chaos(experiment.Results);
        IReadOnlyList<LimitRow> limits = LongTimeLimit.Of(experiment.Results, experiment.Plan.Scenario.Dimension);
        LimitRow[] moving = [.. limits.Where(row => !row.Particles.IsInfinite && Math.Abs(row.Initial - row.Limit) > LeastMove)];
        string title = string.Create(CultureInfo.InvariantCulture, $"{experiment.Plan.Scenario.Name}: rates in N at time {last:G6}");
        List<string> notes =
        [
            "constant: N^(-expected) times the distance at the largest N above its noise; limit: the same of leading-order (N to infinity), where it is among the models",
            "the limit for large times is that of iid data: E[v1 v1^T] = Sigma_0/N + (1 - 1/N) e I, E[v1 v2^T] = (Sigma_0 - e I)/N, e = tr Sigma_0/d; left: the share of the way that remains",
        ];
        if (rates.Count == 0)
            notes.Insert(0, "a rate needs a model with at least two finite N");
        return new AnalysisResult(
            [
                new("rates", title, Rates([.. rates.Where(row => row.Time == last)], false), Rates(rates, true)),
                new("long_time_limits", string.Create(CultureInfo.InvariantCulture, $"second moments at time {last:G6} and for large times"), Limits(moving), Limits(limits)),
            ],
            notes);
    }

    private static Listing Rates(IReadOnlyList<ChaosRow> rows, bool withTime)
    {
        string[] columns = ["model", "quantity", "slope", "+-", "expected", "constant", "limit", "N", "below noise"];
        return new Listing(withTime ? ["time", .. columns] : columns, [.. rows.Select(row => withTime ? [row.Time, .. Cells(row)] : Cells(row))]);
    }

    private static object?[] Cells(ChaosRow row) =>
    [
        row.Model, row.Quantity, row.Fit?.Slope ?? double.NaN, row.Fit?.HalfWidth ?? double.NaN, row.Expected, row.Constant, row.Predicted, List(row.Used), List(row.BelowNoise),
    ];

    private static string List(IReadOnlyList<ParticleNumber> particles) => string.Join(' ', particles);

    private static Listing Limits(IReadOnlyList<LimitRow> rows) => new(
        ["model", "N", "quantity", "initial", "final", "limit", "left"],
        [.. rows.Select(row => new object?[] { row.Model, row.Particles.ToString(), row.Quantity, row.Initial, row.Final, row.Limit, row.Remaining })]);
}
