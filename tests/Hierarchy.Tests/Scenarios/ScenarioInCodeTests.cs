using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Scenarios that a program makes or loads are held to the rules of files, and told in the words of the settings.</summary>
public sealed class ScenarioInCodeTests
{
    private static Scenario Sound => new()
    {
        Name = "sound",
        Dimension = 2,
        Grid = new GridSettings { HalfWidth = 6, Points = 16 },
        Initial = [InitialSettings.FromFunction(v => Math.Exp(-(v[0] * v[0] + v[1] * v[1]) / 2) / (2 * Math.PI))],
        Time = new TimeSettings { End = 0.1 },
    };

    private static string Faults(Scenario scenario)
    {
        ScenarioException thrown = Assert.Throws<ScenarioException>(() => Hierarchy.Experiments.Experiment.Run(scenario));
        Assert.Equal(scenario.Check().Select(fault => fault.ToString()), thrown.Faults.Select(fault => fault.ToString()));
        Assert.DoesNotContain("--", thrown.Message, StringComparison.Ordinal);
        Assert.All(thrown.Faults, fault => Assert.Contains(fault.ToString(), thrown.Message, StringComparison.Ordinal));
        return string.Join("\n", thrown.Faults);
    }

    [Fact]
    public void A_sound_scenario_has_no_faults() => Assert.Empty(Sound.Check());

    [Fact]
    public void All_faults_come_together()
    {
        string faults = Faults(Sound with
        {
            Name = "a/b",
            Kernel = new KernelSettings { Gamma = double.NaN },
            Grid = new GridSettings { HalfWidth = -1, Points = 17 },
            Models = ["clustr"],
            Particles = ["1"],
            Time = new TimeSettings { End = double.PositiveInfinity, Output = new double[] { 0.2, 0.1 } },
        });
        foreach (string path in (string[])["name is", "kernel.gamma is NaN", "grid.halfWidth is -1", "grid.points is 17", "models[0].type is \"clustr\"",
            "particles[0] is \"1\"", "time.end is"])
            Assert.Contains(path, faults, StringComparison.Ordinal);
        Assert.Contains("did you mean \"cluster\"?", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_those_of_their_model()
    {
        string faults = Faults(Sound with { Particles = ["4"], Models = [new ParticleSettings { Type = "kac", Replicas = 800 }, new KacSettings { Type = "cluster" }] });
        Assert.Contains("models[0] is ParticleSettings: are no settings of kac, whose record is KacSettings", faults, StringComparison.Ordinal);
        Assert.True(faults.Contains("models[1] is KacSettings: are no settings of cluster, whose record is ModelSettings", StringComparison.Ordinal), faults);
        Assert.Empty((Sound with { Particles = ["4"], Models = [new KacSettings { Type = "kac", Replicas = 800 }, "cluster"] }).Check());
    }

    [Fact]
    public void What_is_null_or_empty_is_named()
    {
        string faults = Faults(Sound with
        {
            Title = null!,
            Kernel = null!,
            Initial = [],
            Grid = new GridSettings { HalfWidth = 5, Points = 16, Padding = null! },
            Models = [null!]
        });
        foreach (string path in (string[])["title is null", "kernel is null", "initial is an empty list", "grid.padding is null", "models[0] is null"])
            Assert.Contains(path, faults, StringComparison.Ordinal);
    }

    [Fact]
    public void A_density_of_ones_own_is_finite_everywhere_and_as_long_as_the_grid()
    {
        string Of(params DensitySettings[] initial) => Faults(Sound with { Initial = initial });
        Assert.Contains("initial[0].values is a list of 100: needs n^d = 256 values", Of(InitialSettings.FromValues(new double[100])), StringComparison.Ordinal);
        Assert.Contains("initial[0].function is not usable: the function gives NaN at v = (-5.625, -5.625)", Of(InitialSettings.FromFunction(_ => double.NaN)),
            StringComparison.Ordinal);
        Assert.Contains("the function failed at v = (-5.625, -5.625): IndexOutOfRangeException", Of(InitialSettings.FromFunction(v => v[2])), StringComparison.Ordinal);
        Assert.Contains("mass and temperature", Of(InitialSettings.FromValues(new double[256])), StringComparison.Ordinal);
        Assert.Contains("initial[0].type is \"gaussian\"", Of(((OwnSettings)InitialSettings.FromFunction(_ => 1)) with { Type = "gaussian" }), StringComparison.Ordinal);
        Assert.Contains("weights", Of(InitialSettings.FromFunction(v => Math.Exp(-v.Sum(x => x * x)), 0.4)), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_outside_the_box_or_between_the_points_are_refused_for_functions_too()
    {
        string wide = Faults(Sound with { Initial = [InitialSettings.FromFunction(v => Math.Exp(-(v[0] * v[0] + v[1] * v[1]) / 32) / (32 * Math.PI))] });
        Assert.Contains("grid.halfWidth is 6", wide, StringComparison.Ordinal);
        string narrow = Faults(Sound with { Initial = [InitialSettings.FromFunction(v => Math.Exp(-(v[0] * v[0] + v[1] * v[1]) / 0.02) / (0.02 * Math.PI))] });
        Assert.Contains("grid.points is 16", narrow, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_its_overrides_are_told_together()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("bad.json", BadScenarios.Valid.Replace("\"points\": 16", "\"points\": 17", StringComparison.Ordinal));
        ScenarioException thrown = Assert.Throws<ScenarioException>(() => Scenario.Load(file, "kernel.gamma=9", "particles", "time.ende=1"));
        Assert.Equal(["grid.points", "kernel.gamma", "particles", "time.ende"], thrown.Faults.Select(fault => fault.Path).Order(StringComparer.Ordinal));
        Assert.Contains("(override kernel.gamma=9)", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(32, Scenario.Load(file, "grid.points=32").Grid.Points);
        Assert.Throws<FileNotFoundException>(() => Scenario.Load(folder.Of("none.json")));
    }

    [Fact]
    public void A_file_cannot_ask_for_what_only_a_program_has()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("sound.json", BadScenarios.Valid);
        Assert.Contains("is no known name", Assert.Throws<ScenarioException>(() => Scenario.Load(file, "initial=[{\"type\":\"function\"}]")).Message, StringComparison.Ordinal);
        Assert.Contains("is no known key", Assert.Throws<ScenarioException>(() => Scenario.Load(file, "initial[0].values=[1,2]")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ScenarioWriter.Write(Sound));
    }
}
