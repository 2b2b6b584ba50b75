using Hierarchy.Collisions;

namespace Hierarchy.Kernels;

/// <summary>
/// A regularised kernel A_eps(z) = a(r) Factor(r/eps) Pi(z) + Isotropic(eps) I, r = |z|, with the viscosity Viscosity(eps) sum_i Lap_{v_i} added to the equation.
/// One file a regularisation; <see cref="RegularisationRegistry"/> finds it.
/// </summary>
public interface IKernelRegularisation
{
    /// <summary>The name in scenario files, lower case.</summary>
    string Name { get; }

    /// <summary>What becomes of a and of the equation.</summary>
    string Formula { get; }

    /// <summary>Where it comes from, and what it is good for.</summary>
    string Reference { get; }

    /// <summary>a_eps(r)/a(r) at x = r/eps &gt; 0, in [0, 1].</summary>
    double Factor(double x);

    /// <summary>x Factor'(x)/Factor(x), positive infinity where the factor vanishes; at x = 0 and positive infinity its limits.</summary>
    double LogDerivative(double x);

    /// <summary>
    /// The values of x, increasing, between which a radial quadrature is cut, empty if the factor is 1: the factor is analytic between zero and the
    /// first and close to a polynomial of moderate degree between neighbours, and beyond the last on every interval [x, 2x].
    /// </summary>
    IReadOnlyList<double> Breaks { get; }

    /// <summary>The coefficient of I that is added to A.</summary>
    double Isotropic(double epsilon);

    /// <summary>The coefficient of the Laplacian of every particle.</summary>
    double Viscosity(double epsilon);
}

/// <summary>Every regularisation of this library: each public class of this namespace that implements <see cref="IKernelRegularisation"/>.</summary>
internal static class RegularisationRegistry
{
    /// <summary>All regularisations, "none" first, then by name.</summary>
    public static IReadOnlyList<IKernelRegularisation> All { get; } =
    [
        NoRegularisation.Instance,
        .. typeof(IKernelRegularisation).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IKernelRegularisation).IsAssignableFrom(type) && type != typeof(NoRegularisation))
            .Select(type => (IKernelRegularisation)Activator.CreateInstance(type)!)
            .OrderBy(regularisation => regularisation.Name, StringComparer.Ordinal),
    ];

    /// <summary>The regularisation of that name, or null.</summary>
    public static IKernelRegularisation? Find(string name) => All.FirstOrDefault(found => found.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
