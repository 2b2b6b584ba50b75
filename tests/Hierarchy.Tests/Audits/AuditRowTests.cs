using Hierarchy.Audits;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Tests.Audits;

public class AuditRowTests
{
    [Theory]
    [InlineData(2, 1, AuditVerdict.Holds)]
    [InlineData(0, 0, AuditVerdict.Holds)]
    [InlineData(0.5, 1, AuditVerdict.BelowNoise)]
    [InlineData(-0.5, 1, AuditVerdict.BelowNoise)]
    [InlineData(-2, 1, AuditVerdict.Violated)]
    [InlineData(double.NaN, 1, AuditVerdict.NotApplicable)]
    [InlineData(1, double.NaN, AuditVerdict.NotApplicable)]
    [InlineData(double.NegativeInfinity, 0, AuditVerdict.Violated)]
    public void Inequalities(double margin, double floor, AuditVerdict verdict) => Assert.Equal(verdict, AuditRow.OfInequality(margin, floor));

    [Theory]
    [InlineData(1, 1.01, 0.02, AuditVerdict.Holds)]
    [InlineData(1, 1.01, 0.001, AuditVerdict.Violated)]
    [InlineData(1, 1.01, 0.9, AuditVerdict.BelowNoise)]
    [InlineData(0, 0, 0.1, AuditVerdict.Holds)]
    [InlineData(double.NaN, 0, 0.1, AuditVerdict.NotApplicable)]
    public void Identities(double left, double right, double floor, AuditVerdict verdict) => Assert.Equal(verdict, AuditRow.OfIdentity(left, right, floor));

    /// <summary>A bound that exceeds its left side a hundred times says so.</summary>
    [Theory]
    [InlineData(2, 30000, AuditVerdict.Holds, "holds, loose by 15000")]
    [InlineData(1, 123.4, AuditVerdict.Holds, "holds, loose by 120")]
    [InlineData(1, 99, AuditVerdict.Holds, "holds")]
    [InlineData(0, 99, AuditVerdict.Holds, "holds")]
    [InlineData(1, 1e4, AuditVerdict.BelowNoise, "below noise")]
    public void Loose_bounds_say_so(double left, double right, AuditVerdict verdict, string words) => Assert.Equal(
        words, new AuditRow { Statement = "", Equation = "", Model = "", Verdict = verdict, Left = left, Right = right, Margin = right - left }.Words);

    [Fact]
    public void Every_statement_of_the_paper_is_found_in_its_order()
    {
        // The table of docs/statements.md, which a test holds against the paper's numbers, says what each of them answers for.
        string[] numbered = [.. AuditRegistry.All.Select(statement => statement.Equation).Where(equation => equation[0] == '(')];
        int[] sections = [.. AuditRegistry.All.Select(statement => statement.Equation).Where(equation => equation.Any(char.IsDigit))
            .Select(equation => equation.First(char.IsDigit) - '0')];
        Assert.Equal(sections.Order(), sections);
        Assert.Equal(["(1.1)", "(1.4)"], numbered[..2]);
        Assert.True(Array.IndexOf(numbered, "(1.9)") < Array.IndexOf(numbered, "(1.10)"));
        // Several audits of one statement, on the grid and from recorded values, stand under one number.
        Assert.All(AuditRegistry.All.GroupBy(statement => statement.Statement), same => Assert.Single(same.Select(statement => statement.Equation).Distinct()));
        Assert.All(AuditRegistry.All, statement => Assert.NotEmpty(statement.Statement));
    }

    /// <summary>A run of level 2 whose pair correlation was not kept gets rows that say so, and no numbers about f_2.</summary>
    [Fact]
    public void Without_the_pair_nothing_is_said_about_it()
    {
        VelocityGrid grid = new(2, 16, 6);
        double[] f = Diagnostics.Densities.Gaussian(grid, [0, 0], [1, 1]);
        StoredRun run = new("cluster", new ParticleNumber(4), [0, 0.1], [f, f], [null, null]);
        AuditInput input = new(grid, new CollisionKernel(-3, 1), new CollisionOptions(), [run]);
        string[] others = ["Remark 2.6", "Assumption 1.2", "Lemma 2.2", "(2.11)", "(2.19)", "(1.8)", "(1.9)", "(1.10)"];
        foreach (IAuditStatement statement in AuditRegistry.All.Where(statement => !others.Contains(statement.Equation)))
            Assert.All(statement.Evaluate(input), row => Assert.Equal(AuditVerdict.NotApplicable, row.Verdict));
    }
}
