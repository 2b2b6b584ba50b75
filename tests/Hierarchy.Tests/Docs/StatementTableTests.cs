using System.Text.RegularExpressions;
using Hierarchy.Audits;
using Hierarchy.Benchmarks.Pages;

namespace Hierarchy.Tests.Docs;

/// <summary>docs/statements.md has every numbered statement of the paper once, in order, with the audit rows that the program has for it, or why it has none.</summary>
public sealed partial class StatementTableTests
{
    /// <summary>How many numbered equations each section of the paper has.</summary>
    private static readonly int[] Equations = [12, 35, 15, 10];

    /// <summary>Everything else that has a number in the paper.</summary>
    private static readonly string[] Items =
    [
        "Remark 1.1", "Assumption 1.2", "Definition 1.3", "Definition 1.4", "Theorem 1.5", "Remark 1.6",
        "Proposition 2.1", "Lemma 2.2", "Lemma 2.3", "Lemma 2.4", "Proposition 2.5", "Remark 2.6", "Definition 3.1", "Lemma 3.2", "Proposition 3.3", "Proposition 4.1",
    ];

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "statements.md"));

    [Fact]
    public void The_table_has_every_number_once()
    {
        IEnumerable<string> numbers = Equations.SelectMany((count, section) => Enumerable.Range(1, count).Select(k => $"({section + 1}.{k})")).Concat(Items);
        Assert.Equal(numbers.Order(StringComparer.Ordinal), Lines().Select(line => line.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_rows_are_those_of_the_program()
    {
        foreach ((string number, string rows) in Lines())
        {
            string expected = string.Join("; ", AuditRegistry.All.Where(statement => Covers(statement).Contains(number)).Select(statement => statement.Statement).Distinct());
            Assert.True(expected.Length == 0 ? rows.StartsWith("none: ", StringComparison.Ordinal) && rows.Length > 10 : rows == expected, $"{number}: {expected}");
        }
    }

    [Fact]
    public void Every_audit_stands_in_the_table_or_says_that_the_paper_does_not_have_it()
    {
        string[] known = [.. Lines().Select(line => line.Number)];
        foreach (IAuditStatement statement in AuditRegistry.All.Where(statement => !statement.Covers.StartsWith("after the paper", StringComparison.Ordinal)))
            Assert.All(Covers(statement), number => Assert.Contains(number, known));
        foreach (IAuditStatement statement in AuditRegistry.All.Where(statement => statement.Covers.StartsWith("after the paper", StringComparison.Ordinal)))
            Assert.Contains(statement.Statement, Page, StringComparison.Ordinal);
    }

    private static string[] Covers(IAuditStatement statement) => statement.Covers.Split(", ");

    private static IEnumerable<(string Number, string Rows)> Lines() =>
        Line().Matches(Page).Select(line => (line.Groups["number"].Value, line.Groups["rows"].Value.Trim().Replace(@"\|", "|", StringComparison.Ordinal)));

    [GeneratedRegex(@"^\| (?<number>\(\d\.\d+\)|[A-Z][a-z]+ \d\.\d) \| .*? \| (?<rows>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
