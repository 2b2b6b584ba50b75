using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>validate: the resolved scenario with its memory and time estimates; solves nothing.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new ScenarioInput(terminal);
        var json = new Option<bool>("--json") { Description = "Print the scenario and the estimates as one JSON object." };
        var command = new Command("validate", "Check a scenario and print it with every default filled in; solves nothing.") { input.File, input.Sets, json };
        command.SetAction(parsed => (int)Validate(terminal, input, parsed, parsed.GetValue(json)));
        return command;
    }

    private static ExitCode Validate(Terminal terminal, ScenarioInput input, ParseResult parsed, bool asJson)
    {
        if (!input.TryScenario(parsed, out Scenario? scenario, out IReadOnlyList<string> warnings, out ExitCode code))
            return code;
        if (scenario.Sweep is not null)
            return SweepCommand.Validate(terminal, input, scenario, warnings, asJson);
        if (!input.TryPlan(scenario, false, out ExperimentPlan? plan, out code))
            return code;
        CostEstimate cost = CostEstimate.Make(plan, EquationFactory.Create, CancellationToken.None);
        if (asJson)
        {
            terminal.Out.WriteLine(ToJson(plan, cost, warnings));
            return ExitCode.Done;
        }
        terminal.Out.Write(ScenarioWriter.Write(plan.Scenario));
        terminal.Error.WriteLine(Estimates.Sentence(plan, cost));
        foreach (string note in PlanNotes.Of(plan))
            terminal.Error.WriteLine(note);
        return ExitCode.Done;
    }

    private static string ToJson(ExperimentPlan plan, CostEstimate cost, IReadOnlyList<string> warnings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WritePropertyName("scenario");
            ScenarioWriter.WriteTo(json, plan.Scenario);
            json.WriteStartArray("notes");
            foreach (string note in PlanNotes.Of(plan))
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteNumber("runs", plan.Runs.Count);
            json.WriteNumber("memory_bytes", Estimates.Bytes(plan));
            json.WriteNumber("field_bytes", plan.FieldBytes);
            json.WriteNumber("seconds", cost.Total(plan));
            json.WriteNumber("seconds_at_least", cost.Range(plan).Least);
            json.WriteNumber("seconds_at_most", cost.Range(plan).Most);
            json.WriteStartArray("warnings");
            foreach (string warning in warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
