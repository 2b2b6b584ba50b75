namespace Hierarchy.Densities;

/// <summary>Every family of initial densities: each record of this library derived from <see cref="DensitySettings"/> that can be made without arguments.</summary>
internal static class DensityRegistry
{
    /// <summary>The families with their defaults: formulas first, then data files, by name.</summary>
    public static IReadOnlyList<DensitySettings> All { get; } =
    [
        .. typeof(DensitySettings).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DensitySettings)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (DensitySettings)Activator.CreateInstance(type)!)
            .OrderBy(family => family.IsFile).ThenBy(family => family.Type, StringComparer.Ordinal),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(family => family.Type)];

    /// <summary>Their records.</summary>
    public static IReadOnlyList<(string Name, Type Record)> Variants { get; } = [.. All.Select(family => (family.Type, family.GetType()))];

    /// <summary>The family of that name with its defaults, or null.</summary>
    public static DensitySettings? Find(string name) => All.FirstOrDefault(family => family.Type.Equals(name, StringComparison.OrdinalIgnoreCase));
}
