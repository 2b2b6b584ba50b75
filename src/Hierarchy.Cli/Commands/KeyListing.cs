using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Hierarchy.Cli.Output;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>The table of list keys: what may stand in a scenario file.</summary>
internal static class KeyListing
{
    /// <summary>More names than this are left to their own list.</summary>
    private const int MostNames = 15;

    public static Listing Create()
    {
        var rows = new List<object?[]>();
        Add(rows, typeof(Scenario), "");
        rows.Add([SweepReader.Key, "object of lists", "none", SweepReader.Meaning]);
        return new Listing(["key", "value", "default", "meaning"], rows);
    }

    private static void Add(List<object?[]> rows, Type record, string path)
    {
        foreach (SettingKey key in SettingKey.OfAll(record))
        {
            string place = path + key.Name;
            string types = key.Types.Count == 0 ? "" : $"with type {string.Join(", ", key.Types)}: ";
            rows.Add([place, ValueOf(key), DefaultOf(key, key.Property.GetValue(Activator.CreateInstance(key.Property.ReflectedType!))), types + key.Meaning]);
            Type type = key.Property.PropertyType;
            if (type.IsArray && SettingKey.IsRecord(type.GetElementType()!))
                Add(rows, type.GetElementType()!, place + "[].");
            else if (SettingKey.IsRecord(type))
                Add(rows, type, place + ".");
        }
    }

    private static string DefaultOf(SettingKey key, object? value)
    {
        if (key.IsRequired || key.IsNeeded)
            return "required";
        if (key.DefaultInWords.Length > 0)
            return key.DefaultInWords;
        return value is string or bool or double or int or long ? JsonSerializer.Serialize(value) : "";
    }

    private static string ValueOf(SettingKey key)
    {
        Type type = Nullable.GetUnderlyingType(key.Property.PropertyType) ?? key.Property.PropertyType;
        Type element = type.IsArray ? type.GetElementType()! : type;
        string names = key.Names.Count is > 0 and <= MostNames ? string.Join(", ", key.Names) : "";
        string range = key.Range is { } limits ? (double.IsFinite(limits.Greatest) ? " in " : ", ") + limits.Text : "";
        string kind = element switch
        {
            _ when element == typeof(bool) => "true or false",
            _ when element == typeof(double) => "number" + range,
            _ when element == typeof(double[]) => "number or list of numbers",
            _ when SettingKey.IsRecord(element) => "object",
            _ when element == typeof(string) && key.Range is { } counts => $"whole number of at least {counts.Least.ToString(CultureInfo.InvariantCulture)}, or {names}",
            _ when element == typeof(string) => key.Names.Count == 0 ? "text" : names.Length > 0 ? names : "name",
            _ when key.Find<AllowedValuesAttribute>() is { } allowed => string.Join(" or ", allowed.Values),
            _ => "whole number" + range,
        };
        return type.IsArray ? "list: " + kind : kind;
    }
}
