using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Hierarchy.Densities;

namespace Hierarchy.Scenarios;

/// <summary>
/// The rules that stand with the settings themselves: ranges, names, and what a type needs. What depends on several settings has rules of its own.
/// </summary>
internal static class SettingRules
{
    public static void Apply(RuleContext context) => ApplyTo(context, context.Scenario, "");

    private static void ApplyTo(RuleContext context, object settings, string path)
    {
        // The type of a density that a program brought is no name of a file.
        bool isOwn = settings is OwnSettings;
        foreach (SettingKey key in SettingKey.Of(settings.GetType()).Where(key => !isOwn || key.Name != "type"))
        {
            string place = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            object? value = key.Property.GetValue(settings);
            if (key.IsNeeded && value is (null or ""))
                context.Require(false, place, "", $"is required with the type \"{TypeOf(settings)}\": {key.Meaning}");
            else if (value is not null)
                ApplyValue(context, key, value, place);
        }
    }

    /// <summary>The type of the settings as the library prints it, or empty if they have none or an unknown one.</summary>
    private static string TypeOf(object settings)
    {
        SettingKey? key = SettingKey.TypeOf(settings.GetType());
        string? written = (string?)key?.Property.GetValue(settings);
        return key?.Names.FirstOrDefault(name => name.Equals(written, StringComparison.OrdinalIgnoreCase)) ?? "";
    }

    private static void ApplyValue(RuleContext context, SettingKey key, object value, string path)
    {
        if (value is string text)
            ApplyText(context, key, text, path);
        else if (value is IEnumerable items)
        {
            int i = 0;
            foreach (object? item in items)
            {
                if (item is not null && SettingKey.IsRecord(item.GetType()))
                    ApplyTo(context, item, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]");
                i++;
            }
        }
        else if (SettingKey.IsRecord(value.GetType()))
            ApplyTo(context, value, path);
        else if (value is not bool)
            ApplyNumber(context, key, value, path);
    }

    private static void ApplyText(RuleContext context, SettingKey key, string text, string path)
    {
        string quoted = $"\"{ScenarioNode.Shorten(text)}\"";
        if (key.Names.Count > 0)
            context.RequireName(path, text, key.Names);
        if (key.Find<RegularExpressionAttribute>() is { } pattern)
            context.Require(text.Length > 0 && pattern.IsValid(text) && key.Find<StringLengthAttribute>()?.IsValid(text) != false, path, quoted, pattern.ErrorMessage ?? "");
    }

    private static void ApplyNumber(RuleContext context, SettingKey key, object value, string path)
    {
        if (key.Range is { } range)
            context.Require(range.Holds(Convert.ToDouble(value, CultureInfo.InvariantCulture)), path, value, range.Rule);
        if (key.Find<AllowedValuesAttribute>() is { } allowed)
            context.Require(allowed.Values.Contains(value), path, value, "has to be " + string.Join(" or ", allowed.Values));
    }
}
