using System.Diagnostics;
using System.Globalization;
using Hierarchy.Audits;
using Hierarchy.Cli.Commands;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Scenarios;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>One case of the matrix: a shipped scenario with other points, another gamma, another N.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Points">n; null for that of the scenario, as the others.</param>
/// <param name="Gamma">gamma.</param>
/// <param name="Particles">N, several joined by +.</param>
internal sealed record MatrixCase(string Scenario, string? Points, string? Gamma, string? Particles)
{
    public override string ToString() => $"{Scenario} n={Points ?? "own"} gamma={Gamma ?? "own"} N={Particles ?? "own"}";

    /// <summary>The plan without particle systems, whose samples no audit reads; null where the changes do not make a valid scenario.</summary>
    /// <param name="end">Another end; null for that of the scenario.</param>
    /// <param name="intervals">The equal intervals between output times, with another end.</param>
    public ExperimentPlan? Plan(double? end = null, int intervals = 1)
    {
        List<string> changes = [];
        Add("grid.points", Points);
        Add("kernel.gamma", Gamma);
        Add("particles", Particles is null ? null : $"[{Particles.Replace('+', ',')}]");
        Add("time.end", end is null ? null : string.Create(CultureInfo.InvariantCulture, $"{end:R}"));
        Add("time.output", end is null ? null : string.Create(CultureInfo.InvariantCulture, $"{end / intervals:R}"));
        if (ScenarioReader.Read(ShippedScenarios.Find(Scenario), changes).Scenario is not { } scenario)
            return null;
        // What else the audit needs it computes itself.
        bool hasTriples = scenario.Dimension == 2 && scenario.Particles.Contains("3");
        scenario = scenario with
        {
            Quantities = hasTriples
                ? ["mass", "entropy_3", "fisher_3", "mass_3", "energy_3", .. new Diagnostics.FisherDissipationTerms().Quantities(2).Select(quantity => quantity.Name)] : ["mass"]
        };
        ModelSettings[] models = [.. scenario.Models.Where(model => ModelRegistry.All.First(known => known.Name == model.Type) is IGridModel)];
        return new ExperimentPlan(scenario with { Models = models });

        void Add(string path, string? value)
        {
            if (value is not null)
                changes.Add($"{path}={value}");
        }
    }
}

/// <summary>audits: shipped scenarios over n, gamma and N; no theorem may be called violated.</summary>
internal static class AuditMatrix
{
    /// <summary>The first step of a run may take so many times the limit.</summary>
    private const double Longest = 2;

    /// <summary>The audit of one case.</summary>
    public static IReadOnlyList<AuditRow> Audit(ExperimentPlan plan) => AuditRegistry.Evaluate(RecordedRun.Record(plan, asTheyCome: true));

    /// <summary>One line: counts, and the violated theorems.</summary>
    public static string Line(MatrixCase one, IReadOnlyList<AuditRow> rows, double end, double seconds)
    {
        AuditRow[] failed = [.. rows.Where(row => row.Fails)];
        int Count(AuditVerdict verdict) => rows.Count(row => row.Verdict == verdict);
        string counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{one,-62} holds {Count(AuditVerdict.Holds),3} violated {Count(AuditVerdict.Violated),2} below noise {Count(AuditVerdict.BelowNoise),3} theorems "
                + $"violated {failed.Length} (t {end:G3}, {seconds:F0} s)");
        return counts + string.Concat(failed.Select(row => Environment.NewLine + "    " + Words(row)));
    }

    /// <summary>The output times at the most.</summary>
    private static int MostTimes(ExperimentPlan plan, bool shorten) => shorten ? Math.Min(ShortenedCase.MostTimes, plan.Times.Length) : plan.Times.Length;

    /// <summary>A row for people.</summary>
    public static string Words(AuditRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.Equation} {row.Statement} {row.Model} N={row.Particles} left {row.Left:G5} right {row.Right:G5} margin {row.Margin:G3} "
            + $"floor {row.Floor:G3} {row.Words}; {row.Note}");

    /// <summary>Runs what the file does not have yet.</summary>
    /// <param name="cases">All cases.</param>
    /// <param name="file">Keeps a line for every case that is done.</param>
    /// <param name="memory">The largest plan, in bytes.</param>
    /// <param name="seconds">The longest runs, in seconds, by the estimate of their plan.</param>
    /// <param name="shorten">Whether the end is drawn nearer until they take as many seconds of processor time; what takes twice as long for a step is left out.</param>
    /// <param name="rowsOf">Prints all rows whose words hold this text; null for none.</param>
    /// <param name="pace">Ends the run after some minutes; the next one goes on.</param>
    public static int Run(IEnumerable<MatrixCase> cases, string file, double memory, double seconds, bool shorten, string? rowsOf, Pace pace)
    {
        string[] done = File.Exists(file) ? File.ReadAllLines(file) : [];
        foreach (MatrixCase one in cases)
        {
            if (pace.IsOver)
            {
                Console.WriteLine("the time is over; the next call goes on");
                break;
            }
            if (done.Any(line => line.StartsWith(one + " ", StringComparison.Ordinal)) || one.Plan() is not { } plan)
                continue;
            if (plan.MemoryBytes + RecordedRun.Bytes(plan, MostTimes(plan, shorten)) is var bytes && bytes > memory)
            {
                LeaveOut(file, one, FormattableString.Invariant($"{bytes / 1e9:F1} GB"));
                continue;
            }
            TimeSpan start = Environment.CpuUsage.TotalTime;
            double predicted = 0;
            if (shorten)
                (plan, predicted) = ShortenedCase.Of(one, seconds);
            else if (seconds < 1e9)
                predicted = CostEstimate.Make(plan, EquationFactory.Create, CancellationToken.None).Total(plan);
            if (predicted > (shorten ? Longest : 1) * seconds)
            {
                LeaveOut(file, one, FormattableString.Invariant($"about {predicted:F0} s{(shorten ? " for a step" : "")}"));
                continue;
            }
            IReadOnlyList<AuditRow> rows = Audit(plan);
            string line = Line(one, rows, plan.Times[^1], (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            Console.WriteLine(line);
            foreach (string words in rows.Select(Words).Where(words => rowsOf is not null && words.Contains(rowsOf, StringComparison.Ordinal)))
                Console.WriteLine("  " + words);
            File.AppendAllText(file, line + Environment.NewLine);
        }
        if (File.Exists(file))
            MatrixSummary.Print(File.ReadLines(file), Console.Out);
        return File.Exists(file) && File.ReadAllLines(file).Any(line => line.Contains("theorems violated") && !line.Contains("theorems violated 0")) ? 1 : 0;
    }

    private static void LeaveOut(string file, MatrixCase one, string reason)
    {
        string line = $"{one,-62} left out, {reason}";
        Console.WriteLine(line);
        File.AppendAllText(file, line + Environment.NewLine);
    }
}

/// <summary>How long a call may go on.</summary>
/// <param name="minutes">From now.</param>
internal sealed class Pace(double minutes)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => Stopwatch.GetElapsedTime(_start).TotalMinutes >= minutes;
}
