namespace Hierarchy.Models;

/// <summary>Every closure: each public class of this library that implements <see cref="IClosure"/>, and what a program adds.</summary>
public static class ClosureRegistry
{
    private static volatile IClosure[] _all = Sorted(
        typeof(IClosure).Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IClosure).IsAssignableFrom(type))
            .Select(type => (IClosure)Activator.CreateInstance(type)!));

    /// <summary>All closures, by level and name.</summary>
    public static IReadOnlyList<IClosure> All => _all;

    /// <summary>The closure of that name, or null.</summary>
    public static IClosure? Find(string name) => _all.FirstOrDefault(closure => closure.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a closure of another assembly; scenarios may name it from then on, until the returned object is disposed of.</summary>
    /// <exception cref="ArgumentException">There is a closure of that name.</exception>
    public static IDisposable Add(IClosure closure)
    {
        if (Find(closure.Name) is not null)
            throw new ArgumentException($"there is a closure \"{closure.Name}\" already", nameof(closure));
        _all = Sorted(_all.Append(closure));
        return new Removal(closure);
    }

    private static IClosure[] Sorted(IEnumerable<IClosure> closures) => [.. closures.OrderBy(closure => closure.Level).ThenBy(closure => closure.Name, StringComparer.Ordinal)];

    private sealed class Removal(IClosure closure) : IDisposable
    {
        public void Dispose() => _all = [.. _all.Where(other => other != closure)];
    }
}
