namespace Hierarchy.Diagnostics;

/// <summary>Every diagnostic: each class of this library that implements <see cref="IDiagnostic"/>, and what a program adds.</summary>
public static class DiagnosticRegistry
{
    private static volatile IDiagnostic[] _all =
    [
        .. typeof(IDiagnostic).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IDiagnostic).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IDiagnostic)Activator.CreateInstance(type)!),
    ];

    /// <summary>All diagnostics, by class name, those of a program last.</summary>
    public static IReadOnlyList<IDiagnostic> All => _all;

    /// <summary>Adds a diagnostic of another assembly; experiments compute its quantities from then on, until the returned object is disposed of.</summary>
    /// <exception cref="ArgumentException">One of its quantities has the name of another.</exception>
    public static IDisposable Add(IDiagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        foreach (int dimension in (int[])[2, 3])
        {
            string[] known = [.. _all.SelectMany(other => other.Quantities(dimension)).Select(quantity => quantity.Name)];
            if (diagnostic.Quantities(dimension).FirstOrDefault(quantity => known.Contains(quantity.Name, StringComparer.OrdinalIgnoreCase)) is { Name: { } name })
                throw new ArgumentException($"there is a quantity \"{name}\" already", nameof(diagnostic));
        }
        _all = [.. _all, diagnostic];
        return new Removal(diagnostic);
    }

    private sealed class Removal(IDiagnostic diagnostic) : IDisposable
    {
        public void Dispose() => _all = [.. _all.Where(other => other != diagnostic)];
    }
}
