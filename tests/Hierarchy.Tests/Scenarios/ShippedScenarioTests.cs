using Hierarchy.Cli.Commands;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Scenarios;

/// <summary>Every shipped scenario, at reduced size, against something that is known.</summary>
public sealed class ShippedScenarioTests
{
    public static TheoryData<string> Files => new(ShippedScenarios.Names);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_is_valid_and_says_what_it_is_for(string name)
    {
        ScenarioReading reading = ScenarioReader.ReadFile(Path.Combine(ScenarioRun.Folder, name + ".json"), []);
        Assert.Empty(reading.Faults);
        Assert.Equal(name, reading.Scenario!.Name);
        Assert.NotEmpty(reading.Scenario.Title);
        foreach (string word in (string[])["Purpose:", "Scaling:", "Cost:"])
            Assert.Contains(word, reading.Scenario.Description, StringComparison.Ordinal);
        Assert.Matches($"Command: hierarchy (run|compare|chaos|audit) {name}$", reading.Scenario.Description);
        string gallery = File.ReadAllText(Path.Combine(ScenarioRun.Folder, "README.md"));
        Assert.Contains($"({name}.json)", gallery, StringComparison.Ordinal);
        string figure = Assert.Single((string[])[$"{name}.svg", $"{name}.png"], file => File.Exists(Path.Combine(ScenarioRun.Folder, "figures", file)));
        Assert.Contains($"](figures/{figure})", gallery, StringComparison.Ordinal);
        Assert.True(new ExperimentPlan(reading.Scenario).MemoryBytes < 4_000_000_000);
    }

