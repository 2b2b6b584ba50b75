using System.Globalization;
using System.Text;
using System.Text.Json;
using Hierarchy.Densities;

namespace Hierarchy.Scenarios;

/// <summary>The text of a scenario to begin with: a few answers, and beside every key what it means, from the settings records that the reader enforces.</summary>
internal sealed record ScenarioDraft
{
    public required string Name { get; init; }

    public required string Dimension { get; init; }

    public required string Gamma { get; init; }

    public required string Initial { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    public required IReadOnlyList<string> Particles { get; init; }

    public required string End { get; init; }

    public required string Accuracy { get; init; }

    /// <summary>The name of a scenario for the name of its file.</summary>
    public static string NameOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-');
        return clean.Length == 0 ? "scenario" : clean;
    }

    /// <summary>The text, JSON with comments.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append("{\n");
        Line(text, typeof(Scenario), "name", Quoted(Name));
        Line(text, typeof(Scenario), "dimension", Value(Dimension));
        text.Append("  \"kernel\": {\n");
        Line(text, typeof(KernelSettings), "gamma", Value(Gamma), "    ");
        Line(text, typeof(KernelSettings), "strength", "1", "    ");
        text.Append("  },\n");
        Line(text, typeof(Scenario), "accuracy", Value(Accuracy));
        Comment(text, "  ", "smaller values take a finer grid and more time; in its place: \"grid\": { \"halfWidth\": 6, \"points\": 24 }, and time.tolerance");
        AppendInitial(text);
        Line(text, typeof(Scenario), "particles", List(Particles));
        Line(text, typeof(Scenario), "models", List(Models));
        text.Append("  \"time\": {\n");
        Line(text, typeof(TimeSettings), "end", Value(End), "    ");
        string interval = double.TryParse(End, NumberStyles.Float, CultureInfo.InvariantCulture, out double end)
            ? (end / 10).ToString("R", CultureInfo.InvariantCulture) : Value(End);
        Line(text, typeof(TimeSettings), "output", interval, "    ");
        text.Append("  }\n}\n");
        return text.ToString();
    }

    private void AppendInitial(StringBuilder text)
    {
        Comment(text, "  ", MeaningOf(typeof(Scenario), "initial"));
        text.Append("  \"initial\": [{\n");
        Line(text, typeof(DensitySettings), "type", Quoted(Initial), "    ");
        if (DensityRegistry.Find(Initial) is { } family)
        {
            DensitySettings settings = family.WithDefaults(Dimension.Trim() == "3" ? 3 : 2);
            foreach (SettingKey key in SettingKey.Of(settings.GetType()).Where(key => key.Name is not "type"))
            {
                object? value = key.Property.GetValue(settings) ?? (key.IsNeeded ? "data.csv" : null);
                if (value is not null)
                    Line(text, settings.GetType(), key.Name, JsonSerializer.Serialize(value), "    ");
            }
        }
        text.Append("  }],\n");
    }

    private static void Line(StringBuilder text, Type record, string key, string value, string indent = "  ")
    {
        Comment(text, indent, MeaningOf(record, key));
        text.Append(CultureInfo.InvariantCulture, $"{indent}\"{key}\": {value},\n");
    }

    private static void Comment(StringBuilder text, string indent, string meaning) => text.Append(CultureInfo.InvariantCulture, $"{indent}// {meaning}\n");

    private static string MeaningOf(Type record, string key) => SettingKey.Of(record).First(setting => setting.Name == key).Meaning;

    private static string List(IReadOnlyList<string> items) => $"[{string.Join(", ", items.Select(Value))}]";

    /// <summary>A number as it is written, anything else in quotes: what is wrong with it the reader says.</summary>
    private static string Value(string text)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
        return isNumber ? number.ToString("R", CultureInfo.InvariantCulture) : Quoted(text);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
