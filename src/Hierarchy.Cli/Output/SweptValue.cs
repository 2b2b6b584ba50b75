using System.Text.Json;

namespace Hierarchy.Cli.Output;

/// <summary>A value of a swept key in a few words: of a density its kind and settings, of a list its parts; what is no JSON stays as it is.</summary>
internal static class SweptValue
{
    private const string Kind = "type";

    /// <summary>The words: "kappa, kappa 4" for [{"type":"kappa","kappa":4}].</summary>
    public static string Words(string value)
    {
        if (value is not ['{' or '[', ..])
            return value;
        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            return Words(document.RootElement);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static string Words(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => string.Join(", ", element.EnumerateObject().OrderBy(member => member.Name == Kind ? 0 : 1)
            .Select(member => member.Name == Kind ? Words(member.Value) : $"{member.Name} {Words(member.Value)}")),
        JsonValueKind.Array => string.Join(element.EnumerateArray().Any(part => part.ValueKind == JsonValueKind.Object) ? " + " : " ", element.EnumerateArray().Select(Words)),
        JsonValueKind.String => element.GetString()!,
        _ => element.GetRawText(),
    };
}
