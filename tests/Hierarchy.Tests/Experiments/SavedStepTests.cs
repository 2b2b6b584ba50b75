using Hierarchy.Tests.Cli;

namespace Hierarchy.Tests.Experiments;

/// <summary>
/// Saving at an output time, past which the explicit pair has already gone, changes nothing: the step is taken again towards the time that it was taken for, since
/// the choice between the methods looks at how far the next time is.
/// </summary>
public sealed class SavedStepTests : IDisposable
{
    private const string Scenario = """
        { "name": "saved", "dimension": 2, "kernel": { "gamma": 0, "strength": 0.25 }, "grid": { "halfWidth": 5, "points": 12 }, "errors": "off",
          "initial": [ { "type": "gaussian", "covariance": [0.7, 1.1] } ], "particles": [4], "models": ["cluster"],
          "time": { "end": 0.3, "output": 0.05, "tolerance": 1e-4 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(-1, 1e-4)]
    [InlineData(1, 1e-6)]
    public void A_checkpoint_after_every_step_changes_no_bit(double gamma, double tolerance)
    {
        string file = _folder.Write("saved.json", Scenario);
        byte[] Rows(string seconds)
        {
            string place = _folder.Of("every-" + seconds);
            CommandLine run = CommandLine.Run("run", file, "--out", place, "--quiet", "--no-plots", "--set", FormattableString.Invariant($"kernel.gamma={gamma}"),
                "--set", FormattableString.Invariant($"time.tolerance={tolerance}"), "--set", "output.checkpoint=" + seconds);
            Assert.True(run.Code == 0, run.Error);
            return File.ReadAllBytes(Path.Combine(place, "diagnostics.csv"));
        }
        Assert.Equal(Rows("86400"), Rows("0"));
    }
}
