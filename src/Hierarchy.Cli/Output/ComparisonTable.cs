using System.Globalization;
using System.Text;
using System.Text.Json;
using Hierarchy.Equations;
using Hierarchy.Experiments;
using Spectre.Console;

namespace Hierarchy.Cli.Output;

/// <summary>Every model and N at the last time that it reached, against the direct Landau solver.</summary>
internal static class ComparisonTable
{
    /// <summary>A column: its heading, its name in JSON and the value of a run.</summary>
    private sealed record Column(string Heading, string Name, Func<RunRecord, double> Value);

    private static readonly Column[] Columns =
    [
        new("|f_N1 - f_1|_L1", "error_l1", run => Final(run, "error_l1")),
        new("N x error", "n_error_l1", run => Scaled(run, "error_l1")),
        new("E[vx^2-vy^2]", "anisotropy", run => Final(run, "covariance_xx") - Final(run, "covariance_yy")),
        new("entropy", "entropy_1", run => Final(run, "entropy_1")),
        new("|f_N2 - f_N1 f_N1|_L1", "chaos_l1", run => Final(run, "chaos_l1")),
        new("N x chaos", "n_chaos_l1", run => Scaled(run, "chaos_l1")),
        new("mass drift", "mass_drift", run => Drift(run, "mass")),
        new("energy drift", "energy_drift", run => Drift(run, "energy")),
    ];

    /// <summary>The table for a terminal.</summary>
    public static Table ToTable(ExperimentPlan plan, IReadOnlyList<RunRecord> records)
    {
        var table = new Table { Border = TableBorder.Simple };
        string time = plan.Times[^1].ToString("G6", CultureInfo.InvariantCulture);
        table.Title = new TableTitle(Markup.Escape($"{plan.Scenario.Name} at time {time}"));
        foreach (string heading in (IEnumerable<string>)["model", "N"])
            table.AddColumn(new TableColumn(heading));
        foreach (string heading in (IEnumerable<string>)[.. Columns.Select(column => column.Heading), "steps", "seconds"])
            table.AddColumn(new TableColumn(Markup.Escape(heading)).RightAligned());
        foreach (RunRecord run in records)
        {
            string model = run.Status == RunStatus.Completed ? run.Run.Model : string.Create(CultureInfo.InvariantCulture, $"{run.Run.Model} ({run.Status.ToString().ToLowerInvariant()} at {run.Time:G4})");
            string[] figures = [.. Columns.Select(column => Figures.Number(column.Value(run)))];
            string seconds = run.Seconds.ToString("F1", CultureInfo.InvariantCulture);
            string[] cells = [model, run.Run.Particles.ToString(), .. figures, run.Statistics.Steps.ToString(CultureInfo.InvariantCulture), seconds];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        return table;
    }

    /// <summary>The same as a JSON array; what a run does not have is null.</summary>
    public static string ToJson(IReadOnlyList<RunRecord> records)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (RunRecord run in records)
            {
                json.WriteStartObject();
                json.WriteString("model", run.Run.Model);
                json.WriteString("N", run.Run.Particles.ToString());
                json.WriteString("status", run.Status.ToString().ToLowerInvariant());
                json.WriteNumber("time", run.Time);
                foreach (Column column in Columns)
                    WriteNumber(json, column.Name, column.Value(run));
                json.WriteNumber("steps", run.Statistics.Steps);
                json.WriteNumber("evaluations", run.Statistics.Evaluations);
                json.WriteNumber("seconds", run.Seconds);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private static double Final(RunRecord run, string quantity) => run.Value(quantity, run.Time);

    private static double Scaled(RunRecord run, string quantity)
    {
        ParticleNumber particles = run.Run.Particles;
        return particles.IsInfinite ? double.NaN : particles.Value * Final(run, quantity);
    }

    /// <summary>The change since the start relative to the value there.</summary>
    private static double Drift(RunRecord run, string quantity)
    {
        double first = run.Value(quantity, 0);
        return (Final(run, quantity) - first) / first;
    }
}
