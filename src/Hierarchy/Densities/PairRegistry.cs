namespace Hierarchy.Densities;

/// <summary>Every family of pair data: each record of this library derived from <see cref="PairSettings"/> that can be made without arguments.</summary>
internal static class PairRegistry
{
    /// <summary>The families with their defaults, by name.</summary>
    public static IReadOnlyList<PairSettings> All { get; } =
    [
        .. typeof(PairSettings).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(PairSettings)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (PairSettings)Activator.CreateInstance(type)!)
            .OrderBy(family => family.Type, StringComparer.Ordinal),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(family => family.Type)];

    /// <summary>Their records.</summary>
    public static IReadOnlyList<(string Name, Type Record)> Variants { get; } = [.. All.Select(family => (family.Type, family.GetType()))];

    /// <summary>The family of that name with its defaults, or null.</summary>
    public static PairSettings? Find(string name) => All.FirstOrDefault(family => family.Type.Equals(name, StringComparison.OrdinalIgnoreCase));
}
