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
    public void Mutations_of_operators_and_results_are_violated()
    {
        string[] chosen =
        [
            "T with the wrong sign", "(N-1)/N in place of (N-2)/N", "P without its weight 1/N", "a leak of energy of 1e-4", "entropy that rises by 1e-3",
                "two rows of the pair swapped", "the last field is stale", "g with a marginal",
            "a patch of negative density",
        ];
        Mutation[] mutations = [.. Mutations.All.Where(mutation => chosen.Contains(mutation.Name))];
        Assert.Equal(chosen.Length, mutations.Length);
        Assert.All(MutationTable.Evaluate(new MutationBase(16, 0.5, "1e-5"), mutations), result => Assert.True(result.Violated.Count > 0, result.Name));
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
