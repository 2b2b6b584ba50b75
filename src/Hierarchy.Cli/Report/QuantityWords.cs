namespace Hierarchy.Cli.Report;

/// <summary>The names of quantities in words, for tables that speak to people first; the code name stands beside them.</summary>
internal static class QuantityWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["error_l1"] = "distance to Landau, L1",
        ["error_pair_l1"] = "distance of pairs to f ⊗ f of Landau, L1",
        ["closure_error_l1"] = "error of the closure, one particle",
        ["closure_error_pair_l1"] = "error of the closure, pairs",
        ["chaos_l1"] = "correlation of a pair, L1",
        ["chaos_l2"] = "correlation of a pair, L2",
        ["mutual_information"] = "mutual information of a pair",
        ["entropy_1"] = "entropy",
        ["fisher_1"] = "Fisher information",
        ["fourth_moment"] = "E|v|⁴",
        ["negative_mass_f1"] = "negative mass of f",
        ["negative_mass_f2"] = "negative mass of f_2",
        ["invariant_momentum"] = "defect of the momentum of N particles",
        ["invariant_energy"] = "defect of the energy of N particles",
        ["marginal_defect"] = "defect of the marginal",
        ["exchange_defect"] = "defect of the exchange symmetry",
        ["covariance_xx"] = "variance of v_x",
        ["mass drift"] = "drift of the mass",
        ["energy drift"] = "drift of the energy",
        ["relative_entropy_to_landau"] = "relative entropy to Landau",
        ["error_l2"] = "distance to Landau, L2",
        ["error_linf"] = "distance to Landau, largest",
        ["error_sobolev"] = "distance to Landau, H⁻²",
        ["error_wasserstein"] = "distance to Landau, Wasserstein",
        ["relative_fisher"] = "relative Fisher information of a pair",
        ["relative_fisher_to_landau"] = "relative Fisher information to Landau",
        ["pair_relative_entropy_to_landau"] = "relative entropy of pairs to f ⊗ f of Landau",
        ["pair_relative_fisher_to_landau"] = "relative Fisher information of pairs to f ⊗ f of Landau",
        ["entropy_2"] = "entropy of pairs, a particle",
        ["fisher_2"] = "Fisher information of pairs, a particle",
        ["chaos_sobolev"] = "correlation of a pair, H⁻²",
        ["error_wasserstein_sliced"] = "distance to Landau, sliced Wasserstein",
        ["pair_energy_covariance"] = "covariance of the energies of a pair",
        ["pair_covariance_xx"] = "covariance of a pair, xx",
        ["pair_covariance_xy"] = "covariance of a pair, xy",
        ["pair_covariance_xz"] = "covariance of a pair, xz",
        ["pair_covariance_yy"] = "covariance of a pair, yy",
        ["pair_covariance_yz"] = "covariance of a pair, yz",
        ["pair_covariance_zz"] = "covariance of a pair, zz",
    };

    /// <summary>The words of a quantity; null for one that has none.</summary>
    public static string? Of(string quantity) => Words.GetValueOrDefault(quantity);

    /// <summary>The words of a quantity for a sentence with its code name beside them; the code name alone where there are none.</summary>
    public static string WithCode(string quantity) => Of(quantity) is { } words ? $"{words} ({quantity})" : quantity;
}
