using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hierarchy.Experiments;

namespace Hierarchy.Scenarios;

/// <summary>A key of a scenario file, as the settings records of <see cref="Scenario"/> declare it.</summary>
internal sealed class SettingKey
{
    private readonly SettingAttribute? _setting;
    private readonly NamesAttribute? _names;

    private SettingKey(PropertyInfo property)
    {
        Property = property;
        Name = Find<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        _setting = Find<SettingAttribute>();
        _names = Find<NamesAttribute>();
        Range = Find<RangeAttribute>() is { } range ? new NumberRange(range) : null;
    }

    public PropertyInfo Property { get; }

    /// <summary>As it is written in a file.</summary>
    public string Name { get; }

    /// <summary>What it means.</summary>
    public string Meaning => _setting?.Meaning ?? "";

    /// <summary>The default where it is no initialiser: JSON, or words.</summary>
    public string DefaultInWords => _setting?.Default ?? "";

    /// <summary>The types it belongs to; empty for all.</summary>
    public IReadOnlyList<string> Types => _setting?.Types ?? [];

    /// <summary>Whether the file has to hold it.</summary>
    public bool IsRequired => Property.IsDefined(typeof(RequiredMemberAttribute));

    /// <summary>Whether its types need it.</summary>
    public bool IsNeeded => _setting?.IsNeeded ?? false;

    /// <summary>The names it may have; empty if it is no name.</summary>
    public IReadOnlyList<string> Names => _names?.Names ?? [];

    /// <summary>Names of other versions.</summary>
    public IReadOnlyList<string> Reserved => _names?.Reserved ?? [];

    public NumberRange? Range { get; }

    /// <summary>The keys of a settings record in their order.</summary>
    public static IReadOnlyList<SettingKey> Of(Type settings) =>
        [.. settings.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => new SettingKey(property))];

    /// <summary>The key "type" of a settings record that has one.</summary>
    public static SettingKey? TypeOf(Type settings) => Of(settings).FirstOrDefault(key => key.Name == "type");

    /// <summary>Whether values of the type are objects with keys.</summary>
    public static bool IsRecord(Type type) => type.Assembly == typeof(Scenario).Assembly;

    /// <summary>Whether the default in words is a value, and which.</summary>
    public bool IsDefaultValue(out JsonNode? value)
    {
        value = null;
        try
        {
            value = JsonNode.Parse(DefaultInWords);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the setting is one of the type.</summary>
    public bool BelongsTo(string type) => Types.Count == 0 || Types.Contains(type);

    public T? Find<T>()
        where T : Attribute => Property.GetCustomAttribute<T>();
}

/// <summary>The range of a number.</summary>
internal sealed class NumberRange(RangeAttribute range)
{
    public double Least { get; } = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);

    public double Greatest { get; } = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    public bool IsOpen => range.MinimumIsExclusive;

    /// <summary>[0, 1], (0, 1], "at least 0" or "positive".</summary>
    public string Text => double.IsFinite(Greatest) ? $"{(IsOpen ? '(' : '[')}{Print(Least)}, {Print(Greatest)}]" : IsOpen && Least == 0 ? "positive" : "at least " + Print(Least);

    public string Rule => double.IsFinite(Greatest) ? "has to lie in " + Text : "has to be " + Text;

    public bool Holds(double value) => (IsOpen ? value > Least : value >= Least) && value <= Greatest;

    private static string Print(double value)
    {
        bool isPower = value != 0 && (Math.Abs(value) >= 1e5 || Math.Abs(value) < 1e-3);
        return value.ToString(isPower ? "0.###e0" : "R", CultureInfo.InvariantCulture);
    }
}
