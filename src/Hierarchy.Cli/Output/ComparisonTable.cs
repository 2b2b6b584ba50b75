using System.Globalization;
using System.Text;
using System.Text.Json;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Output;

/// <summary>Every model and N at the last time that it reached, against the direct Landau solver.</summary>
internal static class ComparisonTable
{
    /// <summary>A column: its heading (none: in JSON only), its name in JSON, the value of a run and its error.</summary>
    private sealed record Column(string Heading, string Name, Func<RunRecord, double> Value, Func<RunRecord, double>? Error = null, bool IsMagnitude = false)
    {
        public object? Cell(RunRecord run) => !double.IsFinite(Value(run)) ? null : IsMagnitude ? Figures.Magnitude(Value(run))
            : new Measured(Value(run), Error?.Invoke(run) ?? double.NaN);
    }

    /// <summary>The relative difference below which variances are equal.</summary>
    private const double Isotropic = 1e-6;

    private const string Anisotropy = "E[vx^2 -vy^2]";

    private static readonly Column[] Columns =
    [
        new("L1 error", "error_l1", run => Final(run, "error_l1"), run => ErrorOf(run, "error_l1")),
        new("N x L1 error", "n_error_l1", run => Scaled(run, "error_l1"), run => run.Run.Particles.Value * ErrorOf(run, "error_l1")),
        new(Anisotropy, "anisotropy", run => Final(run, "covariance_xx") - Final(run, "covariance_yy"), run => ErrorOf(run, "covariance_xx") + ErrorOf(run, "covariance_yy")),
        new("", "anisotropy_error", AnisotropyError),
        new("entropy", "entropy_1", run => Final(run, "entropy_1"), run => ErrorOf(run, "entropy_1")),
        new("", "chaos_l1", run => Final(run, "chaos_l1")),
        new("N x L1 chaos", "n_chaos_l1", run => Scaled(run, "chaos_l1"), run => run.Run.Particles.Value * ErrorOf(run, "chaos_l1")),
        new("mass drift", "mass_drift", run => Drift(run, "mass"), IsMagnitude: true),
        new("|v|^2 drift", "energy_drift", run => Drift(run, "energy"), IsMagnitude: true),
    ];

    /// <summary>What stands in the place of the anisotropy where the datum has none.</summary>
    private static readonly Column Fourth = new("E|v|^4", "fourth_moment", run => Final(run, "fourth_moment"), run => ErrorOf(run, "fourth_moment"));

    /// <summary>The table for people.</summary>
    /// <param name="records">The runs.</param>
    /// <param name="quantities">The quantities that are asked for; none for those that go with the scenario.</param>
    public static Listing ToListing(IReadOnlyList<RunRecord> records, IReadOnlyList<string> quantities)
    {
        Column[] columns = quantities.Count > 0 ? [.. quantities.Select(name => new Column(name, name, run => Final(run, name), run => ErrorOf(run, name)))]
            : [.. Columns.Where(column => column.Heading.Length > 0).Select(column => column.Heading == Anisotropy && !records.Any(IsAnisotropic) ? Fourth : column)];
        var rows = new List<object?[]>();
        double last = records.Select(run => run.Time).DefaultIfEmpty(0).Max();
        foreach (RunRecord run in records)
        {
            string status = run.Status.ToString().ToLowerInvariant();
            // From when a run is unphysical is said above the table.
            string ending = run.Status == RunStatus.Unphysical ? $" ({status})" : string.Create(CultureInfo.InvariantCulture, $" ({status} at {run.Time:G4})");
            // One that time.until ended has its values at a time of its own.
            string earlier = run.Time < last ? string.Create(CultureInfo.InvariantCulture, $" (to {run.Time:G4})") : "";
            string model = run.Run.Model + (run.Status == RunStatus.Completed ? earlier : ending);
            string particles = run.Run.Particles.IsInfinite ? "inf" : run.Run.Particles.ToString();
            rows.Add([model, particles, .. columns.Select(column => column.Cell(run)), run.Statistics.Steps, run.Seconds.ToString("F1", CultureInfo.InvariantCulture)]);
        }
        return new Listing(["model", "N", .. columns.Select(column => column.Heading), "steps", "s"],
            rows)
        { Dispensable = ["steps", "s", "mass drift", "|v|^2 drift", "entropy"] };
    }

    /// <summary>The heading of the table.</summary>
    public static string Title(ExperimentPlan plan) => string.Create(CultureInfo.InvariantCulture, $"{plan.Scenario.Name} at time {plan.Times[^1]:G6}");

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
        "(3): error of the last digit, of sample and discretisation together; drifts are relative to the start; interactions carry 1/(2N) sum_{i != j}",
    ];

    /// <summary>Whether the variances differ by more than rounding and the corners of the box at any time.</summary>
    private static bool IsAnisotropic(RunRecord run) =>
        run.Rows.Any(row => row.Quantity == "covariance_xx"
            && Math.Abs(row.Value - run.Value("covariance_yy", row.Time)) > Isotropic * Math.Abs(row.Value) + 3 * run.StandardError("covariance_xx", row.Time).Known());

    private static double Known(this double error) => double.IsNaN(error) ? 0 : error;

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
