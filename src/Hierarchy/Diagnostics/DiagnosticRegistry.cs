namespace Hierarchy.Diagnostics;

/// <summary>Every diagnostic of this library: each public class of this namespace that implements <see cref="IDiagnostic"/>.</summary>
public static class DiagnosticRegistry
{
    /// <summary>All diagnostics, by class name.</summary>
    public static IReadOnlyList<IDiagnostic> All { get; } =
    [
        .. typeof(IDiagnostic).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IDiagnostic).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IDiagnostic)Activator.CreateInstance(type)!),
    ];
}
