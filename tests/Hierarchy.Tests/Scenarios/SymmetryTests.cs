using System.Text.Json;
using Hierarchy.Cli.Commands;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>The symmetry of a datum is found, and results are those without its use.</summary>
public sealed class SymmetryTests
{
    /// <summary>What rounding may change, relative to a value or to a part of its floor; drifts of invariants are differences of values of order one.</summary>
    private const double Rounding = 1e-12;

    private static Scenario Plane(params string[] overrides) => Read("quickstart", overrides);

    private static Scenario Read(string name, string[] overrides) => Scenario.Load(Path.Combine(ScenarioRun.Folder, name + ".json"), overrides);

    [Theory]
    [InlineData("quickstart", 4)]
    [InlineData("coulomb-pairs-3d", 16)]
    [InlineData("isotropic-coulomb-3d", 48)]
    [InlineData("mixture-2d", 2)]
    [InlineData("perturbed-pair-2d", 4)]
    [InlineData("anisotropic-coulomb-3d", 0)]
    public void The_group_of_a_datum_is_found(string name, int order)
    {
        var plan = new ExperimentPlan(Read(name, name.StartsWith("isotropic", StringComparison.Ordinal) ? ["models=[\"cluster\"]", "particles=[4]"] : []));
        Assert.Equal(order, plan.Orbits?.Order ?? 0);
        var edge = new ExperimentPlan(Read(name, ["grid.origin=edge"]));
        Assert.Null(edge.Orbits);
        if (order > 0)
            Assert.Contains($"symmetry: {order} signed permutations", PlanNotes.Symmetry(plan), StringComparison.Ordinal);
    }

    /// <summary>Every quantity of every model on the grid, with the columns of representatives and with all columns.</summary>
    [Theory]
    [InlineData("quickstart", "12", "[\"cluster\",\"leading-order\",\"pair-tensorised\",\"tensorised2\",\"kirkwood\",\"liouville\"]", "[2,4]")]
    [InlineData("quickstart", "8", "[\"cluster\",\"liouville\"]", "[3]")]
    [InlineData("coulomb-pairs-3d", "8", "[\"cluster\",\"leading-order\",\"liouville\"]", "[2]")]
    [InlineData("isotropic-coulomb-3d", "8", "[\"cluster\",\"pair-tensorised\"]", "[4]")]
    public void Results_are_those_without_its_use(string name, string points, string models, string particles)
    {
        string[] changes = ["grid.points=" + points, "models=" + models, "particles=" + particles, "time.end=0.1", "time.output=0.1", "errors=off", "quantities=[\"all\"]"];
        using Hierarchy.Results.Results reduced = Experiment.Run(Read(name, changes)), whole = Experiment.Run(Read(name, [.. changes, "symmetry=none"]));
        Dictionary<(string, string, double, string), ResultRow> expected = whole.Rows.ToDictionary(row => (row.Model, row.Particles.ToString(), row.Time, row.Quantity));
        Assert.Equal(expected.Count, reduced.Rows.Count);
        var wrong = new List<string>();
        foreach (ResultRow row in reduced.Rows)
        {
            ResultRow other = expected[(row.Model, row.Particles.ToString(), row.Time, row.Quantity)];
            double scale = Math.Max(Math.Abs(other.Value), double.IsNaN(other.NoiseFloor) ? 0 : 1e-3 * other.NoiseFloor);
            if (!(Math.Abs(row.Value - other.Value) <= Rounding * scale + (row.Quantity.StartsWith("invariant", StringComparison.Ordinal) ? 1e-13 : 1e-15)))
                wrong.Add(FormattableString.Invariant($"{row.Model} {row.Particles} {row.Time} {row.Quantity}: {row.Value:R} for {other.Value:R}"));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Memory_falls_with_the_columns()
    {
        var reduced = new ExperimentPlan(Read("coulomb-pairs-3d", ["grid.points=24", "models=[\"cluster\"]"]));
        var whole = new ExperimentPlan(Read("coulomb-pairs-3d", ["grid.points=24", "models=[\"cluster\"]", "symmetry=none"]));
        Assert.Equal(12 * 12 * 13 / 2, reduced.Orbits!.Count);
        Assert.InRange(reduced.MemoryBytes, 0, whole.MemoryBytes / 10);
    }

    [Fact]
    public void The_manifest_tells_the_group()
    {
        using var folder = new TemporaryFolder();
        Experiment.Run(Plane("grid.points=12", "models=[\"cluster\"]", "particles=[4]", "time.end=0.05", "time.output=0.05", "errors=off"), folder.Of("results")).Dispose();
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(folder.Of("results/manifest.json")));
        JsonElement symmetry = manifest.RootElement.GetProperty("symmetry");
        Assert.Equal(4, symmetry.GetProperty("order").GetInt32());
        Assert.Equal("x y", symmetry.GetProperty("elements")[0].GetString());
        Assert.Equal(36, symmetry.GetProperty("columns").GetInt32());
    }
}
