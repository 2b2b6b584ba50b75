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
    public static Command Create(Terminal terminal, ScenarioExecution execution)
    {
        var all = new Option<bool>("--all") { Description = "Print every row, not only those that fail or are not resolved." };
        return AnalysisCommand.Create(
            "audit", "The paper's conservation laws, monotonicities, inequalities and weak forms, each with its margin. A scenario is run with its pair correlations stored.",
            terminal, execution, (results, parsed) => Analyse(results, parsed.GetValue(all)),
            plan => new ExperimentPlan(ForAudit(plan.Scenario)) { Origins = WithPairs(plan.Origins) }, all);
    }

    /// <summary>Where the values come from, those that the command sets among them.</summary>
    private static Dictionary<string, string>? WithPairs(IReadOnlyDictionary<string, string>? origins) =>
        origins is null ? null : new(origins) { ["output.pair"] = "audit", ["quantities"] = "audit" };

    /// <summary>
    /// The scenario with its pair correlations kept, and with the quantities that only a run can record: those of three particles, which are not kept, and what
    /// the figure of the dissipation shows.
    /// </summary>
    private static Scenario ForAudit(Scenario scenario)
    {
        // In d = 3 there are no three particles, and the terms of pairs, which cost as many operations as a step, follow from what is kept.
        IDiagnostic[] recorders = scenario.Dimension == 2 ? [new FisherDissipationTerms(), new TripleMoments(), new TripleInformation()] : [];
        string[] asked = scenario.Quantities.Length == 0 ? ["all"] : scenario.Quantities;
        string[] recorded = [.. recorders.SelectMany(diagnostic => diagnostic.Quantities(scenario.Dimension)).Select(quantity => quantity.Name)];
        return scenario with { Output = scenario.Output with { Pair = true }, Quantities = [.. asked.Union(recorded, StringComparer.OrdinalIgnoreCase)] };
    }

    private static AnalysisResult Analyse(Results.Results results, bool all)
    {
        if (results.Fields is null)
            throw new FileNotFoundException($"{Path.Combine(results.Folder!, ResultFolder.FieldsName)} is missing; an audit needs the densities");
        IReadOnlyList<AuditRow> rows = results.Audit();
        AuditRow[] measured = [.. rows.Where(row => row.Verdict != AuditVerdict.NotApplicable)];
        AuditRow[] shown = all ? measured : [.. measured.Where(row => row.Verdict != AuditVerdict.Holds)];
        List<string> notes = [];
        if (shown.Length > 0)
            notes.Add("margin: right - left of an inequality, -|left - right| of an identity; floor: the estimated error of the margin; loose by X: right is X times left");
        if (!all)
            notes.Add("--all prints every row, where a row of a statement, a model and N is that of its worst time; audit.csv has all times, and the rows that do not apply");
        return new AnalysisResult(
            [
                new AnalysisTable("audit", shown.Length == 0 ? "" : all ? "every row" : "rows that fail or are not resolved", Short(shown), Whole(rows)),
                new AnalysisTable("statements", results.Scenario.Name + ": statements of the paper, rows of each", Counts(rows), Counts(rows)),
            ],
            notes,
            rows.Any(row => row.Fails) ? ExitCode.NumericalFailure : ExitCode.Done)
        {
            Verdict = [.. VerdictLines.Bad(results.Runs), Verdict(rows)],
        };
    }

    /// <summary>What the audit found, in a sentence.</summary>
    private static string Verdict(IReadOnlyList<AuditRow> rows)
    {
        int holds = rows.Count(row => row.Verdict == AuditVerdict.Holds), unresolved = rows.Count(row => row.Verdict == AuditVerdict.BelowNoise);
        int reports = rows.Count(row => !row.IsTheorem && row.Verdict == AuditVerdict.Violated);
        string[] failed = [.. rows.Where(row => row.Fails).Select(row => row.Equation).Distinct()];
        string first = failed.Length == 0 ? "no theorem is violated" : $"violated: {string.Join(", ", failed)}, in {rows.Count(row => row.Fails)} rows beyond the noise";
        string models = reports == 0 ? "" : $", {reports} fail where no theorem says otherwise";
        return $"{first}; of {rows.Count} rows {holds} hold, {unresolved} are not resolved{models}, {rows.Count(row => row.Verdict == AuditVerdict.NotApplicable)} do not apply";
    }

    /// <summary>For each statement how many rows hold, fail and are not resolved.</summary>
    private static Listing Counts(IReadOnlyList<AuditRow> rows) => new(
        ["equation", "statement", "hold", "violated", "not resolved", "do not apply"],
        [
            .. rows.GroupBy(row => (row.Equation, Name(row))).Select(group => new object?[]
            {
                group.Key.Equation, group.Key.Item2, Count(group, AuditVerdict.Holds), Count(group, AuditVerdict.Violated), Count(group, AuditVerdict.BelowNoise),
                    Count(group, AuditVerdict.NotApplicable),
            }),
        ])
    { Dispensable = ["do not apply"] };

    /// <summary>A statement without the part that a row is about.</summary>
    private static string Name(AuditRow row) => row.Statement.Split([", ", ": "], StringSplitOptions.None)[0];

    private static object? Count(IEnumerable<AuditRow> rows, AuditVerdict verdict) => rows.Count(row => row.Verdict == verdict) is > 0 and var count ? count : null;

    /// <summary>One line for each statement, model and N: the row with the worst verdict and the smallest margin over the times.</summary>
    private static Listing Short(AuditRow[] rows)
    {
        var lines = new List<object?[]>();
        foreach (IGrouping<(string Equation, string Statement, string Model, string N), AuditRow> group in
            rows.GroupBy(row => (row.Equation, row.Statement, row.Model, row.Particles?.ToString() ?? "")))
        {
            AuditRow worst = group.OrderByDescending(row => Severity(row.Verdict)).ThenBy(row => row.Margin / Math.Max(row.Floor, 1e-300)).First();
            lines.Add([worst.Words, worst.Equation, worst.Statement, worst.Model, group.Key.N, worst.Left, worst.Right, worst.Margin, worst.Floor, worst.IsTheorem
                ? "yes" : "report"]);
        }
        return new Listing(["verdict", "equation", "statement", "model", "N", "left", "right", "margin", "floor", "theorem"],
            lines)
        { Dispensable = ["left", "right", "theorem"] };
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
