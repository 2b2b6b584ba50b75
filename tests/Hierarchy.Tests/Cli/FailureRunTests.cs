using System.Text.Json;
using Hierarchy.Cli.Commands;
using Hierarchy.Cli.Output;
using Hierarchy.Experiments;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.Tests.Experiments;
using PureHDF;

namespace Hierarchy.Tests.Cli;

/// <summary>Integrations that cannot go on: the message names model, N, time and quantity, the last good state is kept, the others run.</summary>
public sealed class FailureRunTests : IDisposable
{
    private const string Scenario = """
        { "name": "failure", "dimension": 2, "grid": { "halfWidth": 5, "points": 8 },
        "initial": [{ "type": "gaussian", "covariance": [0.8, 1.2] }], "particles": [3], "symmetry": "none",
          "models": ["cluster", "tensorised"], "quantities": ["mass"], "time": { "end": 1, "tolerance": 1e-6, "output": 0.25 } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>In place of the cluster closure dy/dt = -y, but for one value of g, where it is disturbance(y).</summary>
    private string Fail(Func<double, double> disturbance)
    {
        IKineticEquation Make(ExperimentPlan plan, PlannedRun run)
        {
            IKineticEquation equation = EquationFactory.Create(plan, run);
            return run.Model == "cluster" ? new DisturbedEquation(equation, disturbance) : equation;
        }
        using var output = new StringWriter();
        using var error = new StringWriter();
        string file = _folder.Write("failure.json", Scenario);
        int code = Application.Run(["run", file, "--out", _folder.Of("results"), "--quiet"], new Terminal(output, error, false), CancellationToken.None, Make);
        Assert.Equal(3, code);
        JsonElement[] runs = [.. JsonDocument.Parse(File.ReadAllText(_folder.Of("results/manifest.json"))).RootElement.GetProperty("runs").EnumerateArray()];
        Assert.Equal(["completed", "failed", "completed"], runs.Select(run => run.GetProperty("status").GetString()!));
        Assert.Equal(3, CommandLine.Run("resume", _folder.Of("results")).Code);
        return error.ToString().Split('\n').Single(line => line.StartsWith("error:", StringComparison.Ordinal));
    }

    private double[] Last(out double time)
    {
        using var file = H5File.OpenRead(_folder.Of("results/results.h5"));
        time = file.Dataset("/last/g/cluster/3").Attribute("time").Read<double>();
        Assert.Equal(64, file.Dataset("/last/f1/cluster/3").Read<double[]>().Length);
        return file.Dataset("/last/g/cluster/3").Read<double[]>();
    }

    [Fact]
    public void Overflow_names_the_value_and_keeps_the_last_good_state()
    {
        string error = Fail(y => y > 1e-3 ? double.PositiveInfinity : 0.01);
        const string Expected = "cluster N=3 failed: values became infinite or undefined at any step: g at v1 = (-4.375, -3.125), v2 = (0.625, -1.875), after time 0.";
        Assert.True(error.Contains(Expected, StringComparison.Ordinal), error);
        Assert.Contains("results up to time 0 are kept", error, StringComparison.Ordinal);
        double[] g = Last(out double time);
        Assert.InRange(time, 0.09, 0.11);
        Assert.InRange(g[1 * 64 + 4 * 8 + 2], 9e-4, 1e-3);
    }

    [Fact]
    public void A_tolerance_that_cannot_be_reached_is_told_from_an_overflow()
    {
        var random = new Random(1);
        string error = Fail(_ => random.NextDouble() - 0.5 < 0 ? -1e9 : 1e9);
        Assert.Contains("cluster N=3 failed: the tolerance cannot be reached", error, StringComparison.Ordinal);
        Assert.Contains("the step it needs is too small: g", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closure_that_blows_up_says_how_the_state_looked()
    {
        string error = Fail(y => 1 + 100 * y * y);
        Assert.Contains("cluster N=3 failed", error, StringComparison.Ordinal);
        Assert.Contains("min f = ", error, StringComparison.Ordinal);
        Assert.Contains("max |g| = ", error, StringComparison.Ordinal);
        Assert.True(Last(out double time).Max() > 10);
        Assert.InRange(time, 0.15, 0.16);
    }

    private sealed class DisturbedEquation(IKineticEquation inner, Func<double, double> disturbance) : EquationWrapper(inner)
    {
        /// <summary>v1 = point 1, v2 = point 34.</summary>
        private const int Disturbed = 64 + 1 * 64 + 4 * 8 + 2;

        public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
        {
            for (int i = 0; i < state.Length; i++)
                derivative[i] = -state[i];
            derivative[Disturbed] = disturbance(state[Disturbed]);
        }
    }
}
