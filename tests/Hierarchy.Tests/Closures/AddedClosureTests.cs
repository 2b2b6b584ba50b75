using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Tests.Cli;
using Hierarchy.Tests.Docs;

namespace Hierarchy.Tests.Closures;

/// <summary>The closure of the guide, added from outside, in the experiment.</summary>
[Collection(RegistryCollection.Name)]
public sealed class AddedClosureTests
{
    [Fact]
    public void A_closure_of_another_assembly_is_a_model_like_any_other()
    {
        using var folder = new TemporaryFolder();
        string scenario = Path.Combine(Scenarios.ScenarioRun.Folder, "three-particles-2d.json");
        string[] arguments =
        [
            "compare", scenario, "--json", "--out", folder.Of("chain"), "--set", "grid.points=12", "--set", "grid.halfWidth=4.5", "--set",
                "models=[\"liouville\",\"cluster\",\"kirkwood\",\"guide-chain\"]",
            "--set", "particles=3", "--set", "time.end=0.1", "--set", "time.output=0.1", "--set", "time.tolerance=1e-4",
        ];
        Assert.Contains("is no known name", CommandLine.Run(arguments).Error, StringComparison.Ordinal);
        using (ModelRegistry.Add(GuideClosure.Create()))
        {
            Assert.Contains("guide-chain", CommandLine.Run("list", "models").Out, StringComparison.Ordinal);
            CommandLine result = CommandLine.Run(arguments);
            Assert.True(result.Code == 0, result.Error);
            double chain = Error(folder, "guide-chain"), kirkwood = Error(folder, "kirkwood");
            // They differ at the third order in g alone, and both from the exact density of three particles.
            Assert.InRange(Math.Abs(chain / kirkwood - 1), 1e-6, 0.3);
        }
        Assert.DoesNotContain("guide-chain", CommandLine.Run("list", "models").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_stands_once()
    {
        using IDisposable added = ModelRegistry.Add(GuideClosure.Create());
        Assert.Throws<ArgumentException>(() => ModelRegistry.Add(GuideClosure.Create()));
    }

    private static double Error(TemporaryFolder folder, string model)
    {
        IEnumerable<string[]> rows = File.ReadLines(Path.Combine(folder.Of("chain"), "diagnostics.csv")).Select(line => line.Split(','));
        return double.Parse(rows.Last(row => row[0] == model && row[3] == "closure_error_pair_l1")[4], CultureInfo.InvariantCulture);
    }
}
