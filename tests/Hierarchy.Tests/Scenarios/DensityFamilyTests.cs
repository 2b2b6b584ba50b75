using System.Text;
using Hierarchy.Densities;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>What the registry of densities does for a family: it is read, checked, written and listed from its own file alone.</summary>
public sealed class DensityFamilyTests
{
    private static ScenarioReading Read(string initial, int dimension = 2, string rest = "") => ScenarioReader.Read(Encoding.UTF8.GetBytes(
        $$"""{ "name": "a", "dimension": {{dimension}}, "grid": { "halfWidth": 7, "points": 32 }, "initial": [{{initial}}], "time": { "end": 0.1 }{{rest}} }"""), []);

    [Fact]
    public void Every_family_is_listed_and_every_formula_survives_writing()
    {
        string listing = CommandLine.Run("list", "initial").Out;
        foreach (DensitySettings family in DensityRegistry.All)
        {
            Assert.Contains(family.Type, listing, StringComparison.Ordinal);
            Assert.NotEmpty(family.Formula);
            if (family.IsFile)
                continue;
            Scenario scenario = Read($$"""{ "type": "{{family.Type}}" }""", rest: """, "kernel": { "gamma": 0 }, "rescale": true""").Require(family.Type);
            string text = ScenarioWriter.Write(scenario);
            Assert.Equal(text, ScenarioWriter.Write(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Require(family.Type)));
            Assert.Equal(family.GetType(), scenario.Initial[0].GetType());
        }
    }

    [Fact]
    public void A_maxwellian_is_the_normal_density_of_its_temperature_and_drift()
    {
        Scenario one = Read("""{ "type": "maxwellian", "temperature": 0.6, "drift": [0.5, -0.25] }""").Require("a");
        Scenario other = Read("""{ "type": "gaussian", "mean": [0.5, -0.25], "covariance": [0.6, 0.6] }""").Require("b");
        Assert.Equal(InitialData.Datum(new ExperimentPlan(other)).Density, InitialData.Datum(new ExperimentPlan(one)).Density);
    }

    [Theory]
    [InlineData("""{ "type": "kappa", "kappa": 1.5 }""", "initial[0].kappa is 1.5: has to be larger than d/2 = 1.5")]
    [InlineData("""{ "type": "maxwellian", "drift": [0, 0, 8] }""", "initial[0].drift[2] is 8: lies outside the box")]
    [InlineData("""{ "type": "super-gaussian", "drift": [0, 0] }""", "initial[0].drift is a list of 2: needs 3 numbers")]
    [InlineData("""{ "type": "super-gaussian", "exponent": 0.5 }""", "initial[0].exponent is 0.5: has to lie in [1, 20]")]
    [InlineData("""{ "type": "maxwellian", "covariance": [1, 1, 1] }""", "initial[0].covariance is given: is no setting of the type \"maxwellian\"")]
    [InlineData("""{ "type": "maxwelian" }""", "did you mean \"maxwellian\"?")]
    public void Faults_name_the_setting(string initial, string fault) =>
        Assert.Contains(fault, string.Join("\n", Read(initial, 3).Faults), StringComparison.Ordinal);

    /// <summary>Where the type is not known, its settings cannot be judged.</summary>
    [Fact]
    public void A_misspelt_type_is_the_only_fault()
    {
        Fault fault = Assert.Single(Read("""{ "type": "shel", "S": 10, "sigma": 0.3 }""").Faults);
        Assert.Equal("initial[0].type", fault.Path);
    }

    [Fact]
    public void A_bare_type_in_code_is_its_family()
    {
        var scenario = new Scenario
        {
            Name = "a",
            Dimension = 3,
            Grid = new GridSettings { HalfWidth = 7, Points = 16 },
            Time = new TimeSettings { End = 0.1 },
            Initial = ["maxwellian"],
        };
        Assert.Empty(scenario.Check());
        Assert.Empty((scenario with { Initial = [new DensitySettings { Type = "super-gaussian" }] }).Check());
        Assert.Contains("initial[0].type", string.Join("\n", (scenario with { Initial = ["maxwell"] }).Check()), StringComparison.Ordinal);
    }

