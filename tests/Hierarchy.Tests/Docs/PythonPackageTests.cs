using Hierarchy.Benchmarks.Pages;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Docs;

/// <summary>The Python package, its page, and what xarray and netCDF make of the fields.</summary>
public sealed class PythonPackageTests : IDisposable
{
    private static readonly string[] Sets =
        ["output.pair=true", "grid.points=16", "particles=[4,16]", "models=[\"tensorised\",\"cluster\"]", "time.output=0.25", "time.tolerance=1e-4",
            "quantities=[\"mass\",\"energy\",\"error_l1\"]"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Of(string name) => Path.Combine(Repository.Root, "src", "python", "tests", name);

    [PythonFact]
    public void The_package_passes_its_own_tests()
    {
        (int code, string text) = PythonFactAttribute.RunIn(_folder.Path, Of("test_hierarchy.py"));
        Assert.True(code == 0, text);
        Assert.Contains("OK", text, StringComparison.Ordinal);
    }

    [PythonFact]
    public void The_page_works_as_it_is_written()
    {
        CommandLine run = CommandLine.Run(["run", "two-beams-2d", "--out", _folder.Of("runs/two-beams-2d"), "--quiet", .. Sets.SelectMany(set => new[] { "--set", set })]);
        Assert.True(run.Code == 0, run.Error);
        (int code, string text) = PythonFactAttribute.RunIn(_folder.Path, Of("run_page.py"), Path.Combine(Repository.Root, "docs", "python.md"));
        Assert.True(code == 0, text);
        Assert.Contains("blocks ran", text, StringComparison.Ordinal);
    }

    /// <summary>Both engines that read netCDF, where they are, find the axes by name in d = 2 and 3, for f and for g with all columns or with those of representatives.</summary>
    [PythonFact]
    public void Axes_are_dimension_scales()
    {
        (string, string, string, string)[] cases = [("2", "[0.8,1.2]", "none", ""), ("3", "[0.8,1.2,1]", "none", ""), ("2", "[0.8,1.2]", "auto", "reduced"),
            ("3", "[0.8,1.2,1]", "auto", "reduced")];
        foreach ((string dimension, string covariance, string symmetry, string form) in cases)
        {
            string scenario = _folder.Write("axes.json", $$"""
                { "name": "axes", "dimension": {{dimension}}, "grid": { "halfWidth": 4.5, "points": 8 },
                "symmetry": "{{symmetry}}", "initial": [{ "type": "gaussian", "covariance": {{covariance}} }], "particles": [3],
                  "models": ["tensorised2"], "quantities": ["mass"], "time": { "end": 0.02, "tolerance": 1e-3 }, "output": { "pair": true },
                  "title": "A title of more than sixteen letters" }
                """);
            string results = _folder.Of("axes" + dimension + form);
            CommandLine run = CommandLine.Run("run", scenario, "--out", results, "--quiet");
            Assert.True(run.Code == 0, run.Error);
            (int code, string text) = PythonFactAttribute.RunIn(
                _folder.Path, [Of("check_axes.py"), Path.Combine(results, "results.h5"), dimension, .. form.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            Assert.True(code == 0, text);
            Assert.Contains("h5py: named", text, StringComparison.Ordinal);
        }
    }
}
