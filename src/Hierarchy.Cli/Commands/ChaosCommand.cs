using System.CommandLine;
using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Densities;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Commands;

/// <summary>chaos: rates in N of the distances to the tensor product, and the long-time limits of N particles.</summary>
internal static class ChaosCommand
{
    private const string Model =
        "slope: p of constant N^p (1 + b/N + ...) for N to infinity, fitted with the next orders in 1/N; local slopes: log(q_2/q_1)/log(N_2/N_1) between neighbouring N";

    private const string Intervals =
        "[ , ]: 95 % confidence where the points have standard errors; extrapolation where they have none: what the corrections in 1/N leave open, and no confidence interval";

    private const string Constants = "constant: N^(-expected) times the distance at the largest N above its noise; limit: the same of leading-order (N to infinity), "
        + "where it is among the models";

    private const string Equilibrium =
        "limit for large times, of N particles; closures may miss it: E[v1 v1^T] = (S + (N-1) C)/N + (1 - 1/N) e I, E[v1 v2^T] = (S + (N-1) C)/N - e I/N, "
        + "S and C their values at time 0, e = tr(S - C)/d; left: the share of the way that remains";

    private const string LawNote =
        "laws: h1 = 1/2 int phi^2/f, mi = 1/2 int int G^2/(f f), i1 = int f |grad(phi/f)|^2, i2 = int int f f |grad(G/(f f))|^2; N^2 H(f_N,k|f^k) tends to k h1 + "
            + "k(k-1)/2 mi, of order k^2/N^2; "
        + "what is left at finite N is O(1/N)";

    public static Command Create(Terminal terminal, ScenarioExecution execution)
    {
        Option<string[]> show = ShowOption.Create();
        return AnalysisCommand.Create(
            "chaos", "Propagation of chaos: distances to the tensor product, their rates in N with intervals, limits for large times.", terminal, execution,
            (results, parsed) => Analyse(results, parsed.GetValue(show) ?? []), null, show);
    }

    private static AnalysisResult Analyse(Results.Results results, string[] quantities)
    {
        double last = results.Table.Times[^1];
        IReadOnlyList<ChaosRow> rates = results.Chaos();
        ChaosRow[] shown = [.. rates.Where(row => row.Time == last && (quantities.Length == 0 || quantities.Contains(row.Quantity)))];
        IReadOnlyList<LimitRow> limits = LongTimeLimit.Of(results.Plan, results.Table);
        IReadOnlyList<LawRow> laws = ChaosLaws.Of(results.Table);
        IReadOnlyList<GenerationRow> generation = results.Plan.Scenario.Pair.Datum == PairDatum.Chaotic ? [] : ChaosGeneration.Of(results.Table);
        IReadOnlyList<RelaxationRow> relaxation = RelaxationLaw.Of(results.Table);
        LimitRow[] moving = [.. limits.Where(row => !row.Particles.IsInfinite && row.Moves)];
        string title = string.Create(CultureInfo.InvariantCulture, $"{results.Plan.Scenario.Name}: rates in N at time {last:G6}");
        return new AnalysisResult(
            [
                new("rates", title, Shown(shown), Whole(rates)),
                new("laws", string.Create(CultureInfo.InvariantCulture, $"laws for N to infinity at time {last:G6}, limits by leading-order"),
                    ShownLaws([.. laws.Where(row => row.Time == last)]), Laws(laws)),
                new("generation", "generation of chaos from a correlated start: the time in which the mutual information falls to 1/N^2", ShownGeneration(generation),
                    Generation(generation)),
                new("relaxation", "relaxation of the Landau equation", ShownRelaxation(relaxation), Relaxation(relaxation)),
                new("long_time_limits", string.Create(CultureInfo.InvariantCulture, $"second moments at time {last:G6} and for large times"), ShownLimits(moving), Limits(limits)),
            ],
            [.. WithoutRates(quantities, rates), .. Notes(results, rates, limits), .. laws.Count > 0 ? (string[])[LawNote] : []])
        { Verdict = VerdictLines.Bad(results.Runs) };
    }

    /// <summary>The quantities that were asked for and are no distances, and those that are.</summary>
    private static IEnumerable<string> WithoutRates(string[] quantities, IReadOnlyList<ChaosRow> rates)
    {
        string[] known = [.. rates.Select(row => row.Quantity).Distinct()], missing = [.. quantities.Except(known)];
        if (missing.Length > 0 && known.Length > 0)
            yield return $"no rate in N of {string.Join(", ", missing)}: only distances have one, here {string.Join(", ", known)}";
    }

    private static IEnumerable<string> Notes(Results.Results results, IReadOnlyList<ChaosRow> rates, IReadOnlyList<LimitRow> limits)
    {
        if (rates.Count == 0)
            yield return "a rate needs a model with at least two finite N";
        if (results.Plan.Scenario.Pair.Datum != PairDatum.Chaotic)
            yield return "the particles are correlated at time 0, at every N: no slope is expected";
        foreach (string note in rates.Count == 0 ? [] : (string[])[Model, Intervals, Constants])
            yield return note;
        if (limits.Count > 0)
            yield return Equilibrium;
        foreach (string obstacle in results.Table.Runs.Select(run => LongTimeLimit.Obstacle(results.Plan, run.Particles)).OfType<string>().Distinct())
            yield return obstacle;
    }

