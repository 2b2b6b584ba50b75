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
