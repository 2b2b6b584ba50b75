using System.Text;
using Hierarchy.Densities;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Scenarios;

public sealed class OverrideTests
{
    private static Scenario Read(params string[] sets)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), sets);
        Assert.Empty(reading.Faults);
        return reading.Scenario!;
    }

    [Fact]
    public void A_list_is_replaced_as_a_whole() => Assert.Equal(["8", "32"], Read("particles=[8,32]").Particles);

    [Fact]
    public void An_empty_list_stays_empty() => Assert.Empty(Read("particles=[]").Particles);

    [Fact]
    public void Numbers_and_bare_words_need_no_quotes()
    {
        Scenario scenario = Read("grid.points=32", "PARTICLES=infinity", "kernel.regularisation=NONE", "time.end=0.25", "name=other");
        Assert.Equal(32, scenario.Grid.Points);
        Assert.Equal(["infinity"], scenario.Particles);
        Assert.Equal("none", scenario.Kernel.Regularisation);
        Assert.Equal(0.25, scenario.Time.End);
        Assert.Equal("other", scenario.Name);
    }

    [Fact]
    public void Items_of_lists_and_missing_objects_can_be_set()
    {
        Scenario scenario = Read("initial[0].mean=[0.5,0.5]", "output.pair=true", "collisions.conservative=false", "particles[3]=128");
        Assert.Equal([0.5, 0.5], ((GaussianSettings)scenario.Initial[0]).Mean!);
        Assert.True(scenario.Output.Pair);
        Assert.False(scenario.CreateOptions().Conservative);
        Assert.Equal(["4", "16", "infinity", "128"], scenario.Particles);
    }

    [Fact]
    public void A_later_option_wins() => Assert.Equal(24, Read("grid.points=32", "grid.points=24").Grid.Points);

    [Fact]
    public void An_output_list_replaces_an_interval()
    {
        Scenario scenario = Read("time.output=[0.2,0.3]");
        Assert.Null(scenario.Time.Output.Interval);
        Assert.Equal([0, 0.2, 0.3, 0.5], scenario.Time.Output.Expand(scenario.Time.End));
    }

    [Theory]
    [InlineData("particles[9]=4", "there is no place")]
    [InlineData("name.first=4", "there is no place")]
    [InlineData("grid..points=4", "there is no place")]
    [InlineData("particles=[4,", "is not valid JSON")]
    [InlineData("grid.point=4", "did you mean \"points\"?")]
    [InlineData("kernel.gamma=", "has to be a number")]
    [InlineData("kernel.strength=Infinity", "has to be a number")]
    [InlineData("grid.points=99999999999999999999", "has to be a whole number")]
    public void What_cannot_be_set_is_a_fault_that_names_the_override(string set, string rule)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), [set]);
        Assert.Contains(reading.Faults, fault => fault.ToString().Contains(rule, StringComparison.Ordinal) && fault.Origin.StartsWith("override ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("particles")]
    [InlineData("=4")]
    public void An_override_without_path_and_value_is_a_fault(string set)
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), [set]);
        Assert.Contains("path=value", Assert.Single(reading.Faults).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resolved_scenario_reads_back_as_itself()
    {
        Scenario scenario = Read("grid.padding=none", "models=[]", "time.output=[0.1,0.30000000000000004]");
        string text = ScenarioWriter.Write(scenario);
        ScenarioReading again = ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []);
        Assert.Empty(again.Faults);
        Assert.Equal(text, ScenarioWriter.Write(again.Scenario!));
    }
}
