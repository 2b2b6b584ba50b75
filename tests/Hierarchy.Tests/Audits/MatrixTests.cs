using Hierarchy.Audits;
using Hierarchy.Benchmarks.Audits;
using Hierarchy.Cli.Commands;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Audits;

/// <summary>The matrix and the mutations of the benchmark "audits", reduced to what takes seconds.</summary>
public class MatrixTests
{
    [Theory]
    [InlineData("quickstart", "16", null, null)]
    [InlineData("quickstart", "16", "1", "4")]
    [InlineData("perturbed-pair-2d", "16", null, null)]
    [InlineData("mixture-2d", "16", null, null)]
    [InlineData("leading-order-2d", "16", null, "4,64")]
    [InlineData("cutoff-viscosity-2d", "16", null, null)]
    [InlineData("nonconservative-2d", "16", null, "2")]
    [InlineData("three-particles-2d", "8", null, null)]
    [InlineData("coulomb-pairs-3d", "10", null, "4")]
    public void No_theorem_is_called_violated(string scenario, string points, string? gamma, string? particles)
    {
        IReadOnlyList<AuditRow> rows = AuditMatrix.Audit(new MatrixCase(scenario, points, gamma, particles).Plan()!);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.False(row.Fails, AuditMatrix.Words(row)));
    }

    [Fact]
    public void Every_mutation_is_violated_or_not_resolved()
    {
        MutationResult[] results = [.. MutationTable.Evaluate(new MutationBase(16), Mutations.All)];
        Assert.True(results.Length >= 20);
        Assert.DoesNotContain(results, result => result.Violated.Count + result.Unresolved.Count == 0);
        Assert.True(results.Count(result => result.Violated.Count > 0) >= 10);
    }

    /// <summary>The pair correlation in single precision, with which the audit's own equations have nothing to do.</summary>
    [Fact]
    public void Mixed_precision_is_audited()
    {
        string[] changes = ["grid.points=16", "particles=[4]", "models=[\"cluster\"]", "collisions.precision=mixed", "time.end=0.2"];
        ExperimentPlan plan = new(ScenarioReader.Read(ShippedScenarios.Find("quickstart"), changes).Scenario!);
        IReadOnlyList<AuditRow> rows = AuditMatrix.Audit(plan);
        Assert.All(rows, row => Assert.False(row.Fails, AuditMatrix.Words(row)));
        Assert.Contains(rows, row => row is { Equation: "Remark 1.1", Model: "cluster", IsTheorem: true });
    }
}
