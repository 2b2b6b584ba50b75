namespace Hierarchy.Kernels;

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
