using System.Text;
using System.Text.Json;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>What run, resume and validate do with a scenario that is a sweep.</summary>
internal sealed class SweepCommand(Terminal terminal, ScenarioExecution execution)
{
    /// <summary>Lines of a table that a terminal is given; diagnostics.csv has all.</summary>
    private const int MostLines = 120;

    /// <summary>Runs the variants that are not complete, prints one table of all, and draws.</summary>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    public ExitCode Run(ScenarioInput input, Scenario scenario, string path, FolderUse use, bool quiet, string commandLine, bool ignoreMemory, bool asJson, bool draws)
    {
        if (SweepExecution.Plans(input, scenario.Sweep!, ignoreMemory) is not { } plans)
            return ExitCode.Refused;
        RunStatus status = new SweepExecution(terminal, execution).Run(scenario, plans, path, use, quiet, commandLine);
        return status == RunStatus.Stopped ? ExitCode.Stopped : Conclude(path, status, asJson, draws);
    }

    /// <summary>Prints one table of a sweep that is complete, and draws.</summary>
    public ExitCode Conclude(string path, RunStatus status, bool asJson, bool draws)
    {
        Print(path, asJson);
        ExitCode code = status == RunStatus.Failed ? ExitCode.NumericalFailure : ExitCode.Done;
        return draws ? ReportCommand.DrawAfter(terminal, path, code) : code;
    }

    /// <summary>Prints the scenario with its sweep and what the variants take.</summary>
    public static ExitCode Validate(Terminal terminal, ScenarioInput input, Scenario scenario, IReadOnlyList<string> warnings, bool asJson)
    {
        Sweep sweep = scenario.Sweep!;
        if (SweepExecution.Plans(input, sweep, false) is not { } plans)
            return ExitCode.Refused;
        double[] seconds = SweepCost.Of(plans, EquationFactory.Create, CancellationToken.None);
        if (asJson)
        {
            terminal.Out.WriteLine(ToJson(sweep, plans, seconds, warnings));
            return ExitCode.Done;
        }
        terminal.Out.Write(sweep.Text());
        foreach ((int i, SweepVariant variant) in sweep.Variants.Index().Take(MostLines))
            terminal.Error.WriteLine($"{variant.Name}: {plans[i].Runs.Count} runs, about {Figures.Bytes(Estimates.Bytes(plans[i]))} of memory, roughly "
                + $"{Figures.Duration(seconds[i])}");
        terminal.Error.WriteLine(
            $"{plans.Length} variants, {plans.Sum(plan => plan.Runs.Count)} runs, about {Figures.Bytes(plans.Max(Estimates.Bytes))} of memory at a time, "
                + $"{Figures.Bytes(plans.Sum(plan => plan.FieldBytes))} of fields, "
            + $"roughly {Figures.Duration(seconds.Sum())}");
        return ExitCode.Done;
    }

    private void Print(string path, bool asJson)
    {
        using Results.Results results = Results.Results.Open(path);
        Listing table = SweepTable.Of(results);
        if (asJson)
        {
            terminal.Out.WriteLine(table.ToJson());
            return;
        }
        terminal.Write(table with { Rows = [.. table.Rows.Take(MostLines)] }, results.Scenario.Name);
        if (table.Rows.Count > MostLines)
            terminal.Out.WriteLine($"the first {MostLines} of {table.Rows.Count} runs");
        terminal.Out.WriteLine("each at the last time that it reached; error_l1: int |f_N1 - f_1|, f_1 by landau; chaos_l1: int |f_N2 - f_N1 x f_N1|");
        terminal.Error.WriteLine($"results in {results.Folder}, all rows of all variants in {ResultFolder.DiagnosticsName}");
    }

    private static string ToJson(Sweep sweep, ExperimentPlan[] plans, double[] seconds, IReadOnlyList<string> warnings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WritePropertyName("scenario");
            json.WriteRawValue(sweep.Text());
            json.WriteStartArray("variants");
            foreach ((int i, SweepVariant variant) in sweep.Variants.Index())
            {
                json.WriteStartObject();
                json.WriteString("folder", variant.Name);
                for (int k = 0; k < sweep.Keys.Count; k++)
                    json.WriteString(sweep.Keys[k], variant.Values[k]);
                json.WriteNumber("runs", plans[i].Runs.Count);
                json.WriteNumber("memory_bytes", Estimates.Bytes(plans[i]));
                json.WriteNumber("field_bytes", plans[i].FieldBytes);
                json.WriteNumber("seconds", seconds[i]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("runs", plans.Sum(plan => plan.Runs.Count));
            json.WriteNumber("memory_bytes", plans.Max(Estimates.Bytes));
            json.WriteNumber("field_bytes", plans.Sum(plan => plan.FieldBytes));
            json.WriteNumber("seconds", seconds.Sum());
            json.WriteStartArray("warnings");
            foreach (string warning in warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
