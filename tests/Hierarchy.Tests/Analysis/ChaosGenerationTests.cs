using Hierarchy.Analysis;
using Hierarchy.Results;
using static Hierarchy.Tests.Analysis.ResultTables;

namespace Hierarchy.Tests.Analysis;

public class ChaosGenerationTests
{
    /// <summary>
    /// MI = 0.03 exp(-4 t) + 0.02/N^2 meets 1/N^2 at t = log(0.03 N^2/0.98)/4: found within its error from values at every tenth, which is small beside the
    /// time.
    /// </summary>
    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(100)]
    public void The_time_of_an_exponential_fall_is_found_within_its_error(int particles)
    {
        double Information(double time) => 0.03 * Math.Exp(-4 * time) + 0.02 / particles / particles;
        ResultRow[] rows = [.. Enumerable.Range(0, 31).Select(
            i => Row("cluster", particles, 0.1 * i, "mutual_information", Information(0.1 * i), floor: 1e-3 * Information(0.1 * i)))];
        GenerationRow row = Assert.Single(ChaosGeneration.Of(Of(rows)));
        double exact = Math.Log(0.03 * particles * particles / 0.98) / 4;
        Assert.InRange(Math.Abs(row.Time - exact), 0, row.Error);
        Assert.InRange(row.Error, 0, 0.05);
        Assert.Equal(Information(3), row.Final);
    }

    /// <summary>A correlation of what is conserved stays, and there is no time; a start below the level is no start of that kind.</summary>
    [Fact]
    public void Correlations_of_invariants_have_no_time()
    {
        ResultRow[] rows = [.. Enumerable.Range(0, 5).Select(i => Row("cluster", 16, i, "mutual_information", 0.02 + 0.01 * Math.Exp(-i))),
            Row("cluster", 4, 0, "mutual_information", 0.03), Row("cluster", 4, 1, "mutual_information", 0.01)];
        GenerationRow row = Assert.Single(ChaosGeneration.Of(Of(rows)));
        Assert.True(double.IsNaN(row.Time) && double.IsNaN(row.Error));
        Assert.Equal(16, row.Particles.Value);
    }
}
