using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hierarchy.Settings;

namespace Hierarchy.Scenarios;

/// <summary>A key of a scenario file, as the settings records of <see cref="Scenario"/> declare it.</summary>
internal sealed class SettingKey
{
    private readonly SettingAttribute? _setting;
    private readonly NamesAttribute? _names;

    private SettingKey(PropertyInfo property, IReadOnlyList<string>? types = null)
    {
        Property = property;
        Name = Find<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        _setting = Find<SettingAttribute>();
        _names = Find<NamesAttribute>();
        Types = types ?? [];
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
    public IReadOnlyList<string> Types { get; }

    /// <summary>Whether the file has to hold it.</summary>
    public bool IsRequired => Property.IsDefined(typeof(RequiredMemberAttribute));

    /// <summary>Whether its types need it.</summary>
    public bool IsNeeded => _setting?.IsNeeded ?? false;

    /// <summary>The names it may have; empty if it is no name.</summary>
    public IReadOnlyList<string> Names => _names?.Names ?? [];

    public NumberRange? Range { get; }

    /// <summary>The keys of a settings record in their order, those that it inherits first.</summary>
    public static IReadOnlyList<SettingKey> Of(Type settings) => [.. PropertiesOf(settings).Select(property => new SettingKey(property))];

    /// <summary>The keys of a settings record and of all its variants, each with the types that it belongs to.</summary>
    public static IReadOnlyList<SettingKey> OfAll(Type settings)
    {
        if (settings.GetCustomAttribute<VariantsAttribute>(false) is not { } variants)
            return Of(settings);
        var found = variants.Variants.SelectMany(variant => Of(variant.Record).Select(key => (key, variant.Name)));
        return
        [
            .. from entry in found
               group entry by (entry.key.Name, entry.key.Meaning) into same
               let types = same.Select(entry => entry.Name).ToArray()
               orderby types.Length < variants.Variants.Count
               select new SettingKey(same.First().key.Property, types.Length == variants.Variants.Count ? [] : types),
        ];
    }

    /// <summary>The record that holds the keys of an object whose key "type" has that value: the record itself if it has no variant of that name.</summary>
    public static Type RecordOf(Type settings, string type) =>
        settings.GetCustomAttribute<VariantsAttribute>(false)?.Variants.FirstOrDefault(
            variant => variant.Name.Equals(type, StringComparison.OrdinalIgnoreCase)).Record ?? settings;

    /// <summary>Whether a value of the key "type" of a record with variants is known.</summary>
    public static bool IsType(Type settings, string type) =>
        settings.GetCustomAttribute<VariantsAttribute>(false)?.Variants.Any(variant => variant.Name.Equals(type, StringComparison.OrdinalIgnoreCase)) ?? false;

    private static IEnumerable<PropertyInfo> PropertiesOf(Type settings) =>
        settings.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.IsDefined(typeof(SettingAttribute)))
            .OrderBy(property => Depth(property.DeclaringType!));

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    /// <summary>The key "type" of a settings record that has one.</summary>
    public static SettingKey? TypeOf(Type settings) => Of(settings).FirstOrDefault(key => key.Name == "type");

    /// <summary>Whether values of the type are objects with keys.</summary>
    public static bool IsRecord(Type type) => type.Assembly == typeof(Scenario).Assembly || PropertiesOf(type).Any(property => property.IsDefined(typeof(SettingAttribute)));

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