    /// <summary>One number, a diagonal and rows are the same covariance, one object and a list of one the same datum.</summary>
    [Theory]
    [InlineData(2, "0.6", "[0.6, 0.6]", "[[0.6, 0], [0, 0.6]]")]
    [InlineData(3, "1.5", "[1.5, 1.5, 1.5]", "[[1.5, 0, 0], [0, 1.5, 0], [0, 0, 1.5]]")]
    public void A_number_is_an_isotropic_covariance(int dimension, params string[] forms)
    {
        string[] texts = [.. forms.Select(form => ScenarioWriter.Write(Read($$"""{ "type": "gaussian", "covariance": {{form}} }""", dimension).Require("a")))];
        Assert.All(texts, text => Assert.Equal(texts[0], text));
    }

    [Theory]
    [InlineData("""{ "type": "maxwellian", "temperature": 0.8 }""")]
    [InlineData("""[{ "type": "maxwellian", "temperature": 0.8 }]""")]
    [InlineData("[\"maxwellian\"]", "initial[0]={\"type\": \"maxwellian\"}", "initial[0].temperature=0.8")]
    [InlineData("""{ "type": "maxwellian", "temperature": 3 }""", "initial.temperature=0.8")]
    [InlineData("""{ "type": "maxwellian", "temperature": 3 }""", "initial[0].temperature=0.8")]
    public void One_component_may_stand_alone(string initial, params string[] sets)
    {
        string text = $$"""{ "name": "a", "dimension": 2, "grid": { "halfWidth": 6, "points": 16 }, "initial": {{initial}}, "time": { "end": 0.1 } }""";
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(text), sets);
        var maxwellian = Assert.IsType<MaxwellianSettings>(Assert.Single(reading.Require("a").Initial));
        Assert.Equal(0.8, maxwellian.Temperature);
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("infinity")]
    [InlineData("∞")]
    [InlineData("Inf")]
    [InlineData("[8, inf]")]
    [InlineData("[8, ∞]")]
    [InlineData("[8, \"inf\"]")]
    [InlineData("[8, Infinity, 16]")]
    public void Infinity_is_read_alike(string value)
    {
        string text = """
            { "name": "a", "dimension": 2, "grid": { "halfWidth": 6, "points": 16 }, "initial": "maxwellian", "time": { "end": 0.1 },
            "models": ["tensorised"], "particles": ["inf", "∞"] }
            """;
        Assert.Contains("infinity", ScenarioReader.Read(Encoding.UTF8.GetBytes(text), ["particles=" + value]).Require("a").Particles);
        Assert.Contains("particles[1] is infinity: stands twice", string.Join("\n", ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Faults), StringComparison.Ordinal);
    }

    /// <summary>Words inside strings are no numbers.</summary>
    [Fact]
    public void Infinity_within_a_string_stays() =>
        Assert.Equal("to inf, [inf]", ScenarioReader.Read(Encoding.UTF8.GetBytes(
            """{ "name": "a", "dimension": 2, "grid": { "halfWidth": 6, "points": 16 }, "initial": "maxwellian", "time": { "end": 0.1 } }"""),
            ["title=\"to inf, [inf]\"", "particles=[4, inf]"]).Require("a").Title);

    [Fact]
    public void Zero_may_stand_among_the_output_times()
    {
        string text = """{ "name": "a", "dimension": 2, "grid": { "halfWidth": 6, "points": 16 }, "initial": "maxwellian", "time": { "end": 0.3, "output": [0, 0.1, 0.3] } }""";
        Scenario scenario = ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Require("a");
        Assert.Equal([0, 0.1, 0.3], new ExperimentPlan(scenario).Times);
        Assert.NotEmpty(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), ["time.output=[0, 0, 0.3]"]).Faults);
        Assert.NotEmpty(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), ["time.output=[-0.1, 0.3]"]).Faults);
    }
}
