using System.Globalization;
using System.Text;
using System.Text.Json;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Spectre.Console;

namespace Hierarchy.Cli.Output;

/// <summary>Every model and N at the last time that it reached, against the direct Landau solver.</summary>
internal static class ComparisonTable
{
    /// <summary>A column: its heading (none: in JSON only), its name in JSON, the value of a run and its error.</summary>
    private sealed record Column(string Heading, string Name, Func<RunRecord, double> Value, Func<RunRecord, double>? Error = null, Func<double, string>? Print = null)
    {
        public string Text(RunRecord run) => Print?.Invoke(Value(run)) ?? Figures.Certain(Value(run), Error?.Invoke(run) ?? double.NaN);
    }

    private static readonly Column[] Columns =
    [
        new("L1\nerror", "error_l1", run => Final(run, "error_l1"), run => ErrorOf(run, "error_l1")),
        new("N x L1\nerror", "n_error_l1", run => Scaled(run, "error_l1"), run => run.Run.Particles.Value * ErrorOf(run, "error_l1")),
        new("E[vx^2\n-vy^2]", "anisotropy", run => Final(run, "covariance_xx") - Final(run, "covariance_yy"), run => ErrorOf(run, "covariance_xx") + ErrorOf(run, "covariance_yy")),
        new("", "anisotropy_error", AnisotropyError),
        new("entropy", "entropy_1", run => Final(run, "entropy_1"), run => ErrorOf(run, "entropy_1")),
        new("", "chaos_l1", run => Final(run, "chaos_l1")),
        new("N x L1\nchaos", "n_chaos_l1", run => Scaled(run, "chaos_l1"), run => run.Run.Particles.Value * ErrorOf(run, "chaos_l1")),
        new("mass\ndrift", "mass_drift", run => Drift(run, "mass"), Print: Figures.Magnitude),
        new("|v|^2\ndrift", "energy_drift", run => Drift(run, "energy"), Print: Figures.Magnitude),
    ];

    /// <summary>The table for a terminal.</summary>
    public static Table ToTable(ExperimentPlan plan, IReadOnlyList<RunRecord> records)
    {
        Column[] columns = [.. Columns.Where(column => column.Heading.Length > 0)];
        string time = plan.Times[^1].ToString("G6", CultureInfo.InvariantCulture);
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape($"{plan.Scenario.Name} at time {time}")) };
        AddColumn(table, "model", false);
        foreach (string heading in (IEnumerable<string>)["N", .. columns.Select(column => column.Heading), "steps", "s"])
            AddColumn(table, heading, true);
        foreach (RunRecord run in records)
        {
            string status = run.Status.ToString().ToLowerInvariant();
            // From when a run is unphysical is said above the table.
            string ending = run.Status == RunStatus.Unphysical ? $" ({status})" : string.Create(CultureInfo.InvariantCulture, $" ({status} at {run.Time:G4})");
            string model = run.Status == RunStatus.Completed ? run.Run.Model : run.Run.Model + ending;
            string particles = run.Run.Particles.IsInfinite ? "inf" : run.Run.Particles.ToString();
            string[] figures = [.. columns.Select(column => column.Text(run))];
            string[] cells = [model, particles, .. figures, run.Statistics.Steps.ToString(CultureInfo.InvariantCulture), run.Seconds.ToString("F1", CultureInfo.InvariantCulture)];
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

    /// <summary>What the headings stand for.</summary>
    public static IReadOnlyList<string> Legend { get; } =
    [
        "L1 error: int |f_N1 - f_1|, f_1 by landau; L1 chaos: int |f_N2 - f_N1 x f_N1|",
        "(3): error of the last digit, of sample and discretisation together",
        "drifts are relative to the start; interactions carry 1/(2N) sum_{i != j}",
    ];

    private static void AddColumn(Table table, string heading, bool alignRight)
    {
        var column = new TableColumn(Markup.Escape(heading)) { NoWrap = true, Padding = new Padding(0, 0, 0, 0) };
        table.AddColumn(alignRight ? column.RightAligned() : column);
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

    private static double ErrorOf(RunRecord run, string quantity) => run.Find(quantity, run.Time)?.Error ?? double.NaN;

    /// <summary>The sum of the standard errors bounds that of the difference, and is equal to it where the energy is known exactly.</summary>
    private static double AnisotropyError(RunRecord run) => run.StandardError("covariance_xx", run.Time) + run.StandardError("covariance_yy", run.Time);

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
