using System.Text.Json;

namespace Hierarchy.Scenarios;

/// <summary>A value of a scenario document that remembers where it was written.</summary>
internal sealed class ScenarioNode
{
    private ScenarioNode(JsonValueKind kind, string text, string origin)
    {
        Kind = kind;
        Text = text;
        Origin = origin;
    }

    public JsonValueKind Kind { get; }

    /// <summary>The string, or the literal as it was written; empty for lists and objects.</summary>
    public string Text { get; }

    /// <summary>"line 12", or the option that set the value.</summary>
    public string Origin { get; }

    /// <summary>The items of a list.</summary>
    public List<ScenarioNode> Items { get; } = [];

    /// <summary>The members of an object in the order of the document.</summary>
    public List<KeyValuePair<string, ScenarioNode>> Members { get; } = [];

    public static ScenarioNode Object(string origin) => new(JsonValueKind.Object, "", origin);

    public static ScenarioNode List(string origin, params ReadOnlySpan<ScenarioNode> items)
    {
        var node = new ScenarioNode(JsonValueKind.Array, "", origin);
        node.Items.AddRange(items);
        return node;
    }

    public static ScenarioNode Literal(JsonValueKind kind, string text, string origin) => new(kind, text, origin);

    public static ScenarioNode String(string text, string origin) => new(JsonValueKind.String, text, origin);

    /// <summary>The member of that name, whatever its case, or null.</summary>
    public ScenarioNode? Member(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : Members[index].Value;
    }

    /// <summary>Replaces the member of that name or adds one.</summary>
    public void SetMember(string name, ScenarioNode value)
    {
        int index = IndexOf(name);
        if (index < 0)
            Members.Add(new(name, value));
        else
            Members[index] = new(Members[index].Key, value);
    }

    /// <summary>A copy of all that is below, which may be changed.</summary>
    public ScenarioNode Copy()
    {
        var copy = new ScenarioNode(Kind, Text, Origin);
        copy.Items.AddRange(Items.Select(item => item.Copy()));
        copy.Members.AddRange(Members.Select(member => new KeyValuePair<string, ScenarioNode>(member.Key, member.Value.Copy())));
        return copy;
    }

    /// <summary>Removes the member of that name, whatever its case.</summary>
    public void RemoveMember(string name) => Members.RemoveAll(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes the value as JSON; numbers stay as they were written.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach ((string name, ScenarioNode value) in Members)
                {
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (ScenarioNode item in Items)
                    item.WriteTo(json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Text);
                break;
            default:
                json.WriteRawValue(Text);
                break;
        }
    }

    /// <summary>The value in a few words, for messages.</summary>
    public string Describe() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => Items.Count == 0 ? "an empty list" : $"a list of {Items.Count}",
        JsonValueKind.String => $"\"{Shorten(Text)}\"",
        _ => Shorten(Text),
    };

    /// <summary>A piece of user text that fits a line and holds no control characters.</summary>
    public static string Shorten(string text)
    {
        string clean = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return clean.Length <= 60 ? clean : clean[..57] + "...";
    }

    private int IndexOf(string name) => Members.FindIndex(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
}
