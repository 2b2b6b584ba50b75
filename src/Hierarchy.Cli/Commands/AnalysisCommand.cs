using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hierarchy.Cli.Output;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>A table that an analysis prints.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Short">What a terminal shows.</param>
/// <param name="Whole">Everything, for JSON.</param>
internal sealed record AnalysisTable(string Name, string Title, Listing Short, Listing Whole);

/// <summary>What an analysis found.</summary>
/// <param name="Tables">The tables; the first one goes to the CSV file as well.</param>
/// <param name="Notes">Lines below the tables.</param>
/// <param name="Code">The exit code, unless the run itself failed.</param>
internal sealed record AnalysisResult(IReadOnlyList<AnalysisTable> Tables, IReadOnlyList<string> Notes, ExitCode Code = ExitCode.Done)
{
    /// <summary>What came out, in sentences that stand above the tables.</summary>
    public IReadOnlyList<string> Verdict { get; init; } = [];
}

/// <summary>The frame of compare, chaos and audit: find or make the results, analyse them, print the tables and store the first as NAME.csv in the folder.</summary>
internal static class AnalysisCommand
{
    /// <param name="name">The name of the command and of its CSV file.</param>
    /// <param name="description">For the help.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="execution">Runs a scenario.</param>
    /// <param name="analyse">The analysis.</param>
    /// <param name="adapt">What the analysis changes in the plan of a scenario that is run for it; the folder then is runs/NAME-COMMAND by default.</param>
    /// <param name="options">What the analysis can be told besides.</param>
    public static Command Create(
        string name, string description, Terminal terminal, ScenarioExecution execution, Func<Results.Results, ParseResult, AnalysisResult> analyse,
            Func<ExperimentPlan, ExperimentPlan>? adapt = null,
        params Option[] options)
    {
        var source = new ResultSource(terminal, execution);
        var json = new Option<bool>("--json") { Description = "Print the tables as JSON, with every time and quantity." };
        var command = new Command(name, description);
        source.AddTo(command);
        command.Add(json);
        foreach (Option option in options)
            command.Add(option);
        Option<bool> withoutPlots = ReportCommand.Without();
        command.Add(withoutPlots);
        command.SetAction(parsed =>
        {
            if (!source.TryOpen(parsed, adapt is null ? "" : "-" + name, adapt, out ResultSet? found, out ExitCode code))
                return (int)code;
            using ResultSet set = found;
            if (set.Members.Select(member => member.Results).FirstOrDefault(results => results.Table.Times.Count == 0) is { } empty)
            {
                terminal.Error.WriteLine($"error: {empty.Folder} has no results yet: it was stopped before its first output time; hierarchy resume {empty.Folder} completes it");
                return (int)ExitCode.Stopped;
            }
            AnalysisResult result = Together(set, [.. set.Members.Select(member => analyse(member.Results, parsed))]);
            Print(terminal, result, parsed.GetValue(json));
            string folder = set.Folder ?? source.OverlayFolder(parsed), file = Path.Combine(folder, name + ".csv");
            Directory.CreateDirectory(folder);
            FolderLinks.Refuse(folder);
            result.Tables[0].Whole.WriteCsv(file);
            terminal.Error.WriteLine("all rows in " + file);
            ExitCode ended = code == ExitCode.Done ? result.Code : code;
            if (parsed.GetValue(withoutPlots))
                return (int)ended;
            return (int)(set.Folder is null ? ReportCommand.OverlayAfter(terminal, source.Folders(parsed), folder, ended) : ReportCommand.DrawAfter(terminal, folder, ended));
        });
        return command;
    }

    /// <summary>Where folders are drawn over each other unless another place is named.</summary>
    public static string DefaultOverlay { get; } = Path.Combine("runs", "overlay");

    /// <summary>The option that names another one.</summary>
    public static Option<string?> OverlayFolder() => new("--out") { Description = "Where several folders are drawn over each other; runs/overlay by default.", HelpName = "DIR" };

    /// <summary>The tables of several results below each other, with their labels in the leading columns; notes once.</summary>
    private static AnalysisResult Together(ResultSet set, AnalysisResult[] results)
    {
        if (set.Labels.Length == 0)
            return results[0];
        var tables = new List<AnalysisTable>();
        foreach (string name in results.SelectMany(result => result.Tables).Select(table => table.Name).Distinct())
        {
            (int Member, AnalysisTable Table)[] parts = [.. results.Index()
                .SelectMany(result => result.Item.Tables.Where(table => table.Name == name).Select(table => (result.Index, table)))];
            tables.Add(new AnalysisTable(name, $"{set.Name}: {name.Replace('_', ' ')}", Labelled(set, parts, table => table.Short), Labelled(set, parts, table => table.Whole)));
        }
        ExitCode code = results.Select(result => result.Code).FirstOrDefault(code => code != ExitCode.Done, ExitCode.Done);
        return new AnalysisResult(tables, [.. results.SelectMany(result => result.Notes).Distinct()], code)
        {
            Verdict = [.. results.Index().SelectMany(result => result.Item.Verdict.Select(sentence => $"{set.Words(result.Index)}: {sentence}"))],
        };
    }

    private static Listing Labelled(ResultSet set, (int Member, AnalysisTable Table)[] parts, Func<AnalysisTable, Listing> part) => new(
        [.. set.Labels, .. part(parts[0].Table).Columns],
        [.. parts.SelectMany(one => part(one.Table).Rows.Select(row => (object?[])[.. set.Members[one.Member].Labels, .. row]))]);

    /// <summary>Tables for people with their notes, or one JSON object of arrays.</summary>
    public static void Print(Terminal terminal, AnalysisResult result, bool asJson)
    {
        if (asJson)
        {
            terminal.Out.WriteLine(ToJson(result));
            return;
        }
        foreach (string verdict in result.Verdict)
            terminal.WriteSentence(verdict);
        foreach (AnalysisTable table in result.Tables.Where(table => table.Short.Rows.Count > 0))
            terminal.Write(table.Short, table.Title);
        foreach (string note in result.Notes)
            terminal.WriteSentence(note);
    }

    private static string ToJson(AnalysisResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach (AnalysisTable table in result.Tables)
            {
                json.WritePropertyName(table.Name);
                table.Whole.WriteTo(json);
            }
            json.WriteStartArray("notes");
            foreach (string note in result.Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
