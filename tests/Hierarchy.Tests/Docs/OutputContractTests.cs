using System.Globalization;
using System.Text.Json;
using Hierarchy.Benchmarks.Pages;
using Hierarchy.Tests.Cli;
using PureHDF;

namespace Hierarchy.Tests.Docs;

/// <summary>What docs/output.md and docs/python.md tell of the output folder.</summary>
public sealed class OutputContractTests : IDisposable
{
    private static readonly string[] Sets =
    [
        "grid.points=12", "grid.halfWidth=4.5", "particles=[4,16]", "time.end=0.1", "time.output=0.05", "time.tolerance=1e-3",
        "models=[\"tensorised\",\"cluster\",{\"type\":\"kac\",\"replicas\":160}]", "quantities=[\"mass\",\"energy\",\"error_l1\",\"entropy_1\",\"pair_covariance_xx\"]",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _results;

    public OutputContractTests()
    {
        _results = _folder.Of("results");
        string scenario = Path.Combine(Repository.Root, "scenarios", "two-beams-2d.json");
        CommandLine run = CommandLine.Run(["run", scenario, "--out", _results, "--quiet", .. Sets.SelectMany(set => new[] { "--set", set })]);
        Assert.True(run.Code == 0, run.Error);
    }

    public void Dispose() => _folder.Dispose();

    [PythonFact]
    public void The_python_example_reads_a_run()
    {
        (int code, string text) = PythonFactAttribute.Run(Path.Combine(Repository.Root, "docs", "examples", "read_results.py"), _results);
        Assert.True(code == 0, text);
        Assert.Contains("two-beams-2d completed", text, StringComparison.Ordinal);
        double covariance = Value("cluster", "4", "0.1", "pair_covariance_xx");
        string line = text.Split('\n').Single(line => line.StartsWith("cluster", StringComparison.Ordinal) && line.Contains("N = 4 ", StringComparison.Ordinal)
            && line.Contains("E[v1x", StringComparison.Ordinal));
        Assert.Equal(covariance, double.Parse(line.Split('=')[^1], CultureInfo.InvariantCulture), 1e-5 * Math.Abs(covariance));
    }

    [Fact]
    public void Tables_have_their_columns()
    {
        Assert.Equal("model,N,time,quantity,value,standard_error,discretisation_error,noise_floor", FirstLine("diagnostics.csv"));
        Assert.Equal("model,N,time,quantity,noise_floor", FirstLine("noise.csv"));
        Assert.Equal("model,N,time,mode,real,imaginary,real_error,imaginary_error", FirstLine("modes.csv"));
        Assert.Equal("model,N,time,histogram,lower,upper,share,standard_error", FirstLine("histograms.csv"));
        Assert.NotEmpty(Rows().First(row => row[0] == "kac" && row[3] == "energy")[5]);
        Assert.Empty(Rows().First(row => row[0] == "cluster")[5]);
        Assert.Equal("infinity", Rows().First(row => row[0] == "landau")[1]);
    }

    [Fact]
    public void Fields_have_their_places_shapes_and_attributes()
    {
        using var file = H5File.OpenRead(Path.Combine(_results, "results.h5"));
        double[] velocity = file.Dataset("/axes/velocity").Read<double[]>(), times = file.Dataset("/axes/time").Read<double[]>();
        Assert.Equal([0, 0.05, 0.1], times);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => -4.5 + 0.75 * (i + 0.5)), velocity);
        IH5Dataset density = file.Dataset("/f1/cluster/4"), pair = file.Dataset("/g/cluster/4");
        Assert.Equal([3UL, 12, 12], density.Space.Dimensions);
        Assert.Equal([3UL, 12, 12, 36], pair.Space.Dimensions);
        Assert.Equal([4UL, 144], file.Dataset("/symmetry/maps").Space.Dimensions);
        Assert.Equal(144, file.Dataset("/symmetry/sizes").Read<int[]>().Sum());
        string[] parts = ["column", "element", "elements", "maps", "representatives", "sizes"];
        Assert.Equal(parts, file.Group("/symmetry").Children().Select(part => part.Name).Order());
        Assert.Equal([3UL, 12, 12], file.Dataset("/f1/landau/infinity").Space.Dimensions);
        string[] attributes = ["format", "scenario", "title", "tool_version", "dimension", "half_width", "origin", "points", "gamma", "strength", "regularisation",
            "epsilon", "tolerance", "scaling"];
        Assert.Equal(attributes.Order(), file.Attributes().Select(attribute => attribute.Name).Order());
        Assert.Equal(["DIMENSION_LIST", "closure", "model", "particles", "quantity"], density.Attributes().Select(attribute => attribute.Name).Order(StringComparer.Ordinal));
        double[] values = density.Read<double[]>()[^144..];
        double energy = 0;
        for (int i = 0; i < 144; i++)
            energy += 0.5625 * values[i] * (velocity[i / 12] * velocity[i / 12] + velocity[i % 12] * velocity[i % 12]);
        Assert.Equal(Value("cluster", "4", "0.1", "energy"), energy, 1e-12);
    }

    /// <summary>Every key and file that stands on the page is there.</summary>
    [Fact]
    public void The_manifest_has_the_keys_of_the_page()
    {
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(_results, "manifest.json"))).RootElement;
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "output.md"));
        foreach (JsonProperty property in manifest.EnumerateObject())
            Assert.Contains($"`{property.Name}`", page, StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFileSystemEntries(_results))
            Assert.Contains($"`{Path.GetFileName(file)}", page, StringComparison.Ordinal);
        Assert.Equal("completed", manifest.GetProperty("status").GetString());
    }

    private string FirstLine(string file) => File.ReadLines(Path.Combine(_results, file)).First();

    private IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(_results, "diagnostics.csv")).Skip(1).Select(line => line.Split(','));

    private double Value(string model, string particles, string time, string quantity) =>
        double.Parse(Rows().Single(row => row[0] == model && row[1] == particles && row[2] == time && row[3] == quantity)[4], CultureInfo.InvariantCulture);
}
