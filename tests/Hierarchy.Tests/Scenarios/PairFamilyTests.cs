using System.Text;
using Hierarchy.Densities;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>What the registry of pair data does for a family: it is read, checked, written and listed from its own file alone.</summary>
public sealed class PairFamilyTests
{
    private const string Beams = """{ "type": "gaussian", "mean": [1, 0], "weight": 0.5 }, { "type": "gaussian", "mean": [-1, 0], "weight": 0.5 }""";

    private static ScenarioReading Read(string pair, string initial = Beams, int points = 32) => ScenarioReader.Read(Encoding.UTF8.GetBytes(
        $$"""{ "name": "a", "dimension": 2, "grid": { "halfWidth": 7, "points": {{points}} }, "initial": [{{initial}}], "pair": {{pair}}, "time": { "end": 0.1 } }"""), []);

    [Fact]
    public void Every_family_is_listed_and_survives_writing_in_both_forms()
    {
        string listing = CommandLine.Run("list", "initial").Out;
        Assert.True(PairRegistry.All.Count >= 3);
        foreach (PairSettings family in PairRegistry.All)
        {
            Assert.Contains("pair: " + family.Type, listing, StringComparison.Ordinal);
            Assert.NotEmpty(family.Formula);
            Scenario scenario = Read($"\"{family.Type.ToUpperInvariant()}\"", points: 48).Require(family.Type);
            Assert.Equal(family.GetType(), scenario.Pair.GetType());
            string text = ScenarioWriter.Write(scenario);
            Assert.Equal(text, ScenarioWriter.Write(Read($$"""{ "type": "{{family.Type}}" }""", points: 48).Require(family.Type)));
            Assert.Equal(text, ScenarioWriter.Write(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Require(family.Type)));
        }
    }

    /// <summary>g at the points of the grid, from the formula of the family and the values of f.</summary>
    [Fact]
    public void The_correlations_are_those_of_the_formulas()
    {
        Assert.Null(Rows("\"chaotic\"").Row);
        (double[] f, double[]? mixture, ExperimentPlan plan) = Rows("\"mixture\"");
        (double[] _, double[]? perturbed, _) = Rows("""{ "type": "perturbed", "amplitude": 0.3, "wavevector": [0.5, 0.25], "profile": "SIN" }""");
        double[] wave = [.. Enumerable.Range(0, plan.Grid.Size).Select(i => Math.Sin(0.5 * plan.Grid.Velocity(i, 0) + 0.25 * plan.Grid.Velocity(i, 1)))];
        double mean = f.Zip(wave, (density, value) => density * value).Sum() / f.Sum();
        for (int j = 0; j < plan.Grid.Size; j++)
        {
            Assert.Equal(0.5 * ((Beam(plan, Point, 1) * Beam(plan, j, 1)) + (Beam(plan, Point, -1) * Beam(plan, j, -1))) - f[Point] * f[j], mixture![j], 1e-12);
            Assert.Equal(0.3 * f[Point] * (wave[Point] - mean) * f[j] * (wave[j] - mean), perturbed![j], 1e-13);
        }
    }

    [Theory]
    [InlineData("\"mixtur\"", "pair.type is \"mixtur\"", "did you mean \"mixture\"?")]
    [InlineData("""{ "amplitude": 0.3 }""", "pair.type", "is required")]
    [InlineData("""{ "type": "mixture", "amplitude": 0.3 }""", "pair.amplitude is given", "is no setting of the type \"mixture\"")]
    [InlineData("""{ "type": "perturbed", "profile": "sine" }""", "pair.profile is \"sine\"", "sin")]
    [InlineData("""{ "type": "perturbed", "wavevector": [1, 0, 0] }""", "pair.wavevector is a list of 3", "needs 2 numbers")]
    [InlineData("""{ "type": "perturbed", "wavevector": [8, 0] }""", "pair.wavevector is 8 in its largest component", "the largest wavenumber of the grid")]
    [InlineData("""{ "type": "perturbed", "amplitude": 7 }""", "pair.amplitude is 7", "where f_2 is nonnegative")]
    [InlineData("7", "pair is 7", "the name of a type, or an object with the key type")]
    public void Faults_name_the_setting_and_the_rule(string pair, string fault, string rule)
    {
        string found = Assert.Single(Read(pair).Faults).ToString();
        Assert.Contains(fault, found, StringComparison.Ordinal);
        Assert.Contains(rule, found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mixture_needs_two_components() =>
        Assert.Contains("needs at least two components", Assert.Single(Read("\"mixture\"", "\"gaussian\"").Faults).ToString(), StringComparison.Ordinal);

    private const int Point = 500;

    private static (double[] Density, double[]? Row, ExperimentPlan Plan) Rows(string pair)
    {
        var plan = new ExperimentPlan(Read(pair).Require("rows"));
        var datum = InitialData.OnGrid(plan);
        double[]? row = datum.Correlation is null ? null : new double[plan.Grid.Size];
        datum.Correlation?.Invoke(Point, row);
        return (datum.Density, row, plan);
    }

    /// <summary>A unit Maxwellian around +1 or -1 on the first axis.</summary>
    private static double Beam(ExperimentPlan plan, int i, double mean)
    {
        double x = plan.Grid.Velocity(i, 0) - mean, y = plan.Grid.Velocity(i, 1);
        return Math.Exp(-0.5 * (x * x + y * y)) / (2 * Math.PI);
    }
}
