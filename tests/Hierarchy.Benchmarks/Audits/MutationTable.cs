using Hierarchy.Audits;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>What became of a mutation.</summary>
/// <param name="Name">The mutation.</param>
/// <param name="Violated">The rows that hold, or lie below the noise, for the right results and are violated now.</param>
/// <param name="Unresolved">The rows that hold for the right results and lie below the noise now.</param>
internal sealed record MutationResult(string Name, IReadOnlyList<AuditRow> Violated, IReadOnlyList<AuditRow> Unresolved);

/// <summary>Audits of wrong results: how many are seen.</summary>
internal static class MutationTable
{
    /// <summary>One result a mutation.</summary>
    public static IEnumerable<MutationResult> Evaluate(MutationBase right, IEnumerable<Mutation> mutations)
    {
        Dictionary<string, AuditVerdict> before = [];
        foreach (AuditRow row in Rows(right.Right))
            before[Key(row)] = row.Verdict;
        foreach (Mutation mutation in mutations)
        {
            AuditRow[] rows = Rows(mutation.Apply(right));
            AuditVerdict Before(AuditRow row) => before.GetValueOrDefault(Key(row), AuditVerdict.NotApplicable);
            yield return new MutationResult(
                mutation.Name,
                [.. rows.Where(row => row.Verdict == AuditVerdict.Violated && Before(row) is AuditVerdict.Holds or AuditVerdict.BelowNoise)],
                [.. rows.Where(row => row.Verdict is AuditVerdict.BelowNoise or AuditVerdict.NotApplicable && Before(row) == AuditVerdict.Holds)]);
        }
    }

    /// <summary>
    /// Prints a line a mutation and the counts; 1 if one is not seen at all. Goes on where the file ends, and stops after some minutes: the next call does the
    /// rest.
    /// </summary>
    public static int Print(int points, TextWriter writer, string file, Pace pace)
    {
        string heading = $"n = {points} ";
        string[] Done() => File.Exists(file) ? [.. File.ReadAllLines(file).Where(line => line.StartsWith(heading, StringComparison.Ordinal))] : [];
        string[] before = Done();
        Mutation[] rest = [.. Mutations.All.Where(mutation => !before.Any(line => line.StartsWith(heading + mutation.Name + "  ", StringComparison.Ordinal)))];
        if (rest.Length > 0 && !pace.IsOver)
        {
            foreach (MutationResult result in Evaluate(new MutationBase(points), rest.Where(_ => !pace.IsOver)))
            {
                string by = string.Join("; ", (result.Violated.Count > 0 ? result.Violated : result.Unresolved).Select(Short).Distinct());
                string verdict = result.Violated.Count > 0 ? "violated" : result.Unresolved.Count > 0 ? "not resolved" : "NOT SEEN";
                string line = $"{heading}{result.Name + "  ",-42}{verdict,-13} {result.Violated.Count,3} {result.Unresolved.Count,3}  {by}";
                File.AppendAllText(file, line + Environment.NewLine);
                writer.WriteLine(line);
                writer.Flush();
            }
        }
        string[] all = Done();
        int unseen = all.Count(line => line.Contains("  NOT SEEN", StringComparison.Ordinal)),
            violated = all.Count(line => line.Contains("  violated ", StringComparison.Ordinal));
        writer.WriteLine($"{heading}: {all.Length} of {Mutations.All.Count} mutations done: {violated} violated, {all.Length - violated - unseen} not resolved, "
            + $"{unseen} not seen");
        return unseen == 0 ? 0 : 1;
    }

    /// <summary>
    /// All rows but those of runs that the audit makes itself, which no mutation changes; from n = 32 on without those of the dissipation integrals, which cost half of all.
    /// </summary>
    private static AuditRow[] Rows(AuditInput input) => [.. AuditRegistry.All
        .Where(statement => statement is not RelativeEntropyDecay && (input.Grid.Points < 32 || statement is not (LandauDissipation or HeatDissipation)))
        .SelectMany(statement => statement.Evaluate(input))];

    private static string Key(AuditRow row) => $"{row.Equation} {row.Statement} {row.Model} {row.Particles}";

    private static string Short(AuditRow row) => $"{row.Equation} N={row.Particles}";
}