    [Fact]
    public void Quickstart_shows_errors_of_first_order_that_differ_between_the_closures()
    {
        ScenarioRun run = ScenarioRun.Of("quickstart", "grid.points=16", "particles=[16,64]", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-4");
        foreach (string model in (string[])["tensorised", "cluster"])
        {
            double ratio = run[model, 16, 0.2, "error_l1"] / run[model, 64, 0.2, "error_l1"];
            Assert.InRange(ratio, 3.6, 4.4);
            Assert.InRange(run[model, 16, 0.2, "mass"] - run[model, 16, 0, "mass"], -1e-12, 1e-12);
        }
        Assert.True(Math.Abs(run["tensorised", 64, 0.2, "error_l1"] / run["cluster", 64, 0.2, "error_l1"] - 1) > 0.05);
        Assert.True(run["cluster", 16, 0.2, "chaos_l1"] > 0);
    }

    [Fact]
    public void Bkw_2d_has_the_fourth_moment_and_entropy_of_the_exact_solution()
    {
        ScenarioRun run = ScenarioRun.Of("bkw-2d", "time.end=1", "time.output=1", "time.tolerance=1e-7");
        double k = 1 - 0.5 * Math.Exp(-1.0 / 8);
        Assert.Equal(8 * k * (2 - k), run[1, "fourth_moment"], 1e-4);
        Assert.Equal(-2.78904929, run[1, "entropy_1"], 1e-4);
        Assert.Equal(2, run[1, "energy"], 1e-10);
    }

    [Fact]
    public void Bkw_3d_has_the_fourth_moment_of_the_exact_solution()
    {
        ScenarioRun run = ScenarioRun.Of("bkw-3d", "grid.points=24", "time.end=0.1", "time.output=0.1", "time.tolerance=1e-5", "quantities=[\"mass\",\"fourth_moment\"]");
        double k = 1 - Math.Exp(-5.6 / 6);
        Assert.Equal(15 * k * (2 - k), run[0.1, "fourth_moment"], 2e-3);
        Assert.Equal(run[0, "mass"], run[0.1, "mass"], 1e-12);
    }

    [Fact]
    public void Lemou_3d_has_the_fourth_moment_of_the_exact_solution()
    {
        ScenarioRun run = ScenarioRun.Of("lemou-3d", "grid.points=24", "time.end=0.01", "time.output=0.01", "time.tolerance=1e-5", "quantities=fourth_moment");
        Assert.Equal(16, run[0, "fourth_moment"], 2e-3);
        Assert.Equal(15 + Math.Exp(-0.08), run[0.01, "fourth_moment"], 2e-3);
    }

    [Fact]
    public void Anisotropic_coulomb_2d_starts_with_the_known_slope_and_gains_entropy()
    {
        ScenarioRun run = ScenarioRun.Of("anisotropic-coulomb-2d", "grid.points=32", "time.end=0.1", "time.output=0.1");
        double slope = (run[0.1, "covariance_xy"] - run[0, "covariance_xy"]) / 0.1;
        Assert.Equal(1.1515988e-2, slope, 1e-4);
        Assert.Equal(-3.33794920, run[0, "entropy_1"], 1e-4);
        Assert.True(run[0.1, "entropy_1"] < run[0, "entropy_1"]);
    }

    [Fact]
    public void Anisotropic_coulomb_3d_starts_with_the_known_slopes()
    {
        ScenarioRun run = ScenarioRun.Of(
            "anisotropic-coulomb-3d", "grid.points=30", "grid.halfWidth=6", "time.end=0.005", "time.output=0.005", "time.tolerance=1e-5",
            "quantities=[\"covariance_xx\",\"covariance_yy\",\"covariance_zz\"]");
        double Slope(string quantity) => (run[0.005, quantity] - run[0, quantity]) / 0.005;
        Assert.Equal(-0.43014434, Slope("covariance_xx"), 0.01);
        Assert.Equal(0.56232728, Slope("covariance_yy"), 0.015);
        Assert.Equal(-0.13218294, Slope("covariance_zz"), 0.01);
    }

    [Fact]
    public void Two_beams_2d_meets_the_particles_at_four_and_landau_at_infinity()
    {
        ScenarioRun run = ScenarioRun.Of(
            "two-beams-2d", "grid.points=20", "particles=[4,\"infinity\"]", "time.output=0.5", "time.tolerance=1e-4",
            "quantities=[\"covariance_xx\",\"covariance_yy\",\"error_l1\",\"invariant_momentum\"]");
        double anisotropy = run["cluster", 4, 0.5, "covariance_xx"] - run["cluster", 4, 0.5, "covariance_yy"];
        Assert.Equal(1.2858, anisotropy, 0.006);
        Assert.InRange(run["tensorised", "infinity", 0.5, "error_l1"], 0, 1e-10);
        Assert.InRange(run["cluster", 4, 0.5, "invariant_momentum"], 0, 1e-6);
    }

    [Fact]
    public void Maxwell_finite_n_2d_has_the_exact_moments_of_four_particles()
    {
        ScenarioRun run = ScenarioRun.Of(
            "maxwell-finite-n-2d", "grid.points=24", "particles=[4]", "time.output=1", "time.tolerance=1e-4", "quantities=[\"covariance_xx\",\"pair_covariance_xx\"]");
        double relaxed = Math.Exp(-0.5);
        Assert.Equal(1.5 / 4 + 0.75 * (1 + 0.5 * relaxed), run["cluster", 4, 1, "covariance_xx"], 5e-4);
        Assert.Equal(0.5 / 4 * (1 - relaxed), run["cluster", 4, 1, "pair_covariance_xx"], 5e-4);
        Assert.Equal(1 + 0.5 * Math.Exp(-0.5 * 0.75), run["tensorised", 4, 1, "covariance_xx"], 5e-4);
    }

    [Fact]
    public void Two_particles_exact_2d_keeps_the_second_moment_of_the_centre_of_mass()
    {
        ScenarioRun run = ScenarioRun.Of(
            "two-particles-exact-2d", "grid.points=20", "time.output=0.5", "time.tolerance=1e-4", "quantities=[\"covariance_xx\",\"covariance_yy\",\"pair_covariance_xx\"]");
        double start = run["cluster", 2, 0, "covariance_xx"] + run["cluster", 2, 0, "pair_covariance_xx"];
        double end = run["cluster", 2, 0.5, "covariance_xx"] + run["cluster", 2, 0.5, "pair_covariance_xx"];
        Assert.Equal(start, end, 1e-8);
        Assert.Equal(1.3443, run["cluster", 2, 0.5, "covariance_xx"] - run["cluster", 2, 0.5, "covariance_yy"], 0.012);
    }

    [Fact]
    public void Coulomb_pairs_3d_correlates_the_hot_direction_in_proportion_to_the_inverse_of_n()
    {
        ScenarioRun run = ScenarioRun.Of(
            "coulomb-pairs-3d", "grid.points=8", "grid.halfWidth=4", "time.end=0.05", "time.output=0.05", "time.tolerance=1e-3",
            "quantities=[\"mass\",\"pair_covariance_xx\",\"pair_covariance_yy\"]");
        double few = 8 * run["cluster", 8, 0.05, "pair_covariance_xx"], many = 64 * run["cluster", 64, 0.05, "pair_covariance_xx"];
        Assert.InRange(few / many, 0.9, 1.1);
        Assert.True(many > 0 && run["cluster", 64, 0.05, "pair_covariance_yy"] < 0);
        Assert.Equal(run["cluster", 8, 0, "mass"], run["cluster", 8, 0.05, "mass"], 1e-12);
    }

    /// <summary>
    /// The slope of T_par at the start is that of the NRL Formulary for T_perp = 1.2 and T_par = 0.6, which is exact there: 2 nu (T_perp - T_par), nu = (-3 +
    /// (A+3) atan(sqrt A)/sqrt A)/(sqrt pi T_par^1.5 A^2), A = 1, times (N-1)/N; that of E[v1z v2z] is -1/N times it. Tensorised pairs have no E[v1z v2z].
    /// </summary>
    [Fact]
    public void Anisotropic_pairs_3d_begins_with_the_rate_of_isotropisation()
    {
        const double step = 0.02;
        ScenarioRun run = ScenarioRun.Of(
            "anisotropic-pairs-3d", "grid.points=16", "models=[\"cluster\"]", "particles=[8]", "errors=off", FormattableString.Invariant($"time.end={step}"),
                FormattableString.Invariant($"time.output={step}"),
            "quantities=[\"covariance_zz\",\"pair_covariance_zz\"]");
        double slope = 2 * 0.6 * (-3 + Math.PI) / (Math.Sqrt(Math.PI) * Math.Pow(0.6, 1.5));
        Assert.Equal(0.206262442, slope, 1e-8);
        Assert.Equal(slope * 7 / 8, (run["cluster", 8, step, "covariance_zz"] - run["cluster", 8, 0, "covariance_zz"]) / step, 0.03 * slope);
        Assert.Equal(-slope / 8, run["cluster", 8, step, "pair_covariance_zz"] / step, 0.03 * slope / 8);
    }

    [Fact]
    public void Coulomb_pairs_lowrank_3d_has_the_moments_of_the_dense_model_without_its_values()
    {
        ScenarioRun run = ScenarioRun.Of(
            "coulomb-pairs-lowrank-3d", "grid.points=18", "particles=[8]", "models=[{\"type\":\"cluster-lowrank\",\"tolerance\":1e-2,\"maximalRank\":40}]",
            "time.end=0.02", "time.output=0.02", "time.tolerance=1e-2");
        Assert.InRange(run["cluster-lowrank", 8, 0.02, "rank"], 3, 40);
        Assert.True(run["cluster-lowrank", 8, 0.02, "invariant_energy"] < 1e-10);
        Assert.True(run["cluster-lowrank", 8, 0.02, "pair_covariance_xx"] > 0 && run["cluster-lowrank", 8, 0.02, "pair_covariance_yy"] < 0);
        Assert.True(run["cluster-lowrank", 8, 0.02, "chaos_l2"] > 0);
    }

    [Fact]
    public void Closure_duel_puts_the_closures_within_the_error_bars_they_deserve()
    {
        ScenarioRun run = ScenarioRun.Of(
            "closure-duel", "grid.points=20", "particles=[4]", "models=[\"tensorised\",\"cluster\",{\"type\":\"kac\",\"replicas\":40000}]", "time.output=0.5",
                "time.tolerance=1e-4",
            "quantities=[\"covariance_xx\",\"covariance_yy\"]");
        double Anisotropy(string model) => run[model, 4, 0.5, "covariance_xx"] - run[model, 4, 0.5, "covariance_yy"];
        // Four standard errors of the particles, and the discretisation of the closure.
        Assert.Equal(Anisotropy("kac"), Anisotropy("cluster"), 4e-3);
        Assert.True(Anisotropy("kac") - Anisotropy("tensorised") > 0.01);
    }

    [Fact]
    public void Three_particles_2d_ranks_the_cluster_closure_first()
    {
        ScenarioRun run = ScenarioRun.Of("three-particles-2d", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-4",
            "quantities=[\"closure_error_l1\",\"closure_error_pair_l1\"]");
        string[] rest = ["kirkwood", "conditional", "pair-tensorised", "tensorised2", "tensorised"];
        Assert.All(rest, model => Assert.True(run["cluster", 3, 0.2, "closure_error_pair_l1"] < run[model, 3, 0.2, "closure_error_pair_l1"], model));
        Assert.InRange(run["cluster", 3, 0.2, "closure_error_l1"], 1e-7, 1e-3);
        Assert.Equal(0, run["cluster", 2, 0.2, "closure_error_pair_l1"], 1e-12);
        Assert.True(run["tensorised", 2, 0.2, "closure_error_pair_l1"] > 0.01);
    }

    [Fact]
    public void Mixture_2d_leaves_the_landau_equation_and_the_closures_leave_the_mixture()
    {
        ScenarioRun run = ScenarioRun.Of("mixture-2d", "grid.points=20", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-4",
            "quantities=[\"error_l1\",\"pair_covariance_xx\",\"chaos_l1\"]");
        Assert.True(run["mixture", "infinity", 0.2, "error_l1"] > 0.01);
        // The means 0.6 and -1.4 with the weights 0.7 and 0.3: the covariance of a pair is 0.84, and stays, since each component keeps its momentum.
        // The tails outside the box hold 1.2e-3 of it.
        Assert.Equal(0.84, run["mixture", "infinity", 0.2, "pair_covariance_xx"], 2e-3);
        double exact = run["mixture", "infinity", 0.2, "chaos_l1"];
        Assert.All((string[])["tensorised2", "pair-tensorised", "cluster", "conditional"],
            model => Assert.True(Math.Abs(run[model, "infinity", 0.2, "chaos_l1"] - exact) > 1e-3 * exact, model));
    }

    [Fact]
    public void Leading_order_2d_gives_the_constants_that_the_cluster_closure_tends_to()
    {
        ScenarioRun run = ScenarioRun.Of("leading-order-2d", "grid.points=20", "particles=[256,1024]", "time.tolerance=1e-6", "quantities=[\"error_l1\",\"chaos_l1\"]");
        foreach (string quantity in (string[])["error_l1", "chaos_l1"])
        {
            double constant = 1024 * run["leading-order", 1024, 0.2, quantity];
            double far = 256 * run["cluster", 256, 0.2, quantity] / constant - 1, near = 1024 * run["cluster", 1024, 0.2, quantity] / constant - 1;
            Assert.InRange(Math.Abs(near), 0, 2e-3);
            Assert.InRange(far / near, 3, 5);
        }
    }

    /// <summary>The invariant E[v1 v1^T] + (N-1) E[v1 v2^T] stays under (1.5) and drifts under (1.6), for the hierarchy as for the particles.</summary>
    [Fact]
    public void Nonconservative_2d_loses_the_two_particle_invariants()
    {
        ScenarioRun run = ScenarioRun.Of(
            "nonconservative-2d", "grid.points=16", "particles=[4]", "time.end=0.2", "time.output=0.2", "time.tolerance=1e-4",
                "quantities=[\"energy\",\"invariant_momentum\",\"pair_covariance_xx\"]");
        Assert.InRange(run["cluster", 4, 0.2, "invariant_momentum"], 0, 1e-9);
        Assert.InRange(run["kac", 4, 0.2, "invariant_momentum"], 0, 1e-9);
        double grid = run["cluster-nonconservative", 4, 0.2, "invariant_momentum"], particles = run["kac-nonconservative", 4, 0.2, "invariant_momentum"];
        Assert.True(grid > 0.01, $"{grid}");
        Assert.InRange(particles / grid, 0.8, 1.25);
    }
}
