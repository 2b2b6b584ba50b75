using System.Diagnostics;
using System.Text;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Values at the edges of what can be computed are faults with the value that would do, however many there are, and are found in linear time.</summary>
public sealed class EdgeFaultTests
{
    private static ScenarioReading Read(params string[] overrides) => ScenarioReader.Read(Encoding.UTF8.GetBytes(BadScenarios.Valid), overrides);

    private static void Refuses(string path, string rule, params string[] overrides)
    {
        IReadOnlyList<Fault> faults = Read(overrides).Faults;
        Assert.True(faults.Any(fault => fault.Path == path && fault.ToString().Contains(rule, StringComparison.Ordinal)), string.Join('\n', faults));
    }

    [Theory]
    [InlineData("CON")]
    [InlineData("nul")]
    [InlineData("Aux.json")]
    [InlineData("prn")]
    [InlineData("COM1")]
    [InlineData("com0.v2.txt")]
    [InlineData("LPT9.txt")]
    public void Names_of_devices_are_refused_on_every_system(string name) => Refuses("name", $"\"run-{name}\" would do", $"name={name}");

    [Theory]
    [InlineData("console")]
    [InlineData("COM10")]
    [InlineData("nul-2")]
    [InlineData("a.con")]
    [InlineData("LPTx")]
    public void Names_that_only_look_like_devices_are_names(string name) => Assert.DoesNotContain(Read($"name={name}").Faults, fault => fault.Path == "name");

    [Fact]
    public void Times_that_no_stepper_tells_apart_are_one_fault_with_the_least_distance()
    {
        string end = "time.end=1", next = Math.BitIncrement(0.5).ToString("R"), third = Math.BitIncrement(Math.BitIncrement(0.5)).ToString("R");
        ScenarioReading two = Read(end, $"time.output=[0.25,0.5,{next}]"), three = Read(end, $"time.output=[0.25,0.5,{next},{third}]");
        Fault fault = Assert.Single(two.Faults);
        Assert.Equal("time.output.times[2]", fault.Path);
        Assert.Contains("is 1.11E-16 after the time before it; the least distance there is 5E-13", fault.Rule, StringComparison.Ordinal);
        Assert.Contains("and 1 more", Assert.Single(three.Faults).Rule, StringComparison.Ordinal);
        Assert.Empty(Read(end, "time.output=[0.25,0.5,0.500000000001]").Faults);
    }

    /// <summary>The least distance that the rule asks for is one that the steppers of grids and particles take.</summary>
    [Fact]
    public void The_least_distance_between_times_is_enough()
    {
        using var folder = new TemporaryFolder();
        string scenario = folder.Write("s.json", """
            { "name": "near", "dimension": 2, "grid": { "halfWidth": 5, "points": 8 }, "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3],
              "models": ["cluster", "cluster-lowrank", { "type": "kac", "replicas": 80 }], "quantities": ["mass"],
              "time": { "end": 0.1, "tolerance": 1e-3, "output": [0.05, 0.0500000000001] } }
            """);
        CommandLine run = CommandLine.Run("run", scenario, "--out", folder.Of("o"), "--quiet");
        Assert.True(run.Code == 0, run.Error);
    }

    [Theory]
    [InlineData("kernel.strength", "has to lie in [1e-12, 1e6]", "kernel.strength=5e-324")]
    [InlineData("seed", "of size at most 1000000000000000", "seed=1e16")]
    [InlineData("pair.wavevector", "the largest wavenumber of the grid", "pair={\"type\":\"perturbed\",\"wavevector\":[100,0]}")]
    [InlineData("pair.wavevector", "has to have its largest component in [0.0001, 1E+06]", "pair={\"type\":\"perturbed\",\"wavevector\":[5e-324,0]}")]
    [InlineData("grid.points", "the finest mode of the grid", "initial=[{\"type\":\"perturbed-maxwellian\",\"wavevector\":[0,1e5]}]")]
    [InlineData("initial[0].wavevector", "has to have its largest component in [0.0001, 1E+06]", "initial=[{\"type\":\"perturbed-maxwellian\",\"wavevector\":[0,1e300]}]")]
    public void Values_at_the_edges_are_faults(string path, string rule, string change) => Refuses(path, rule, "dimension=2", change);

    [Fact]
    public void The_mass_outside_is_a_share_and_says_which_box_would_do()
    {
        string[] data = ["dimension=2", "initial=[{\"type\":\"gaussian\",\"covariance\":[900,900]}]", "grid.points=128"];
        Fault fault = Assert.Single(Read([.. data, "grid.halfWidth=3"]).Faults, fault => fault.Path == "grid.halfWidth");
        Assert.Contains("up to 1 of the initial mass lies outside the box", fault.Rule, StringComparison.Ordinal);
        double width = double.Parse(fault.Rule.Split("halfWidth ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        // Both sides of d axes: 2 erfc(L/(30 sqrt 2)) = 1e-6 at L = 30 * 5.0263.
        Assert.InRange(width, 30 * 5.026, 1.07 * 30 * 5.026);
        Assert.DoesNotContain(Read([.. data, FormattableString.Invariant($"grid.halfWidth={width}")]).Faults, fault => fault.Path == "grid.halfWidth");
    }

    [Fact]
    public void Many_faults_are_shown_as_twenty_and_a_number()
    {
        using var folder = new TemporaryFolder();
        string[] repeated = [.. Enumerable.Repeat("\"mass\"", 40_000)];
        string scenario = folder.Write("s.json", BadScenarios.Valid);
        long start = Stopwatch.GetTimestamp();
        CommandLine result = CommandLine.Run("validate", scenario, "--set", $"quantities=[{string.Join(',', repeated)}]");
        Assert.Equal(2, result.Code);
        Assert.Contains("39999 faults", result.Error, StringComparison.Ordinal);
        Assert.Contains("and 39979 more", result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Error.Split('\n').Length, 22, 26);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Thousands_of_components_are_read_in_linear_time()
    {
        double Seconds(int count)
        {
            string component = FormattableString.Invariant($"{{ \"type\": \"gaussian\", \"weight\": {1.0 / count} }}");
            byte[] text = Encoding.UTF8.GetBytes($$"""
                { "name": "many", "dimension": 2, "grid": { "halfWidth": 6, "points": 8 },
                "initial": [{{string.Join(',', Enumerable.Repeat(component, count))}}], "particles": [4],
                  "models": ["cluster"], "time": { "end": 0.1 } }
                """);
            long start = Stopwatch.GetTimestamp();
            Assert.Empty(ScenarioReader.Read(text, []).Faults);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Seconds(100);
        double few = Math.Min(Seconds(500), Seconds(500)), many = Seconds(4000);
        Assert.True(many < 40 * few && many < 10, $"500 components take {few:F3} s, 4000 take {many:F3} s");
    }
}
