using Hierarchy.Analysis;
using Hierarchy.Audits;
using Hierarchy.Densities;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Tests.Analysis;

public sealed class RadialAuditTests
{
    private static readonly Lazy<Hierarchy.Results.Results> Run = new(() => Experiment.Run(new Scenario
    {
        Name = "radial",
        Dimension = 3,
        Kernel = new KernelSettings { Gamma = -3 },
        Grid = new GridSettings { HalfWidth = 6, Points = 16 },
        Initial = [Gaussian(0.5), Gaussian(1.5)],
        Particles = ["2", "8"],
        Models = [Radial("liouville-radial"), Radial("cluster-radial"), Radial("tensorised2-radial")],
        Time = new TimeSettings { End = 0.5, Tolerance = 1e-4, Output = 0.25 },
        Errors = "off",
    }));

    [Theory]
    [InlineData("(1.9)", "landau-radial", "H_1(f_1)"), InlineData("(1.9)", "liouville-radial", "H_2(f_2), N = 2")]
    [InlineData("(1.10)", "landau-radial", "I_1(f_1)"), InlineData("(1.10)", "liouville-radial", "I_2(f_2), N = 2")]
    [InlineData("Lemmas 2.3, 2.4", "landau-radial", "Term_{k=i,j}"), InlineData("Lemmas 2.3, 2.4", "liouville-radial", "Term_{k=i,j}")]
    public void The_decay_of_entropy_and_Fisher_information_of_Coulomb_pairs_in_three_dimensions_is_above_noise(string equation, string model, string part)
    {
        AuditRow row = Assert.Single(Run.Value.Audit(), row => row.Equation == equation && row.Model == model && row.Statement.Contains(part, StringComparison.Ordinal));
        Assert.True(row.IsTheorem);
        Assert.Equal(AuditVerdict.Holds, row.Verdict);
        Assert.True(row.Margin > 10 * row.Floor, $"{row.Margin} {row.Floor}");
    }

    [Fact]
    public void Singular_integrals_obey_their_bounds_and_the_invariants_of_pairs_stay()
    {
        IReadOnlyList<AuditRow> rows = [.. Run.Value.Audit().Where(row => row.Model is "cluster-radial" or "liouville-radial")];
        foreach (string equation in (string[])["(1.8)", "(2.31), (3.8)", "(4.2)"])
            Assert.Contains(rows, row => row.Equation == equation && row.IsTheorem && row.Verdict == AuditVerdict.Holds);
        Assert.DoesNotContain(rows, row => row.Fails);
    }

    [Fact]
    public void A_closure_without_the_marginal_is_no_theorem_and_its_defect_is_reported()
    {
        AuditRow row = Assert.Single(Run.Value.Audit(), row => row.Model == "tensorised2-radial" && row.Particles!.Value.Value == 8
            && row.Statement.EndsWith("less f", StringComparison.Ordinal));
        Assert.Equal(AuditVerdict.Violated, row.Verdict);
        Assert.False(row.IsTheorem);
    }

    [Theory]
    [InlineData("fisher_2", "(1.10)"), InlineData("entropy_2", "(1.9)"), InlineData("coulomb_integral", "(2.31), (3.8)"), InlineData("invariant_energy", "(1.8)")]
    public void A_wrong_value_is_seen(string quantity, string equation)
    {
        // A rise of the functional by 1e-3, an integral twice as large, a drift of 1e-6 of the invariant.
        ResultTable wrong = new(Run.Value.Rows.Select(row => row.Quantity == quantity && row.Model == "liouville-radial" ? row with { Value = Wrong(row) } : row));
        Assert.Contains(RecordedAuditRun.Audit(Run.Value.Plan, wrong), row => row.Model == "liouville-radial" && row.Equation == equation && row.Fails);
    }

    private static double Wrong(ResultRow row) => row.Quantity switch
    {
        "coulomb_integral" => 2 * row.Value,
        "invariant_energy" => 1e-6,
        _ => row.Value + (row.Time == 0.5 ? 0.05 : 0),
    };

    private static RadialSettings Radial(string type) => new() { Type = type, Accuracy = 1e-3 };

    private static DensitySettings Gaussian(double temperature) =>
        new GaussianSettings { Weight = 0.5, Covariance = [[temperature, 0, 0], [0, temperature, 0], [0, 0, temperature]] };
}
