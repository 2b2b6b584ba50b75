using System.Text.Json;
using Hierarchy.Cli.Commands;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
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
            if (!(Math.Abs(row.Value - other.Value) <= Rounding * scale + Cancelled(row.Quantity)))
                wrong.Add(FormattableString.Invariant($"{row.Model} {row.Particles} {row.Time} {row.Quantity}: {row.Value:R} for {other.Value:R}"));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>The rounding that is left of what cancels: drifts are differences of energies, moments of phi sums of both signs.</summary>
    private static double Cancelled(string quantity)
        => quantity.StartsWith("invariant", StringComparison.Ordinal) ? 1e-13 : quantity.StartsWith("phi_", StringComparison.Ordinal) ? 2e-14 : 1e-15;

    [Fact]
    public void Memory_falls_with_the_columns()
    {
        var reduced = new ExperimentPlan(Read("coulomb-pairs-3d", ["grid.points=24", "models=[\"cluster\"]"]));
        var whole = new ExperimentPlan(Read("coulomb-pairs-3d", ["grid.points=24", "models=[\"cluster\"]", "symmetry=none"]));
        Assert.Equal(12 * 12 * 13 / 2, reduced.Orbits!.Count);
        Assert.InRange(reduced.MemoryBytes, 0, whole.MemoryBytes / 10);
    }

    /// <summary>Noise of the size of printed digits or of a tolerance is no symmetry; that it hides one is said, with its size.</summary>
    [Theory]
    [InlineData(1e-15, 8, "symmetry: 8 signed permutations of the axes leave the datum alone (mirrors of every axis and exchanges of two axes); pairs have 21 columns of 144", "")]
    [InlineData(1e-9, 0, "", "symmetry: mirrors of every axis and exchanges of two axes change f by 1.0e-9 of its maximum")]
    [InlineData(1e-4, 0, "", "")]
    public void Noise_hides_a_symmetry(double noise, int order, string used, string hidden)
    {
        using var folder = new TemporaryFolder();
        var grid = new VelocityGrid(2, 12, 5);
        var table = new System.Text.StringBuilder("vx,vy,f\n");
        double[] f = [.. Enumerable.Range(0, grid.Size).Select(i => Math.Exp(-grid.SpeedSquared(i) / 2))];
        f[70] += noise * f.Max();
        for (int i = 0; i < grid.Size; i++)
            table.AppendLine(FormattableString.Invariant($"{grid.Velocity(i, 0):R},{grid.Velocity(i, 1):R},{f[i]:R}"));
        folder.Write("f.csv", table.ToString());
        string file = folder.Write("s.json", """
            { "name": "s", "dimension": 2, "grid": { "halfWidth": 5, "points": 12 }, "initial": [{ "type": "grid", "file": "f.csv", "halfWidth": 5 }],
              "models": ["cluster"], "particles": [4], "time": { "end": 0.1 } }
            """);
        var plan = new ExperimentPlan(Scenario.Load(file));
        Assert.Equal(order, plan.Orbits?.Order ?? 0);
        Assert.StartsWith(used, PlanNotes.Symmetry(plan), StringComparison.Ordinal);
        Assert.StartsWith(hidden, PlanNotes.NearSymmetry(plan), StringComparison.Ordinal);
        Assert.Equal(hidden.Length > 0, PlanNotes.Of(plan).Any(line => line.Contains("more than rounding", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("non", "none")]
    [InlineData("automatic", "auto")]
    public void A_misspelt_choice_is_a_fault_with_the_nearest_name(string given, string meant)
    {
        ScenarioException fault = Assert.Throws<ScenarioException>(() => Plane("symmetry=" + given));
        Assert.Contains("symmetry", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{given}\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{meant}\"", fault.Message, StringComparison.Ordinal);
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
