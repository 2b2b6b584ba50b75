using System.CommandLine;
using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Report;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>converge: errors and observed orders over the grid, the tolerance or the replicas.</summary>
internal static class ConvergeCommand
{
    private const int DefaultLevels = 3;
    private const int MostLevels = 8;

    public static Command Create(Terminal terminal, ScenarioExecution execution, CancellationToken cancellation)
    {
        var input = new ScenarioInput(terminal);
        var over = new Option<string>("--over") { Description = "grid, tolerance or replicas: what the levels refine.", HelpName = "grid|tolerance|replicas", Required = true };
        string[] parameters = [.. Enum.GetNames<ConvergenceParameter>().Select(name => name.ToLowerInvariant())];
        over.CompletionSources.Add(parameters);
        over.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : parameters[0];
            if (!parameters.Contains(text, StringComparer.OrdinalIgnoreCase))
                result.AddError(NearestName.Refusal("--over", text, parameters));
        });
        var levels = new Option<int>("--levels")
        {
            Description = "The number of levels; the scenario itself is the finest.",
            HelpName = "k",
            DefaultValueFactory = _ => DefaultLevels
        };
        levels.Validators.Add(result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (text.Length > 0 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 2 or > MostLevels))
                result.AddError($"--levels {ScenarioNode.Shorten(text)}: has to be a whole number from 2 to {MostLevels}");
        });
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var json = new Option<bool>("--json") { Description = "Print the table as JSON." };
        var folder = new Option<string?>("--out") { Description = "The folder of converge.csv, its plots and its report; runs/NAME-converge by default.", HelpName = "DIR" };
        Option<bool> withoutPlots = ReportCommand.Without();
        var command = new Command("converge", "Errors and observed orders over the grid, the tolerance or the replicas; the scenario itself is the finest level.")
        {
            input.File, input.Sets, over, levels, folder, quiet, json, withoutPlots,
        };
        command.SetAction(parsed =>
        {
            if (!input.TryPlan(parsed, out ExperimentPlan? plan, out _, out ExitCode code))
                return (int)code;
            ConvergenceParameter parameter = Enum.Parse<ConvergenceParameter>(parsed.GetValue(over)!, ignoreCase: true);
            string path = parsed.GetValue(folder) ?? Path.Combine("runs", plan.Scenario.Name + "-converge");
            ExitCode ended = Converge(terminal, execution, plan.Scenario, parameter, parsed.GetValue(levels), parsed.GetValue(quiet), parsed.GetValue(json), path,
                !parsed.GetValue(withoutPlots), cancellation);
            return (int)ended;
        });
        return command;
    }

    private static ExitCode Converge(
        Terminal terminal, ScenarioExecution execution, Scenario scenario, ConvergenceParameter over, int count, bool quiet, bool asJson, string folder, bool draws,
        CancellationToken cancellation)
    {
        if (double.IsNaN(ConvergenceStudy.Parameter(scenario, over)))
        {
            terminal.Error.WriteLine("error: the scenario has no model with replicas");
            return ExitCode.Refused;
        }
        IReadOnlyList<Scenario> levels = ConvergenceStudy.Levels(scenario, over, count);
        Results.Results[] results = [.. levels.Select(level => execution.RunInMemory(new ExperimentPlan(level), quiet))];
        RunRecord[] failures = [.. results.SelectMany(found => found.Records).Where(record => record.Status == RunStatus.Failed)];
        if (cancellation.IsCancellationRequested)
        {
            terminal.Error.WriteLine("stopped: a study needs all its levels, and keeps none; the same command begins again");
            return ExitCode.Stopped;
        }
        IReadOnlyList<ConvergenceRow> rows = ConvergenceStudy.Of(results, over);
        foreach (RunRecord failed in failures)
            terminal.Error.WriteLine($"error: {failed.Run} failed: {failed.Message}");
        string title = $"{scenario.Name}: errors at the end over the {over.ToString().ToLowerInvariant()}";
        Listing listing = Rows(rows, levels.Count);
        AnalysisCommand.Print(terminal, new AnalysisResult([new AnalysisTable("convergence", title, Shown(rows), listing)], Notes(over)), asJson);
        Store(terminal, listing, folder);
        ExitCode ended = failures.Length > 0 ? ExitCode.NumericalFailure : ExitCode.Done;
        return draws ? Draw(terminal, folder, ended, () => ConvergenceWriter.Write(folder, scenario, over, rows, listing, Notes(over))) : ended;
    }

    private static string[] Notes(ConvergenceParameter over) =>
    [
        "p: " + (over switch { ConvergenceParameter.Grid => "the spacing h of the grid", ConvergenceParameter.Tolerance => "the tolerance", _ => "the number of replicas" })
        + "; e: errors, relative, coarse to fine; order and constant: e = C p^order; finest: the error that is left at the finest level, "
        + "relative; f_1, g: the L2 norm of the error over that of the field; "
        + "bound: its error bar, 1.25 times finest, or three times the last step where the levels give no order (Roache); value (n): at the finest level",
        "against the truth an order is that of two levels, log(e_k/e_{k+1})/log(p_k/p_{k+1}); against the finest level, whose own error is unknown, it solves "
        + "(q1 - q2)/(q2 - q3) = (p1^order - p2^order)/(p2^order - p3^order) for three levels, and where none does they are not in the asymptotic range",
    ];

    /// <summary>Draws, and says where the report is; a report that fails shows only where all else went well.</summary>
    private static ExitCode Draw(Terminal terminal, string folder, ExitCode ended, Action draw)
    {
        ExitCode drawn = ReportCommand.Guarded(terminal, () =>
        {
            draw();
            terminal.Error.WriteLine($"plots in {Path.Combine(folder, ReportWriter.PlotsName)}, report in {Path.Combine(folder, ReportWriter.PageName)}");
        });
        return ended == ExitCode.Done ? drawn : ended;
    }

    private static void Store(Terminal terminal, Listing listing, string folder)
    {
        Directory.CreateDirectory(folder);
        FolderLinks.Refuse(folder);
        string file = Path.Combine(Path.GetFullPath(folder), "converge.csv");
        listing.WriteCsv(file);
        terminal.Error.WriteLine("all rows in " + file);
    }

    private static Listing Rows(IReadOnlyList<ConvergenceRow> rows, int levels)
    {
        string[] columns =
        [
            "model", "N", "quantity", "against", .. Range(levels).Select(k => $"p{k}"), .. Range(levels).Select(k => $"e{k}"), .. Range(levels - 1).Select(k => $"order{k}"),
            "constant", "finest", "note", "bound", "value",
        ];
        var cells = new List<object?[]>();
        foreach (ConvergenceRow row in rows)
        {
            cells.Add(
            [
                row.Model, row.Particles.ToString(), row.Quantity, row.Reference, .. Padded(row.Parameters, levels), .. Padded(row.Errors, levels),
                    .. Padded(row.Orders, levels - 1),
                row.Constant, row.FinestError, row.IsOutsideAsymptoticRange ? "not in the asymptotic range" : "", row.ErrorBound,
                    double.IsFinite(row.Value) ? row.Value : null,
            ]);
        }
        return new Listing(columns, cells)
        {
            Dispensable =
            [.. Range(levels).Select(k => $"p{k}"), "constant", "note", .. Range(levels - 1).Select(k => $"e{k}"), "against", .. Range(levels - 3).Select(k => $"order{k}")]
        };
    }

    /// <summary>For people: the value with its error bar, the order to the digits that it deserves, and what the finest level still errs by.</summary>
    private static Listing Shown(IReadOnlyList<ConvergenceRow> rows) => new(
        ["model", "N", "quantity", "order", "finest", "bound", "value", "against"],
        [
            .. rows.Select(row => (object?[])
            [
                row.Model, row.Particles.ToString(), row.Quantity, row.Orders.Count == 0 ? null : row.IsOutsideAsymptoticRange ? "none" : Short(row.Orders[^1]),
                double.IsFinite(row.FinestError) ? Short(row.FinestError) : null, double.IsFinite(row.ErrorBound) ? Short(row.ErrorBound) : null,
                double.IsFinite(row.Value) ? new Measured(row.Value, row.ErrorBound * Math.Abs(row.Value)) : null, row.Reference,
            ]),
        ])
    { Dispensable = ["against"] };

    private static string Short(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    private static IEnumerable<int> Range(int count) => Enumerable.Range(1, Math.Max(0, count));

    private static IEnumerable<object?> Padded(IReadOnlyList<double> values, int count) =>
        Enumerable.Range(0, Math.Max(0, count)).Select(k => k < values.Count ? (object?)values[k] : null);
}
