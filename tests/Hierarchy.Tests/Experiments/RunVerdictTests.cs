using System.Text;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Tests.Experiments;

/// <summary>What a run can be trusted with, and what would make it better.</summary>
public sealed class RunVerdictTests
{
    private static readonly ParticleNumber Four = new(4);

    [Theory]
    [InlineData("entropy_1", -2.5, 0.1, double.NaN, VerdictKind.Resolved)]
    [InlineData("relative_fisher", 0.1, 0.2, double.NaN, VerdictKind.Partly)]
    [InlineData("mutual_information", 0.1, double.NaN, 0.2, VerdictKind.Partly)]
    [InlineData("error_l1", 0.1, 0.2, double.NaN, VerdictKind.Partly)]
    [InlineData("marginal_defect", 1e-5, 2e-5, double.NaN, VerdictKind.Unknown)]
    [InlineData("momentum_x", 1e-5, 2e-5, double.NaN, VerdictKind.Unknown)]
    [InlineData("chaos_l1", 1e-14, 1e-3, double.NaN, VerdictKind.Unknown)]
    [InlineData("energy", 2, double.NaN, double.NaN, VerdictKind.Unknown)]
    [InlineData("negative_mass_f1", 0.02, 1e-3, double.NaN, VerdictKind.Unphysical)]
    public void A_value_is_judged_by_all_its_errors(string quantity, double value, double discretisation, double floor, VerdictKind expected)
    {
        RunVerdict verdict = Of([Row(quantity, value, discretisation, floor)]);
        Assert.Equal(expected, verdict.Kind);
        Assert.Equal(expected == VerdictKind.Partly ? [quantity] : [], verdict.Unresolved);
    }

    [Fact]
    public void A_component_that_vanishes_by_symmetry_is_measured_against_its_tensor()
    {
        ResultRow large = Row("pair_covariance_xx", -0.1, 1e-3), small = Row("pair_covariance_yy", 1e-6, 1e-3);
        Assert.Equal(VerdictKind.Resolved, Of([large, small]).Kind);
        Assert.Equal(["pair_covariance_yy"], Of([large with { Value = 1e-5 }, small]).Unresolved.Skip(1));
        // A pair of rank one has one canonical correlation, and the others are what rounding and truncation leave.
        ResultRow first = Row("canonical_correlation_1", 0.4, 1e-3), second = Row("canonical_correlation_2", 1e-6, 1e-4);
        Assert.Equal(VerdictKind.Resolved, Of([first, second]).Kind);
        Assert.Equal(["canonical_correlation_2"], Of([first, second with { DiscretisationError = 0.5 }]).Unresolved);
    }

    [Fact]
    public void The_last_time_decides_and_the_distance_to_Landau_is_none_where_N_is_infinite()
    {
        ResultRow early = Row("relative_fisher", 0, 1) with { Value = 0.1, Time = 0.5 }, late = Row("relative_fisher", 5, 1);
        Assert.Equal("resolved", Of([early, late]).ToString());
        Assert.Equal("partly resolved, not relative_fisher", Of([late with { Time = 0 }, late with { Value = 0.5 }]).ToString());
        Assert.Equal(VerdictKind.Unknown, Of([Row("error_l1", 0.1, 0.2) with { Particles = ParticleNumber.Infinity }]).Kind);
    }

    /// <summary>
    /// An error of e at n is e (n/m)^3 at m points in two dimensions: 1.5 falls below a third between 36 and 40, 2 between 40 and 48, 100 not at twice the points.
    /// </summary>
    [Theory]
    [InlineData(new[] { 1.5 }, 40, 1)]
    [InlineData(new[] { 1.5, 2, 2 }, 48, 3)]
    [InlineData(new[] { 1.5, 100 }, 40, 1)]
    [InlineData(new[] { 100.0 }, 0, 0)]
    public void The_points_that_would_resolve_most(double[] factors, int points, int resolved) => Assert.Equal((points, resolved), ResolutionAdvice.Points(24, 2, factors));

    [Fact]
    public void One_line_says_what_would_resolve_and_particles_want_replicas()
    {
        var plan = new ExperimentPlan(ScenarioReader.Read(Encoding.UTF8.GetBytes("""
            { "name": "advice", "dimension": 2, "grid": { "halfWidth": 5, "points": 24 },
            "particles": [4], "models": ["cluster", "kac"], "initial": [{ "type": "gaussian" }], "time": { "end": 1 } }
            """), []).Require("advice"));
        RunRecord grid = Record(plan, "cluster", Row("relative_fisher", 0.1, 0.15), Row("fisher_1", 2, 0.1));
        RunRecord particles = Record(plan, "kac", Row("pair_covariance_xx", 0.01, double.NaN) with { StandardError = 0.02 });
        string[] lines = [.. ResolutionAdvice.Of(plan, [grid, particles])];
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("1 quantity is smaller than its error in some run on the grid: n = 40 would resolve it, ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" GB", lines[0], StringComparison.Ordinal);
        Assert.Equal("kac: 1 quantity is smaller than its error; 4 times the replicas would resolve it", lines[1]);
        Assert.Empty(ResolutionAdvice.Of(plan, [Record(plan, "cluster", Row("fisher_1", 2, 0.1))]));
    }

    /// <summary>The tensor product of pairs that are mixed loses all positivity long before the end.</summary>
    [Fact]
    public void A_run_that_is_no_density_is_stopped_where_the_scenario_asks_for_it()
    {
        var plan = new ExperimentPlan(ScenarioReader.Read(Encoding.UTF8.GetBytes("""
            { "name": "mixture", "dimension": 2, "grid": { "halfWidth": 5, "points": 16 },
            "pair": "mixture", "particles": ["infinity"], "models": ["tensorised2"], "unphysical": "Stop",
              "initial": [{ "type": "gaussian", "weight": 0.7, "mean": [0.6, 0], "covariance": [0.5, 1.1] },
              { "type": "gaussian", "weight": 0.3, "mean": [-1.4, 0], "covariance": [1.1, 0.5] }],
              "quantities": ["negative_mass_f1", "negative_mass_f2"], "time": { "end": 1, "tolerance": 1e-4, "output": 0.25 }, "errors": "off" }
            """), []).Require("mixture"));
        IReadOnlyList<RunRecord> records = new ExperimentRunner(plan, EquationFactory.Create, []).Run(CancellationToken.None);
        RunRecord product = records.Single(record => record.Run.Model == "tensorised2");
        Assert.Equal(RunStatus.Unphysical, product.Status);
        Assert.True(product.Time < 1);
        Assert.Equal(PhysicalVerdict.Of(product, 5)!.Time, product.Time);
        Assert.EndsWith("where it was stopped", product.Message, StringComparison.Ordinal);
        Assert.Equal(1, records[0].Time);
    }

    private static RunVerdict Of(ResultRow[] rows) => RunVerdict.Of(false, rows, 5);

    private static ResultRow Row(string quantity, double value, double discretisation, double floor = double.NaN) =>
        new("cluster", Four, 1, quantity, value, double.NaN, floor, discretisation);

    private static RunRecord Record(ExperimentPlan plan, string model, params ResultRow[] rows) =>
        new(plan.Runs.Single(run => run.Model == model), RunStatus.Completed, "", 1, default, [], default, rows);
}
