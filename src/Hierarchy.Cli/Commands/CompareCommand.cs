using System.CommandLine;
using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Commands;

/// <summary>compare: closure errors of every model and N against the references, over time.</summary>
internal static class CompareCommand
{
    public static Command Create(Terminal terminal, ScenarioExecution execution)
    {
        Option<string[]> show = ShowOption.Create();
        return AnalysisCommand.Create(
            "compare", "Errors of every model and N against the direct solver and the best finite-N reference, over time.", terminal, execution,
                (results, parsed) => Analyse(results, parsed.GetValue(show) ?? []), null, show);
    }

    private static AnalysisResult Analyse(Results.Results results, string[] quantities)
    {
        IReadOnlyList<ComparisonRow> rows = results.Compare();
        double last = results.Table.Times[^1];
        ComparisonRow[] atEnd = [.. rows.Where(row => row.Time == last)];
        if (quantities.Length > 0)
            return Of(results, quantities, [.. quantities.SelectMany(quantity => Errors(results, quantity, atEnd))], rows);
        string? quantity = rows.FirstOrDefault(row => row.Rank > 0)?.Quantity;
        string ranked = quantity is null ? "" : $", ranked by the error of {quantity}";
        string title = string.Create(CultureInfo.InvariantCulture, $"{results.Plan.Scenario.Name} at time {last:G6}{ranked}");
        return new AnalysisResult([new AnalysisTable("errors", title, Short(atEnd), Whole(rows))], [.. Notes(atEnd, quantity)]) { Verdict = VerdictLines.Bad(results.Runs) };
    }

    /// <summary>The errors of the quantities that are asked for.</summary>
    private static AnalysisResult Of(Results.Results results, string[] quantities, ComparisonRow[] shown, IReadOnlyList<ComparisonRow> all)
    {
        string title = string.Create(CultureInfo.InvariantCulture,
            $"{results.Plan.Scenario.Name} at time {results.Table.Times[^1]:G6}: errors of {string.Join(", ", quantities)}");
        var listing = new Listing(
            ["N", "model", "quantity", "against", "error", "x N", "", "rank"],
            [
                .. shown.Select(row => new object?[]
                {
                    Name(row.Particles), row.Model, row.Quantity, row.Reference, new Measured(row.Error, Blur(row)), Times(row, row.Particles.Value, row.TimesN),
                        row.IsResolved ? "resolved" : "not resolved",
                    row.Rank == 0 ? null : row.Rank,
                }),
            ])
        { Dispensable = ["rank", "x N"] };
        string[] missing = [.. quantities.Where(quantity => !shown.Any(row => row.Quantity == quantity))];
        string[] notes = missing.Length == 0 ? [] : [$"not compared with any reference here: {string.Join(", ", missing)}"];
        return new AnalysisResult([new AnalysisTable("errors", title, listing, Whole(all))], notes) { Verdict = VerdictLines.Bad(results.Runs) };
    }

    /// <summary>The errors of a quantity against the references, or, where it is compared with none, its differences to the Landau equation.</summary>
    private static IEnumerable<ComparisonRow> Errors(Results.Results results, string quantity, ComparisonRow[] atEnd)
    {
        ComparisonRow[] known = [.. atEnd.Where(row => row.Quantity == quantity)];
        double last = results.Table.Times[^1];
        if (known.Length > 0 || results.Table.Find(ModelRegistry.Landau.Name, ParticleNumber.Infinity, last, quantity) is not { } landau)
            return known;
        return results.Table.Runs.Where(run => run.Model != ModelRegistry.Landau.Name).OrderBy(run => run.Particles)
            .Select(run => results.Table.Find(run.Model, run.Particles, last, quantity)).OfType<ResultRow>()
            .Select(row => new ComparisonRow(row.Model, row.Particles, last, quantity, ModelRegistry.Landau.Name, row.Value - landau.Value,
                double.Hypot(row.Error, landau.Error)));
    }

    private static string Name(ParticleNumber particles) => particles.IsInfinite ? "inf" : particles.ToString();

    /// <summary>What blurs an error: the standard errors, and what both sides differ by for other reasons.</summary>
    private static double Blur(ComparisonRow row) => double.Hypot(row.StandardError, row.Offset);

    /// <summary>A multiple of an error; nothing where N is infinite.</summary>
    private static Measured? Times(ComparisonRow? row, double factor, double value) => row is null || !double.IsFinite(value) ? null : new Measured(value, factor * Blur(row));

