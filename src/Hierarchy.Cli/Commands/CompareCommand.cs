using System.CommandLine;
using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Equations;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Commands;

/// <summary>compare: closure errors of every model and N against the references, over time.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal, ScenarioExecution execution) => AnalysisCommand.Create(
        "compare", "Errors of every model and N against the direct solver and the best finite-N reference, over time.", terminal, execution, Analyse);

    private static AnalysisResult Analyse(AnalysedExperiment experiment)
    {
        IReadOnlyList<ComparisonRow> rows = Analyses.Compare(experiment.Results);
        double last = experiment.Results.Times[^1];
        ComparisonRow[] atEnd = [.. rows.Where(row => row.Time == last)];
        string title = string.Create(CultureInfo.InvariantCulture, $"{experiment.Plan.Scenario.Name} at time {last:G6}");
        var tables = new List<AnalysisTable> { new("errors", title, Short(atEnd), Whole(rows)) };
        List<string> notes =
        [
            "L1 to landau: int |f_N1 - f_1|; closure L1: int |f_N1 - exact|, int |f_N2 - exact| with the Liouville equation at the same N",
            "rank: 1 is best, by the quantity beside it; error: with the standard error in brackets; next: the distance to the next larger error in standard errors of the reference (inf: the reference has none)",
        ];
        if (!atEnd.Any(row => row.Rank > 0))
            notes.Add("no finite-N reference is among the models: add liouville (N = 2, 3) or kac to rank closures");
        return new AnalysisResult(tables, notes);
    }

    private static Listing Whole(IReadOnlyList<ComparisonRow> rows) => new(
        ["N", "time", "model", "quantity", "reference", "error", "standard_error", "n_error", "n2_error", "resolved", "rank", "gap_standard_errors"],
        [
            .. rows.Select(row => new object?[]
            {
                row.Particles.ToString(), row.Time, row.Model, row.Quantity, row.Reference, row.Error, row.StandardError, row.TimesN, row.TimesNSquared, row.IsResolved ? "yes" : "no",
                row.Rank == 0 ? null : row.Rank, row.GapInStandardErrors,
            }),
        ]);

    /// <summary>One line for each model and N.</summary>
    private static Listing Short(ComparisonRow[] rows)
    {
        var lines = new List<object?[]>();
        foreach (IGrouping<(ParticleNumber Particles, string Model), ComparisonRow> run in rows.GroupBy(row => (row.Particles, row.Model)))
        {
            ComparisonRow? Find(string quantity) => run.FirstOrDefault(row => row.Quantity == quantity);
            ComparisonRow? judge = run.FirstOrDefault(row => row.Rank > 0);
            lines.Add(
            [
                run.Key.Particles.IsInfinite ? "inf" : run.Key.Particles.ToString(), run.Key.Model, Find("error_l1")?.Error, Find("error_l1")?.TimesN, Find("closure_error_l1")?.Error,
                Find("closure_error_pair_l1")?.Error, Find("closure_error_pair_l1")?.TimesNSquared, judge?.Rank, judge?.Quantity, WithError(judge), judge is null ? null : Gap(judge),
            ]);
        }
        return new Listing(["N", "model", "L1 to landau", "x N", "closure L1 f1", "closure L1 f2", "x N^2", "rank", "ranked by", "error", "next"], lines);
    }

    private static string? WithError(ComparisonRow? row) => row switch
    {
        null => null,
        { StandardError: > 0 } => $"{Figures.Number(row.Error)} ({Figures.Number(row.StandardError)})",
        _ => Figures.Number(row.Error),
    };

    private static string Gap(ComparisonRow row) =>
        double.IsNaN(row.GapInStandardErrors) ? "" : double.IsInfinity(row.GapInStandardErrors) ? "inf" : row.GapInStandardErrors.ToString("F1", CultureInfo.InvariantCulture);
}
