using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hierarchy.Settings;

namespace Hierarchy.Scenarios;

/// <summary>
/// The JSON Schema (2020-12) of a scenario, made from the settings records, for editors. It says what can be said of one value at a time, and wants names and keys
/// in the case in which the program prints them; the reader knows more rules and is laxer about case.
/// </summary>
internal static class ScenarioJsonSchema
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the schema with a final line feed.</summary>
    public static string Text()
    {
        JsonObject schema = new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "A scenario of Hierarchy" };
        JsonObject root = Keys(typeof(Scenario), SettingKey.Of(typeof(Scenario)), []);
        root["properties"]!.AsObject().Insert(0, ScenarioSchema.SchemaReference,
            new JsonObject { ["type"] = "string", ["description"] = "the JSON Schema of this file, for editors" });
        root["properties"]![SweepReader.Key] = Sweep();
        Move(root, schema);
        return schema.ToJsonString(Options) + "\n";
    }

    /// <summary>Lists of values under paths, or under objects within each other.</summary>
    private static JsonObject Sweep() => new()
    {
        ["type"] = "object",
        ["description"] = SweepReader.Meaning,
        ["properties"] = new JsonObject { ["zip"] = new JsonObject { ["type"] = "boolean", ["default"] = false } },
        ["minProperties"] = 1,
    };

    private static void Move(JsonObject from, JsonObject to)
    {
        foreach ((string name, JsonNode? value) in from.ToArray())
        {
            from.Remove(name);
            to[name] = value;
        }
    }

    /// <summary>An object with these keys; its type, if it has one, is one of the names.</summary>
    private static JsonObject Keys(Type record, IEnumerable<SettingKey> keys, IReadOnlyList<string> types)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        object defaults = Activator.CreateInstance(types.Count > 0 ? SettingKey.RecordOf(record, types[0]) : record)!;
        foreach (SettingKey key in keys)
        {
            properties[key.Name] = key.Name == "type" && types.Count > 0 ? OneOf(types) : ForKey(key, key.Property.GetValue(defaults));
            if (key.IsRequired || key.IsNeeded)
                required.Add(key.Name);
        }
        JsonObject schema = new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    /// <summary>An object, or one of several where keys depend on the type.</summary>
    private static JsonObject Object(Type record)
    {
        IReadOnlyList<SettingKey> keys = SettingKey.OfAll(record);
        if (SettingKey.TypeOf(record) is not { } type)
            return Keys(record, keys, []);
        var groups = type.Names.GroupBy(name => string.Join(',', keys.Where(key => key.BelongsTo(name)).Select(key => key.Name)));
        return AnyOf([.. groups.Select(group => Keys(record, keys.Where(key => key.BelongsTo(group.First())), [.. group]))]);
    }

    private static JsonObject ForKey(SettingKey key, object? value)
    {
        JsonObject schema = ForType(key.Property.PropertyType, key);
        bool isValue = key.IsDefaultValue(out JsonNode? written);
        schema["description"] = key.Meaning + (isValue || key.DefaultInWords.Length == 0 ? "" : "; by default " + key.DefaultInWords);
        if (isValue)
            schema["default"] = written;
        else if (!key.IsRequired && value is string { Length: > 0 } or bool or double or int or long)
            schema["default"] = JsonSerializer.SerializeToNode(value);
        return schema;
    }

    private static JsonObject ForType(Type type, SettingKey key)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
            return ForList(type.GetElementType()!, key);
        if (type == typeof(bool))
            return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(string))
            return ForText(key);
        if (SettingKey.IsRecord(type))
            return AnyOf([.. ShortForms(type), Object(type)]);
        return ForNumber(type, key);
    }

    private static IEnumerable<JsonObject> ShortForms(Type record) =>
        (from name in record.GetCustomAttribute<ShortFormAttribute>()?.Keys ?? []
         let key = SettingKey.Of(record).First(key => key.Name == name)
         select ForType(key.Property.PropertyType, key))
        .Concat(record.GetCustomAttribute<ShortFormAttribute>() is { Words: { Length: > 0 } words } ? [OneOf(words)] : []);

    private static JsonObject ForList(Type element, SettingKey key)
    {
        if (element.IsArray)
            return AnyOf([new JsonObject { ["type"] = "number" }, List(AnyOf([new JsonObject { ["type"] = "number" }, List(new JsonObject { ["type"] = "number" }, key)]), key)]);
        if (element == typeof(double))
        {
            JsonObject number = new() { ["type"] = "number" };
            JsonObject numbers = List(number.DeepClone().AsObject(), key);
            return key.Find<DescriptionAttribute>() is null ? numbers : AnyOf([number, numbers]);
        }
        JsonObject item = element == typeof(string) ? ForText(key) : AnyOf([.. ShortForms(element), Object(element)]);
        bool standsAlone = (element == typeof(string) && key.Find<LengthAttribute>() is null) || element.IsDefined(typeof(ShortFormAttribute));
        return standsAlone ? AnyOf([item.DeepClone().AsObject(), List(item, key)]) : List(item, key);
    }

    private static JsonObject List(JsonObject item, SettingKey key)
    {
        JsonObject list = new() { ["type"] = "array", ["items"] = item };
        if (key.Find<MinLengthAttribute>()?.Length is { } least)
            list["minItems"] = least;
        if (key.Find<LengthAttribute>() is { } length)
            (list["minItems"], list["maxItems"]) = (length.MinimumLength, length.MaximumLength);
        return list;
    }

    /// <summary>A name, a text, or where the key has a range a number as well.</summary>
    private static JsonObject ForText(SettingKey key)
    {
        if (key.Range is not null)
            return AnyOf([ForNumber(typeof(int), key, isName: false), OneOf(key.Names)]);
        if (key.Names.Count > 0)
            return OneOf(key.Names);
        if (key.Find<DescriptionAttribute>() is not null)
            return AnyOf([new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "integer" }]);
        JsonObject schema = new() { ["type"] = "string" };
        if (key.Find<RegularExpressionAttribute>() is { } pattern)
            schema["pattern"] = pattern.Pattern;
        if (key.Find<StringLengthAttribute>() is { } length)
            (schema["minLength"], schema["maxLength"]) = (length.MinimumLength, length.MaximumLength);
        return schema;
    }

    private static JsonObject ForNumber(Type type, SettingKey key, bool isName = true)
    {
        if (isName && key.Names.Count > 0)
            return new JsonObject
            {
                ["type"] = "integer",
                ["enum"] =
                new JsonArray([.. key.Names.Select(name => JsonValue.Create(int.Parse(name, CultureInfo.InvariantCulture)))])
            };
        if (key.Find<AllowedValuesAttribute>() is { } allowed)
            return new JsonObject { ["type"] = "integer", ["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value))]) };
        JsonObject schema = new() { ["type"] = type == typeof(double) ? "number" : "integer" };
        if (key.Range is { } range)
        {
            schema[range.IsOpen ? "exclusiveMinimum" : "minimum"] = range.Least;
            if (double.IsFinite(range.Greatest))
                schema["maximum"] = range.Greatest;
        }
        return schema;
    }

    private static JsonObject OneOf(IEnumerable<string> names) => new() { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    private static JsonObject AnyOf(IReadOnlyList<JsonObject> schemas)
    {
        JsonObject[] different = [.. schemas.DistinctBy(schema => schema.ToJsonString())];
        return different.Length == 1 ? different[0] : new JsonObject { ["anyOf"] = new JsonArray([.. different]) };
    }
}
