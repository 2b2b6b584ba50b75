using System.Reflection;

namespace Hierarchy.Settings;

/// <summary>
/// What a key of a scenario file means. Its range stands beside it as [Range], its names as <see cref="NamesAttribute"/>, its default is the initialiser of the
/// member. The reader enforces them, and the scenario reference and the JSON Schema are made from them, so each is written once.
/// </summary>
/// <param name="meaning">The meaning, with formulas and units.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string meaning) : Attribute
{
    public string Meaning => meaning;

    /// <summary>The default where it is no initialiser: JSON if it is one value, words if it depends on other settings.</summary>
    public string Default { get; init; } = "";

    /// <summary>Whether its types need it.</summary>
    public bool IsNeeded { get; init; }
}

/// <summary>The names that a setting may have.</summary>
/// <param name="owner">The class that lists them.</param>
/// <param name="list">Its static property.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamesAttribute(Type owner, string list) : Attribute
{
    public IReadOnlyList<string> Names => (IReadOnlyList<string>)owner.GetProperty(list, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
}

/// <summary>The keys of a settings record whose values may stand alone in a scenario file, in place of an object.</summary>
/// <param name="keys">As they are written in a file.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShortFormAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;

    /// <summary>Words that may stand in place of the object.</summary>
    public string[] Words { get; init; } = [];
}

/// <summary>The value of the key "type" decides which record, derived from this one, holds the other keys.</summary>
/// <param name="owner">The class that knows the records.</param>
/// <param name="property">Its static property, a list of pairs of a name and a record, in the order in which people read them.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class VariantsAttribute(Type owner, string property) : Attribute
{
    public IReadOnlyList<(string Name, Type Record)> Variants =>
        (IReadOnlyList<(string, Type)>)owner.GetProperty(property, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
}
