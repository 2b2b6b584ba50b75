namespace Hierarchy.Closures;

/// <summary>Every closure of this library: each public class of this namespace that implements <see cref="IClosure"/>.</summary>
public static class ClosureRegistry
{
    /// <summary>All closures, by level and name.</summary>
    public static IReadOnlyList<IClosure> All { get; } =
    [
        .. typeof(IClosure).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IClosure).IsAssignableFrom(type))
            .Select(type => (IClosure)Activator.CreateInstance(type)!)
            .OrderBy(closure => closure.Level).ThenBy(closure => closure.Name, StringComparer.Ordinal),
    ];

    /// <summary>The closure of that name, or null.</summary>
    public static IClosure? Find(string name) => All.FirstOrDefault(closure => closure.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
