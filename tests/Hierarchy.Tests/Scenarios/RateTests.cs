using System.Text.Json;
using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Shipped sweeps in N at reduced size: propagation of chaos with its leading order in 1/N says -1 for distances and -2 for relative entropies.</summary>
public sealed class RateTests
{
    [Theory]
    [InlineData("quickstart", 15, "particles=[16,32,64,128,256]", "time.end=0.2", "time.output=0.2", "grid.points=16", "time.tolerance=1e-6")]
    [InlineData("quickstart", 15, "time.end=0.2", "time.output=0.2", "grid.points=16")]
    [InlineData("maxwell-finite-n-2d", 1, "grid.points=16", "grid.halfWidth=6", "particles=[2,3,4,6]", "models=[{\"type\":\"kac\",\"replicas\":40000}]", "time.output=1")]
    public void Expected_slopes_lie_in_the_intervals(string name, int fewest, params string[] sets)
    {
        using var folder = new TemporaryFolder();
        string[] options = [.. sets.SelectMany(set => new[] { "--set", set })];
        CommandLine result = CommandLine.Run(["chaos", Path.Combine(ScenarioRun.Folder, name + ".json"), "--out", folder.Of("results"), "--quiet", "--json",
            "--no-plots", .. options]);
        Assert.True(result.Code == 0, result.Error);
        int intervals = 0;
        foreach (JsonElement row in JsonDocument.Parse(result.Out).RootElement.GetProperty("rates").EnumerateArray()
            .Where(row => row.GetProperty("lower").ValueKind == JsonValueKind.Number))
        {
            double lower = row.GetProperty("lower").GetDouble(), upper = row.GetProperty("upper").GetDouble(), expected = row.GetProperty("expected").GetDouble();
            Assert.True(lower <= expected && expected <= upper, $"{row.GetProperty("model")} {row.GetProperty("quantity")}: [{lower}, {upper}] without {expected}");
            Assert.Equal(row.GetProperty("model").GetString() == "kac" ? "95 % confidence" : "extrapolation", row.GetProperty("interval").GetString());
            intervals++;
        }
        Assert.True(intervals >= fewest, $"{intervals} intervals");
    }
}
