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
        foreach (AuditRow row in AuditRegistry.Evaluate(right.Right))
            before[Key(row)] = row.Verdict;
        foreach (Mutation mutation in mutations)
        {
            IReadOnlyList<AuditRow> rows = AuditRegistry.Evaluate(mutation.Apply(right));
            AuditVerdict Before(AuditRow row) => before.GetValueOrDefault(Key(row), AuditVerdict.NotApplicable);
            yield return new MutationResult(
                mutation.Name,
                [.. rows.Where(row => row.Verdict == AuditVerdict.Violated && Before(row) is AuditVerdict.Holds or AuditVerdict.BelowNoise)],
                [.. rows.Where(row => row.Verdict is AuditVerdict.BelowNoise or AuditVerdict.NotApplicable && Before(row) == AuditVerdict.Holds)]);
        }
    }

    /// <summary>Prints a line a mutation and the counts; 1 if one is not seen at all.</summary>
    public static int Print(int points, TextWriter writer)
    {
        int violated = 0, seen = 0, all = 0;
        writer.WriteLine($"n = {points}");
        foreach (MutationResult result in Evaluate(new MutationBase(points), Mutations.All))
        {
            all++;
            violated += result.Violated.Count > 0 ? 1 : 0;
            seen += result.Violated.Count + result.Unresolved.Count > 0 ? 1 : 0;
            string by = result.Violated.Count > 0 ? string.Join("; ", result.Violated.Select(Short).Distinct()) : string.Join("; ", result.Unresolved.Select(Short).Distinct());
            writer.WriteLine($"{result.Name,-40} {(result.Violated.Count > 0 ? "violated" : result.Unresolved.Count > 0 ? "not resolved" : "NOT SEEN"),-13} {result.Violated.Count,3} {result.Unresolved.Count,3}  {by}");
            writer.Flush();
        }
        writer.WriteLine($"{all} mutations: {violated} violated, {seen - violated} not resolved, {all - seen} not seen");
        return seen == all ? 0 : 1;
    }

    private static string Key(AuditRow row) => $"{row.Equation} {row.Statement} {row.Model} {row.Particles}";

    private static string Short(AuditRow row) => $"{row.Equation} N={row.Particles}";
}
