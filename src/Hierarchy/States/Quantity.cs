namespace Hierarchy.States;

/// <summary>A name of the CSV file with its meaning.</summary>
/// <param name="Name">Lower case with underscores.</param>
/// <param name="Level">1 for functionals of f_{N,1}, 2 for those of f_{N,2}.</param>
/// <param name="Formula">The integral, and the sum that computes it.</param>
public readonly record struct Quantity(string Name, int Level, string Formula);

/// <summary>
/// The limits for N to infinity that phi and G of the expansion f_{N,1} = f + phi/N, f_{N,2} = f x f + (phi x f + f x phi + G)/N give, for all who compute
/// them.
/// </summary>
internal static class LimitQuantities
{
    /// <summary>The quantities.</summary>
    public static IReadOnlyList<Quantity> All { get; } =
    [
        new("phi_fourth_moment", 1, "int phi |v|^4, the limit of N (E|v|^4 - that of f_1)"),
        new("energy_covariance_limit", 2, "int int G |v1|^2 |v2|^2, the limit of N cov(|v1|^2, |v2|^2)"),
        new("relative_entropy_limit", 1, "1/2 int phi^2/f, the limit of N^2 H(f_{N,1}|f_1)"),
        new("mutual_information_limit", 2, "1/2 int int G^2/(f f), the limit of N^2 times the mutual information"),
        new("relative_fisher_to_landau_limit", 1, "int f |grad(phi/f)|^2, the limit of N^2 I(f_{N,1}|f_1)"),
        new("relative_fisher_limit", 2, "int int f f |grad(G/(f f))|^2, the limit of N^2 times the relative Fisher information"),
    ];
}
