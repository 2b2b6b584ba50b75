using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Initial data of every type, with data files beside the scenario.</summary>
public sealed class InitialDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Scenario(string initial, string more = "") => $$"""
        {
          "name": "data", "dimension": 2, "kernel": { "gamma": -3, "strength": 1 }, "grid": { "halfWidth": 6, "points": 20 }, {{more}}
          "initial": [{{initial}}], "particles": [4], "models": ["cluster"], "time": { "end": 0.1, "tolerance": 1e-4 }
        }
        """;

    /// <summary>What is read, and what is told of it: the faults, or the scenario with its datum on the grid.</summary>
    private (bool IsValid, string Text) Read(string initial, string more = "")
    {
        ScenarioReading reading = ScenarioReader.ReadFile(_folder.Write("data.json", Scenario(initial, more)), []);
        if (!reading.IsValid)
            return (false, string.Join("\n", reading.Faults));
        var plan = new ExperimentPlan(reading.Scenario);
        return (true, ScenarioWriter.Write(plan.Scenario) + DatumAssessment.Of(plan.Grid, InitialData.Datum(plan).Density));
    }

    [Theory]
    [InlineData("""{ "type": "shell", "S": 4, "sigma": 1.2 }""", "\"S\": 4", "mass ")]
    [InlineData("""{ "type": "Perturbed-Maxwellian", "amplitude": -0.5, "temperature": 0.7 }""", "\"wavevector\": [", "mass 1, momentum (")]
    [InlineData("""{ "type": "gaussian", "covariance": [[1, 0.2], [0.2, 1]] }""", "0.2", "as Assumption 1.2 has them; entropy")]
    [InlineData("""{ "type": "gaussian", "covariance": [0.5, 1] }""", "0.5", "where Assumption 1.2 has 1, 0 and 2 (\"rescale\": true changes the units)")]
    public void Every_type_is_resolved_and_assessed(string initial, string resolved, string note)
    {
        (bool isValid, string text) = Read(initial);
        Assert.True(isValid, text);
        Assert.Contains(resolved, text, StringComparison.Ordinal);
        Assert.Contains(note, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rescaled_data_have_the_normalisation()
    {
        (bool isValid, string text) = Read("""{ "type": "gaussian", "mean": [1, 0], "covariance": [2, 3] }""", "\"rescale\": true,");
        Assert.True(isValid, text);
        Assert.Contains("mass 1, momentum (0, 0), E|v|^2 2, as Assumption 1.2 has them", text, StringComparison.Ordinal);
        Assert.Contains("\"rescale\": true", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_are_read_beside_the_scenario()
    {
        _folder.Write("velocities.csv", "vx,vy\n1,0.2\n-1,0.1\n0.5,-0.7\n-0.2,1\n0,-0.9\n");
        (bool isValid, string text) = Read("""{ "type": "samples", "file": "velocities.csv" }""");
        Assert.True(isValid, text);
        Assert.Contains("\"bandwidth\": [", text, StringComparison.Ordinal);
        Assert.Contains(_folder.Of("velocities.csv"), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "samples", "file": "none.csv" }""", "initial[0].file", "there is no file")]
    [InlineData("""{ "type": "samples" }""", "initial[0].file", "is required")]
    [InlineData("""{ "type": "samples", "file": "bad.csv" }""", "initial[0].file", "line 2: 3 values, 2 are needed")]
    [InlineData("""{ "type": "samples", "file": "same.csv" }""", "initial[0].file", "the samples are all the same")]
    [InlineData("""{ "type": "samples", "file": "same.csv", "bandwidth": -1 }""", "initial[0].bandwidth is -1", "(0, 1e6]")]
    [InlineData("""{ "type": "grid", "file": "bad.csv" }""", "initial[0].file", "line 2: 3 values, 2 are needed as above")]
    [InlineData("""{ "type": "grid", "file": "nowhere/none.h5" }""", "initial[0].file", "there is no file")]
    [InlineData("""{ "type": "shell", "S": 0 }""", "initial[0].S is 0", "(0, 1e6]")]
    [InlineData("""{ "type": "shell", "file": "x" }""", "initial[0].file is given", "no setting of the type \"shell\"")]
    [InlineData("""{ "type": "perturbed-maxwellian", "amplitude": 1.5 }""", "initial[0].amplitude is 1.5", "has to lie in [-1, 1]")]
    [InlineData("""{ "type": "perturbed-maxwellian", "wavevector": [0, 0] }""", "initial[0].wavevector is zero", "must not be zero")]
    [InlineData("""{ "type": "perturbed-maxwellian", "wavevector": [9, 0] }""", "grid.points is 20", "the finest mode")]
    [InlineData("""{ "type": "shell", "S": 10, "sigma": 0.3 }""", "grid.points is 20", "the finest mode")]
    public void Faults_of_data_are_named(string initial, string path, string rule)
    {
        _folder.Write("bad.csv", "1,2\n1,2,3\n");
        _folder.Write("same.csv", "1,2\n1,2\n");
        (bool isValid, string text) = Read(initial);
        Assert.False(isValid);
        Assert.Contains(path, text, StringComparison.Ordinal);
        Assert.Contains(rule, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"pair\": \"mixture\"", "pair.type", "at least two components")]
    [InlineData("\"pair\": { \"type\": \"perturbed\", \"amplitude\": 9 }", "pair.amplitude is 9", "where f_2 is nonnegative")]
    [InlineData("\"pair\": { \"type\": \"perturbed\", \"wavevector\": [1] }", "pair.wavevector", "needs 2 numbers")]
    [InlineData("\"pair\": { \"type\": \"perturbed\", \"profile\": \"tan\" }", "pair.profile", "known: cos, sin")]
    [InlineData("\"pair\": { \"type\": \"chaotic\", \"amplitude\": 1 }", "pair.amplitude is given", "no setting of the type \"chaotic\"")]
    [InlineData("\"pair\": { \"type\": \"shell-harmonic\", \"width\": 0.8 }", "pair.type", "particles has to be [2]")]
    [InlineData("\"pair\": { \"type\": \"shell-harmonic\", \"width\": 0.1 }", "pair.width is 0.1", "at least the spacing of the grid")]
    [InlineData("\"pair\": { \"type\": \"shell-harmonic\", \"width\": 0.8, \"amplitude\": 3 }", "pair.amplitude is 3", "f_2 is negative")]
    [InlineData("\"pair\": { \"type\": \"shell-harmonic\", \"radius\": 30, \"width\": 0.8 }", "pair.radius is 30", "have to be less than twice grid.halfWidth")]
    public void Faults_of_the_pair_are_named(string pair, string path, string rule)
    {
        (bool isValid, string text) = Read("""{ "type": "gaussian" }""", pair + ",");
        Assert.False(isValid);
        Assert.Contains(path, text, StringComparison.Ordinal);
        Assert.Contains(rule, text, StringComparison.Ordinal);
    }

    /// <summary>A run from the last output of another run continues it; the resolved scenario gives the same values again.</summary>
    [Fact]
    public void A_run_starts_from_the_output_of_another()
    {
        const string beams = """
            { "type": "gaussian", "weight": 0.5, "mean": [1, 0] }, { "type": "gaussian", "weight": 0.5, "mean": [-1, 0], "covariance": [0.8, 0.8] }
            """;
        string first = Run("first", Scenario(beams), "time.output=0.05");
        string second = Run("second", Scenario("""{ "type": "grid", "file": "first/results.h5", "dataset": "/f1/cluster/4", "time": 0.05 }"""));
        string again = _folder.Of("again");
        Experiment.Run(Hierarchy.Scenarios.Scenario.Load(Path.Combine(second, "resolved.json")), again).Dispose();
        double[] stored = Values(first, "/f1/cluster/4")[400..800];
        // What is symmetric but for round-off is symmetrised at the start.
        Assert.All(stored.Zip(Values(second, "/f1/landau/infinity")), pair => Assert.Equal(pair.First, pair.Second, 1e-16));
        Assert.Equal(Values(second, "/f1/landau/infinity"), Values(again, "/f1/landau/infinity"));
    }

    /// <summary>f_2 at time 0 is what the scenario says: g is stored and the pair is no tensor product.</summary>
    [Theory]
    [InlineData("\"pair\": \"mixture\"")]
    [InlineData("\"pair\": { \"type\": \"perturbed\", \"amplitude\": 0.3, \"profile\": \"sin\" }")]
    public void The_pair_is_that_of_the_scenario(string pair)
    {
        const string beams = """{ "type": "gaussian", "weight": 0.25, "mean": [1, 0] }, { "type": "gaussian", "weight": 0.75, "mean": [-0.5, 0] }""";
        string folder = Run("pair", Scenario(beams, pair + ","), "symmetry=none");
        using var file = H5File.OpenRead(Path.Combine(folder, "results.h5"));
        double[] density = file.Dataset("/f1/cluster/4").Read<double[]>()[..400], axis = file.Dataset("/axes/velocity").Read<double[]>();
        double[] correlation = file.Dataset("/g/cluster/4").Read<double[]>()[..160000];
        double cell = Math.Pow(12.0 / 20, 4), product = 0;
        for (int i = 0; i < 160000; i++)
        {
            double x1 = axis[i / 400 / 20], x2 = axis[i % 400 / 20];
            product += cell * correlation[i] * (pair.Contains("mixture", StringComparison.Ordinal) ? x1 * x2 : Math.Sin(x1) * Math.Sin(x2));
        }
        double mean = 0, square = 0;
        for (int i = 0; i < 400; i++)
        {
            mean += Math.Sqrt(cell) * density[i] * Math.Sin(axis[i / 20]);
            square += Math.Sqrt(cell) * density[i] * Math.Pow(Math.Sin(axis[i / 20]), 2);
        }
        double exact = pair.Contains("mixture", StringComparison.Ordinal) ? 0.25 * 1 + 0.75 * 0.25 - Math.Pow(0.25 - 0.375, 2) : 0.3 * Math.Pow(square - mean * mean, 2);
        Assert.Equal(exact, product, 1e-3 * exact);
    }

    private string Run(string name, string scenario, params string[] sets)
    {
        string folder = _folder.Of(name);
        Experiment.Run(Hierarchy.Scenarios.Scenario.Load(_folder.Write(name + ".json", scenario), sets), folder).Dispose();
        return folder;
    }

    private static double[] Values(string folder, string dataset)
    {
        using var file = H5File.OpenRead(Path.Combine(folder, "results.h5"));
        return file.Dataset(dataset).Read<double[]>();
    }
}