    private static Measured? Of(ComparisonRow? row) => row is null ? null : new Measured(row.Error, Blur(row));

    private static IEnumerable<string> Notes(ComparisonRow[] rows, string? quantity)
    {
        yield return "L1 to landau: int |f_N1 - f_1|; closure L1: int |f_N1 - exact|, int |f_N2 - exact| with the Liouville equation at the same N";
        if (quantity is null)
        {
            yield return "nothing here ranks closures: that takes liouville (N = 2, 3) or kac among the models and, "
                + "where quantities are listed, closure_error_l1 or covariance_xx among them";
            yield break;
        }
        yield return $"rank: by the absolute error of {quantity}, at every N and time; models that cannot be told apart share a rank; the error of the last digits "
            + "stands in brackets";
        if (rows.Any(row => row.Rank > 0 && ModelRegistry.FactsOf(row.Reference).Reference == ReferenceKind.Particles))
        {
            yield return "offset: what the error may be without any error of the closure: the particles sample all velocities and the grid holds the box, which is "
                + "seen at time 0, "
                + "and the tolerance; an error below two standard errors and the offset is none of the closure";
        }
        yield return "next: |error| of the next model less |error|, with the standard errors of both; resolved beyond two of them and the offsets; replicas: about "
            + "how many of them "
            + "would tell the two apart (never: the offset hides the gap)";
    }

    private static Listing Whole(IReadOnlyList<ComparisonRow> rows) => new(
        [
            "N", "time", "model", "quantity", "reference", "error", "standard_error", "offset", "n_error", "n2_error", "resolved", "rank", "next_model", "gap",
                "gap_standard_error", "gap_offset",
            "gap_resolved", "replicas_needed",
        ],
        [
            .. rows.Select(row => new object?[]
            {
                row.Particles.ToString(), row.Time, row.Model, row.Quantity, row.Reference, row.Error, row.StandardError, row.Offset, row.TimesN, row.TimesNSquared,
                    YesOrNo(row.IsResolved),
                row.Rank == 0 ? null : row.Rank, row.Next?.Model, row.Next?.Size, row.Next?.StandardError, row.Next?.Offset, row.Next is null ? null
                    : YesOrNo(row.Next.IsResolved),
                row.Next is null ? null : Replicas(row.Next),
            }),
        ]);

    private static string YesOrNo(bool value) => value ? "yes" : "no";

    /// <summary>One line for each model and N.</summary>
    private static Listing Short(ComparisonRow[] rows)
    {
        var lines = new List<object?[]>();
        foreach (IGrouping<(ParticleNumber Particles, string Model), ComparisonRow> run in rows.GroupBy(row => (row.Particles, row.Model)))
        {
            ComparisonRow? Find(string quantity) => run.FirstOrDefault(row => row.Quantity == quantity);
            ComparisonRow? judge = run.FirstOrDefault(row => row.Rank > 0);
            double n = run.Key.Particles.Value;
            lines.Add(
            [
                Name(run.Key.Particles), run.Key.Model, Of(Find("error_l1")), Times(Find("error_l1"), n, Find("error_l1")?.TimesN ?? double.NaN), Of(Find("closure_error_l1")),
                Of(Find("closure_error_pair_l1")), Times(Find("closure_error_pair_l1"), n * n, Find("closure_error_pair_l1")?.TimesNSquared ?? double.NaN), judge?.Rank,
                judge is null ? null : new Measured(judge.Error, judge.StandardError), judge?.Offset, judge?.Next is null ? null
                    : new Measured(judge.Next.Size, judge.Next.StandardError),
                judge?.Next is null ? null : judge.Next.IsResolved ? "resolved" : "tie", judge?.Next is null ? null : Replicas(judge.Next),
            ]);
        }
        return new Listing(["N", "model", "L1 to landau", "x N", "closure L1 f1", "closure L1 f2", "x N^2", "rank", "error", "offset", "next", "verdict", "replicas"], lines)
        {
            Dispensable = ["x N^2", "x N", "offset", "replicas", "closure L1 f1", "next"],
        };
    }

    /// <summary>The replicas that would tell two models apart, to two digits; empty where they are told apart, or have no particles for a reference.</summary>
    private static string Replicas(ErrorGap gap) =>
        double.IsNaN(gap.ReplicasNeeded) ? "" : double.IsInfinity(gap.ReplicasNeeded) ? "never" : gap.ReplicasNeeded.ToString("0.0e+0", CultureInfo.InvariantCulture);
}