    private static Listing Shown(IReadOnlyList<ChaosRow> rows) => new(
        ["model", "quantity", "slope", "interval", "kind", "local slopes", "expected", "constant", "limit", "N", "below noise"],
        [
            .. rows.Select(row => new object?[]
            {
                row.Model, row.Quantity, row.Fit is null ? "" : Slopes.Value(row.Fit), row.Fit is null ? "" : Slopes.Range(row.Fit), row.Fit is null ? ""
                    : Slopes.Name(row.Fit.Interval),
                row.Fit is null ? "" : Slopes.Local(row.Fit), double.IsFinite(row.Expected) ? row.Expected.ToString("G4", CultureInfo.InvariantCulture) : null,
                    Bracketed(row.Constant, row.ConstantError), Bracketed(row.Predicted, row.PredictedError), List(row.Used), List(row.BelowNoise),
            }),
        ])
    { Dispensable = ["local slopes", "N", "kind", "below noise", "limit", "constant"] };

    private static Listing Whole(IReadOnlyList<ChaosRow> rows) => new(
        ["time", "model", "quantity", "slope", "lower", "upper", "interval", "local_slopes", "correction", "expected", "constant", "limit", "N", "below noise",
            "constant +-", "limit +-"],
        [
            .. rows.Select(row => new object?[]
            {
                row.Time, row.Model, row.Quantity, row.Fit?.Slope, row.Fit?.Lower, row.Fit?.Upper, row.Fit is null ? "" : Slopes.Name(row.Fit.Interval),
                row.Fit is null ? "" : Slopes.Local(row.Fit), row.Fit?.Correction, row.Expected, row.Constant, row.Predicted, List(row.Used), List(row.BelowNoise),
                    OrNothing(row.ConstantError), OrNothing(row.PredictedError),
            }),
        ]);

    private static Listing Generation(IReadOnlyList<GenerationRow> rows) => new(
        ["model", "N", "MI at 0", "MI at the end", "time", "+-"],
        [.. rows.Select(row => new object?[] { row.Model, row.Particles.ToString(), row.Initial, row.Final, OrNull(row.Time), OrNull(row.Error) })]);

    private static Listing ShownGeneration(IReadOnlyList<GenerationRow> rows) => new(
        ["model", "N", "MI at 0", "MI at the end", "time"],
        [.. rows.Select(row => new object?[]
        {
            row.Model, row.Particles.ToString(), Bracketed(row.Initial, row.InitialError), Bracketed(row.Final, row.FinalError), Bracketed(row.Time, row.Error),
        })]);

    private static Listing Relaxation(IReadOnlyList<RelaxationRow> rows) => new(
        ["fit", "value", "+-", "points", "from", "to"],
        [.. rows.Select(row => new object?[] { row.Name, row.Value, OrNull(row.Error), row.Points, row.From, row.To })]);

    private static Listing ShownRelaxation(IReadOnlyList<RelaxationRow> rows) => new(
        ["fit", "value", "points", "from", "to"],
        [.. rows.Select(row => new object?[] { row.Name, Bracketed(row.Value, row.Error), row.Points, row.From, row.To })]);

    private static Listing ShownLaws(IReadOnlyList<LawRow> rows) => new(
        ["law", "limit is", "limit", "model", "N", "value"],
        [
            .. rows.Select(row => (object?[])
                [row.Law, row.Formula, Bracketed(row.Limit, row.LimitError), row.Model, row.Particles.ToString(), Bracketed(row.Value, row.Error)]),
        ])
    { Dispensable = ["limit is"] };

    private static Measured? Bracketed(double value, double error) => double.IsFinite(value) ? new Measured(value, error) : null;

    private static Listing Laws(IReadOnlyList<LawRow> rows) => new(
        ["time", "law", "limit is", "limit", "limit +-", "model", "N", "value", "+-"],
        [
            .. rows.Select(row => (object?[])[
                row.Time, row.Law, row.Formula, row.Limit, OrNothing(row.LimitError), row.Model, row.Particles.ToString(), row.Value,
                    OrNothing(row.Error),
            ]),
        ]);

    /// <summary>Nothing in place of what is no number, so that a column without numbers is left out.</summary>
    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;

    private static string List(IReadOnlyList<ParticleNumber> particles) => string.Join(' ', particles);

    private static Listing Limits(IReadOnlyList<LimitRow> rows) => new(
        ["model", "N", "quantity", "initial", "initial +-", "final", "+-", "limit", "limit +-", "left", "left +-"],
        [
            .. rows.Select(row => new object?[]
            {
                row.Model, row.Particles.ToString(), row.Quantity, row.Initial, OrNothing(row.InitialError), row.Final, OrNothing(row.FinalError), row.Limit,
                    OrNothing(row.LimitError),
                    OrNull(row.Remaining), OrNothing(row.RemainingError),
            }),
        ]);

    private static Listing ShownLimits(IReadOnlyList<LimitRow> rows) => new(
        ["model", "N", "quantity", "initial", "final", "limit", "left"],
        [
            .. rows.Select(row => new object?[]
            {
                row.Model, row.Particles.ToString(), row.Quantity, new Measured(row.Initial, row.InitialError), new Measured(row.Final, row.FinalError),
                    new Measured(row.Limit, row.LimitError),
                OrNull(row.Remaining) is null ? null : new Measured(row.Remaining, row.RemainingError),
            }),
        ])
    { Dispensable = ["initial"] };

    /// <summary>Nothing in place of an error that is not known.</summary>
    private static double? OrNothing(double error) => error > 0 ? error : null;
}
