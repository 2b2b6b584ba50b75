using System.CommandLine;
using Hierarchy.Audits;
using Hierarchy.Cli.Output;
using Hierarchy.Diagnostics;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>audit: the paper's conservation laws, monotonicities, inequalities and weak forms, each with its margin.</summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal, ScenarioExecution execution) => AnalysisCommand.Create(
        "audit", "The paper's conservation laws, monotonicities, inequalities and weak forms, each with its margin. A scenario is run with its pair correlations stored.",
        terminal, execution, Analyse, plan => new ExperimentPlan(ForAudit(plan.Scenario)) { Origins = WithPairs(plan.Origins) });

    /// <summary>Where the values come from, those that the command sets among them.</summary>
    private static Dictionary<string, string>? WithPairs(IReadOnlyDictionary<string, string>? origins) =>
        origins is null ? null : new(origins) { ["output.pair"] = "audit", ["quantities"] = "audit" };

    /// <summary>The scenario with its pair correlations kept, and with the quantities that only a run can record: those of three particles, which are not kept, and what the figure of the dissipation shows.</summary>
    private static Scenario ForAudit(Scenario scenario)
    {
        IDiagnostic[] recorders = [new FisherDissipationTerms(), new TripleMoments(), new TripleInformation()];
        string[] asked = scenario.Quantities.Length == 0 ? ["all"] : scenario.Quantities;
        string[] recorded = [.. recorders.SelectMany(diagnostic => diagnostic.Quantities(scenario.Dimension)).Select(quantity => quantity.Name)];
        return scenario with { Output = scenario.Output with { Pair = true }, Quantities = [.. asked.Union(recorded, StringComparer.OrdinalIgnoreCase)] };
    }

    private static AnalysisResult Analyse(Results.Results results)
    {
        if (results.Fields is null)
            throw new FileNotFoundException($"{Path.Combine(results.Folder!, ResultFolder.FieldsName)} is missing; an audit needs the densities");
        IReadOnlyList<AuditRow> rows = results.Audit();
        AuditRow[] failed = [.. rows.Where(row => row.Fails)];
        var counts = rows.GroupBy(row => row.Verdict).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.First().Words.Split(',')[0]}");
        List<string> notes =
        [
            $"{rows.Count} rows: {string.Join(", ", counts)}; {failed.Length} theorems violated beyond the noise",
            "margin: right - left of an inequality, -|left - right| of an identity; floor: the estimated error of the margin; loose by X: right is X times left; rows that do not apply are in the CSV only",
        ];
        AuditRow[] shown = [.. rows.Where(row => row.Verdict != AuditVerdict.NotApplicable)];
        return new AnalysisResult(
            [new AnalysisTable("audit", results.Scenario.Name + ": statements of the paper", Short(shown), Whole(rows))],
            notes,
            failed.Length > 0 ? ExitCode.NumericalFailure : ExitCode.Done);
    }

    /// <summary>One line for each statement, model and N: the row with the worst verdict and the smallest margin over the times.</summary>
    private static Listing Short(AuditRow[] rows)
    {
        var lines = new List<object?[]>();
        foreach (IGrouping<(string Equation, string Statement, string Model, string N), AuditRow> group in
            rows.GroupBy(row => (row.Equation, row.Statement, row.Model, row.Particles?.ToString() ?? "")))
        {
            AuditRow worst = group.OrderByDescending(row => Severity(row.Verdict)).ThenBy(row => row.Margin / Math.Max(row.Floor, 1e-300)).First();
            lines.Add([worst.Equation, worst.Statement, worst.Model, group.Key.N, worst.Left, worst.Right, worst.Margin, worst.Floor, worst.Words, worst.IsTheorem ? "yes" : "report"]);
        }
        return new Listing(["equation", "statement", "model", "N", "left", "right", "margin", "floor", "verdict", "theorem"], lines);
    }

    private static Listing Whole(IReadOnlyList<AuditRow> rows) => new(
        ["equation", "statement", "model", "N", "from", "to", "left", "right", "margin", "floor", "verdict", "theorem", "note"],
        [
            .. rows.Select(row => new object?[]
            {
                row.Equation, row.Statement, row.Model, row.Particles?.ToString(), row.From, row.To, row.Left, row.Right, row.Margin, row.Floor, row.Words,
                row.IsTheorem ? "yes" : "report", row.Note,
            }),
        ]);

    private static int Severity(AuditVerdict verdict) => verdict switch { AuditVerdict.Violated => 2, AuditVerdict.BelowNoise => 1, _ => 0 };
}
