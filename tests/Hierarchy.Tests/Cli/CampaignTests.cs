using Hierarchy.Benchmarks.Fuzzing;

namespace Hierarchy.Tests.Cli;

/// <summary>The campaign of the benchmarks keeps what it has done.</summary>
public sealed class CampaignTests
{
    [Fact]
    public void A_campaign_that_is_cut_off_goes_on_with_what_is_left()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Of("campaign.txt");
        Assert.Equal(4, CampaignCommand.Run(state, 0.004, 0));
        Assert.StartsWith("done\tscenarios\t0\t1\t", Assert.Single(File.ReadAllLines(state)), StringComparison.Ordinal);
        File.AppendAllText(state, "done\tscenarios\t25");
        Assert.Equal(4, CampaignCommand.Run(state, 0.004, 0));
        string[] lines = [.. File.ReadAllLines(state).Where(line => line.Split('\t').Length == 6)];
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("done\tscenarios\t250\t1\t", lines[1], StringComparison.Ordinal);
    }
}
