using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using static Hierarchy.Tests.Diagnostics.Densities;

namespace Hierarchy.Tests.Diagnostics;

[Collection("WorkCrew")]
public class RegistryTests
{
    private static readonly string[] Promised =
    [
        "mass", "momentum_x", "energy", "covariance_xx", "covariance_xy", "fourth_moment", "entropy_1", "entropy_2", "fisher_1", "fisher_2", "mutual_information",
        "mutual_information_mass", "relative_fisher", "min_f1", "negative_mass_f1", "min_f2", "negative_mass_f2", "marginal_defect", "exchange_defect",
        "pair_covariance_xx", "pair_energy_covariance", "invariant_momentum", "invariant_energy", "chaos_l1", "chaos_l2", "coulomb_integral", "coulomb_integral_3_2",
        "canonical_correlation_1", "canonical_correlation_2", "canonical_correlation_3", "chaos_sobolev", "error_sobolev", "error_wasserstein",
        "error_wasserstein_sliced", "relative_fisher_to_landau",
        "error_l1", "error_l2", "error_linf", "relative_entropy_to_landau",
    ];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_quantity_is_found_once(int dimension)
    {
        string[] names = [.. DiagnosticRegistry.All.SelectMany(diagnostic => diagnostic.Quantities(dimension)).Select(quantity => quantity.Name)];
        Assert.Equal(names.Distinct(), names);
        Assert.Empty(Promised.Except(names));
        Assert.Contains("momentum_" + "xyz"[dimension - 1], names);
        Assert.Equal(dimension == 3, names.Contains("pair_covariance_zz"));
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        VelocityGrid grid = new(3, 8, 4);
        (double[] f, double[] g) = GaussianPair.Sample(grid, new GaussianPair([0.1, 0, 0], [0.7, 0.8, 0.9], [0.2, 0.1, -0.3]));
        int threads = WorkCrew.Threads;
        try
        {
            foreach (IDiagnostic diagnostic in DiagnosticRegistry.All)
            {
                WorkCrew.Threads = 1;
                Dictionary<string, QuantityValue> alone = Evaluate(diagnostic, grid, f, g, f);
                WorkCrew.Threads = 2;
                Assert.Equal(alone, Evaluate(diagnostic, grid, f, g, f));
            }
        }
        finally
        {
            WorkCrew.Threads = threads;
        }
    }
}
