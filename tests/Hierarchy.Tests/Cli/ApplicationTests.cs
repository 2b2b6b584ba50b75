using System.Text;
using System.Text.Json;
using Hierarchy.Cli.Commands;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Scenarios;

namespace Hierarchy.Tests.Cli;

public sealed class ApplicationTests
{
    [Theory]
    [InlineData("unknown")]
    [InlineData("run")]
    [InlineData("run", "a.json", "b.json")]
    [InlineData("run", "a.json", "--speed", "3")]
    [InlineData("run", "a.json", "--threads", "0")]
    [InlineData("run", "a.json", "--threads", "many")]
    [InlineData("run", "a.json", "--threads")]
    [InlineData("validate")]
    [InlineData("validate", "a.json", "--set")]
    [InlineData("list")]
    [InlineData("list", "planets")]
    public void Wrong_usage_gives_one(params string[] arguments)
    {
        CommandLine result = CommandLine.Run(arguments);
        Assert.Equal(1, result.Code);
        Assert.Empty(result.Out);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("--version")]
    public void Help_gives_zero(params string[] arguments)
    {
        CommandLine result = CommandLine.Run(arguments);
        Assert.Equal(0, result.Code);
        Assert.NotEmpty(result.Out);
    }

    [Fact]
    public void Help_calls_the_program_by_its_name()
    {
        Assert.Contains("  hierarchy run <SCENARIO> [options]", CommandLine.Run("run", "--help").Out, StringComparison.Ordinal);
        Assert.Contains("  hierarchy [command] [options]", CommandLine.Run("--help").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models", "landau")]
    [InlineData("kernels", "gamma = 0")]
    [InlineData("initial", "bkw")]
    [InlineData("quantities", "error_l1")]
    [InlineData("scenarios", "quickstart")]
    public void Lists_name_what_there_is(string topic, string name)
    {
        Assert.Contains(name, CommandLine.Run("list", topic).Out, StringComparison.Ordinal);
        string json = CommandLine.Run("list", topic, "--json").Out;
        Assert.Contains(JsonDocument.Parse(json).RootElement.EnumerateArray(), row => row.EnumerateObject().First().Value.GetString() == name);
    }

    [Fact]
    public void Files_that_cannot_be_read_give_five()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(5, CommandLine.Run("run", folder.Of("missing.json")).Code);
        Assert.Equal(5, CommandLine.Run("validate", folder.Path).Code);
        Assert.Equal(5, CommandLine.Run("validate", "").Code);
        Assert.Contains("did you mean the shipped scenario quickstart?", CommandLine.Run("run", folder.Of("quikstart.json")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shipped_scenario_is_known_by_its_name()
    {
        CommandLine named = CommandLine.Run("validate", "Quickstart", "--set", "models=[]");
        Assert.Equal(0, named.Code);
        Assert.Equal("quickstart", JsonDocument.Parse(named.Out).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public void Validate_prints_the_resolved_scenario_and_the_memory()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("sound.json", BadScenarios.Valid);
        CommandLine plain = CommandLine.Run("validate", file, "--set", "models=[]");
        Assert.Equal(0, plain.Code);
        Assert.Equal("full", JsonDocument.Parse(plain.Out).RootElement.GetProperty("grid").GetProperty("padding").GetProperty("landau").GetString());
        Assert.Contains("of memory", plain.Error, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(CommandLine.Run("validate", file, "--json").Out).RootElement;
        Assert.True(json.GetProperty("memory_bytes").GetInt64() > 0);
    }

    [Fact]
    public void A_run_that_does_not_fit_is_refused_with_the_figure()
    {
        ScenarioReading reading = ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), ["grid.points=128", "models=cluster", "particles=4"]);
        var plan = new ExperimentPlan(reading.Scenario!);
        // Seven arrays of 128^4 doubles, and one for the diagnostics.
        Assert.InRange(plan.MemoryBytes, 8L * 8 * 128 * 128 * 128 * 128, 9L * 8 * 128 * 128 * 128 * 128);
        Assert.Null(ScenarioInput.Obstacle(plan, 64_000_000_000));
        Assert.Contains(" GB of memory, 16.0 GB are available", ScenarioInput.Obstacle(plan, 16_000_000_000), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        CommandLine refused = CommandLine.Run(
            "run", folder.Write("sound.json", BadScenarios.Valid), "--out", folder.Of("results"), "--set", "dimension=3", "--set", "grid.points=64",
            "--set", "initial=[{\"type\":\"gaussian\"}]", "--set", "models=cluster", "--set", "particles=4", "--set", "symmetry=none");
        Assert.Equal(2, refused.Code);
        Assert.Contains("longer than one array", refused.Error, StringComparison.Ordinal);
        CommandLine crowd = CommandLine.Run("validate", folder.Of("sound.json"), "--set", "models=kac", "--set", "particles=2147483647");
        Assert.Equal(2, crowd.Code);
        Assert.Contains("kac N=2147483647: the velocities", crowd.Error, StringComparison.Ordinal);
        Assert.Equal(2, CommandLine.Run("run", folder.Of("sound.json"), "--out", folder.Of("results"), "--set", "models=kac", "--set", "particles=1000000000").Code);
        Assert.False(Directory.Exists(folder.Of("results")));
    }

    [Theory]
    [InlineData("particles")]
    [InlineData("=4")]
    public void An_option_without_path_and_value_is_wrong_usage(string set)
    {
        using var folder = new TemporaryFolder();
        CommandLine result = CommandLine.Run("validate", folder.Write("sound.json", BadScenarios.Valid), "--set", set);
        Assert.Equal(1, result.Code);
        Assert.Contains("path=value", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[]", "has to be an object")]
    [InlineData("{}", "name: is required")]
    public void A_scenario_with_faults_is_refused_with_all_of_them(string text, string fault)
    {
        using var folder = new TemporaryFolder();
        CommandLine result = CommandLine.Run("validate", folder.Write("odd.json", text));
        Assert.Equal(2, result.Code);
        Assert.Empty(result.Out);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(fault, result.Error, StringComparison.Ordinal);
        CommandLine set = CommandLine.Run("validate", folder.Write("sound.json", BadScenarios.Valid), "--set", "grid.points=17", "--set", "kernel.gamma=9");
        Assert.Contains("(--set grid.points=17)", set.Error, StringComparison.Ordinal);
        Assert.Contains("(--set kernel.gamma=9)", set.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_the_box_does_not_hold_are_warned_about()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("sound.json", BadScenarios.Valid);
        CommandLine narrow = CommandLine.Run("validate", file, "--set", "grid.halfWidth=3");
        Assert.Equal(0, narrow.Code);
        Assert.Contains("warning: grid.halfWidth", narrow.Error, StringComparison.Ordinal);
        CommandLine coarse = CommandLine.Run("validate", file, "--set", "grid.points=10");
        Assert.Contains("warning: grid.points", coarse.Error, StringComparison.Ordinal);
        CommandLine inexact = CommandLine.Run("validate", file, "--set", "initial=[{\"type\":\"bkw\"}]");
        Assert.Contains("gamma = 0 only", inexact.Error, StringComparison.Ordinal);
    }
}
