using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>
/// Overrides path=value: the value replaces what stands at the path, lists and objects as a whole. It is read as JSON, and as a plain
/// string where it is none, so that kernel.regularisation=softened needs no quotes.
/// </summary>
internal static partial class Overrides
{
    /// <summary>Whether the text has the form path=value.</summary>
    public static bool IsWellFormed(string text) => text.IndexOf('=') > 0;

    /// <summary>Applies overrides in their order.</summary>
    /// <param name="root">The document.</param>
    /// <param name="overrides">Texts of the form path=value.</param>
    /// <param name="called">What an override is called where it was written.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static void Apply(ScenarioNode root, IEnumerable<string> overrides, string called, List<Fault> faults)
    {
        foreach (string option in overrides)
        {
            string origin = $"{called} {ScenarioNode.Shorten(option)}";
            if (!IsWellFormed(option))
            {
                faults.Add(new Fault(ScenarioNode.Shorten(option), "", "an override has to be path=value, as in grid.points=32", "", origin));
                continue;
            }
            int equals = option.IndexOf('=');
            string path = option[..equals].Trim();
            if (ReadValue(option[(equals + 1)..].Trim(), path, origin, faults) is { } value)
                Place(root, path, value, origin, faults);
        }
    }

    private static ScenarioNode? ReadValue(string text, string path, string origin, List<Fault> faults)
    {
        var trial = new List<Fault>();
        ScenarioNode? value = ScenarioParser.ParseValue(text, origin, trial);
        if (value is null && (text.Length == 0 || text[0] is not ('[' or '{' or '"')))
            return ScenarioNode.String(text, origin);
        if (value is null && WithoutBareInfinity(text) is { } quoted && quoted != text)
            return ReadValue(quoted, path, origin, faults);
        foreach (Fault fault in trial)
            faults.Add(fault with { Path = fault.Path.Length == 0 ? path : $"{path}.{fault.Path}" });
        return value;
    }

    /// <summary>The text with infinity in quotes, which JSON has no word for: [4, inf] to [4, "infinity"]. Strings stay as they are.</summary>
    private static string WithoutBareInfinity(string text) =>
        BareInfinity().Replace(text, match => match.Groups["word"].Success ? $"\"{ParticleNumber.Infinity}\"" : match.Value);

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"|(?<word>\\b(inf|infinity)\\b|∞)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareInfinity();

    /// <summary>Puts a value at a path; missing objects on the way are made.</summary>
    public static void Place(ScenarioNode root, string path, ScenarioNode value, string origin, List<Fault> faults)
    {
        string[] parts = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        ScenarioNode node = root;
        for (int i = 0; i < parts.Length; i++)
        {
            ScenarioNode? next = i == parts.Length - 1 ? value : null;
            if (Step(node, parts[i], next, origin) is not { } reached)
            {
                faults.Add(new Fault(path, "", NoPlace(node, parts, i), "", origin));
                return;
            }
            node = reached;
        }
    }

    /// <summary>Why a path cannot be followed, and what would do.</summary>
    private static string NoPlace(ScenarioNode node, string[] parts, int index)
    {
        string above = ScenarioNode.Shorten(string.Join('.', parts[..index])), place = $"there is no place \"{ScenarioNode.Shorten(parts[index])}\"";
        return parts[index].Length == 0 ? $"{place} in a path; one dot stands between two keys, as in grid.points"
            : node.Kind == JsonValueKind.Array ? $"{place} in {node.Describe()}; the next place is {node.Items.Count}"
            : $"{place} in {node.Describe()}; {above}=VALUE gives {above} another value as a whole";
    }

    /// <summary>Goes to the part of the node, or puts a value there; missing objects are made, an index may be one past the last.</summary>
    private static ScenarioNode? Step(ScenarioNode node, string part, ScenarioNode? value, string origin)
    {
        if (part.Length == 0)
            return null;
        if (node.Kind == JsonValueKind.Object)
        {
            ScenarioNode member = value ?? node.Member(part) ?? ScenarioNode.Object(origin);
            node.SetMember(part, member);
            return member;
        }
        // A list of one is that one.
        if (node is { Kind: JsonValueKind.Array, Items: [{ Kind: JsonValueKind.Object } only] } && !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return Step(only, part, value, origin);
        if (node.Kind != JsonValueKind.Array || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index > node.Items.Count)
            return null;
        if (index == node.Items.Count)
            node.Items.Add(value ?? ScenarioNode.Object(origin));
        else if (value is not null)
            node.Items[index] = value;
        return node.Items[index];
    }
}
