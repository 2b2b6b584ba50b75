using System.Globalization;
using System.Text.Json;

namespace Hierarchy.Scenarios;

/// <summary>
/// Writes the short forms of a scenario out: one item for a list of one, a name for an object with a type, an interval for an output schedule, a number or a diagonal for
/// the rows of a covariance.
/// </summary>
internal static class Shorthands
{
    /// <summary>One item in place of a list of one.</summary>
    public static void ExpandLists(ScenarioNode root)
    {
        foreach (string name in (ReadOnlySpan<string>)["particles", "quantities"])
            Replace(root, name, AsList);
        foreach (string name in (ReadOnlySpan<string>)["initial", "models"])
            Replace(root, name, value => value.Kind == JsonValueKind.Object ? ScenarioNode.List(value.Origin, value) : AsList(value));
    }

    /// <summary>All short forms.</summary>
    public static void Expand(ScenarioNode root)
    {
        ExpandLists(root);
        foreach (ScenarioNode models in Lists(root.Member("models")))
            ReplaceItems(models, item => AsObject(item, JsonValueKind.String, "type"));
        Replace(root, "pair", item => AsObject(item, JsonValueKind.String, "type"));
        if (root.Member("grid") is { } grid)
            Replace(grid, "padding", ExpandPadding);
        if (root.Member("time") is { } time)
            Replace(time, "output", ExpandOutput);
        if (root.Member("output") is { } output)
        {
            foreach (string name in (ReadOnlySpan<string>)["scalars", "fields"])
                Replace(output, name, ExpandOutput);
        }
        int dimension = double.TryParse(root.Member("dimension")?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) && d == 3 ? 3 : 2;
        foreach (ScenarioNode initial in Lists(root.Member("initial")))
        {
            ReplaceItems(initial, item => AsObject(item, JsonValueKind.String, "type"));
            foreach (ScenarioNode component in initial.Items)
            {
                Replace(component, "covariance", value => ExpandCovariance(value, dimension));
                Replace(component, "bandwidth", AsList);
            }
        }
    }

    private static IEnumerable<ScenarioNode> Lists(ScenarioNode? node) => node is { Kind: JsonValueKind.Array } ? [node] : [];

    private static void Replace(ScenarioNode parent, string name, Func<ScenarioNode, ScenarioNode> expand)
    {
        if (parent.Member(name) is { } value)
            parent.SetMember(name, expand(value));
    }

    private static void ReplaceItems(ScenarioNode list, Func<ScenarioNode, ScenarioNode> expand)
    {
        for (int i = 0; i < list.Items.Count; i++)
            list.Items[i] = expand(list.Items[i]);
    }

    private static ScenarioNode AsList(ScenarioNode value) =>
        value.Kind is JsonValueKind.String or JsonValueKind.Number ? ScenarioNode.List(value.Origin, value) : value;

    private static ScenarioNode AsObject(ScenarioNode value, JsonValueKind kind, string key)
    {
        if (value.Kind != kind)
            return value;
        ScenarioNode node = ScenarioNode.Object(value.Origin);
        node.SetMember(key, value);
        return node;
    }

    private static ScenarioNode ExpandPadding(ScenarioNode value)
    {
        ScenarioNode node = AsObject(value, JsonValueKind.String, "landau");
        if (node != value)
            node.SetMember("pair", value);
        return node;
    }

    private static ScenarioNode ExpandOutput(ScenarioNode value)
    {
        ScenarioNode node = AsObject(value, JsonValueKind.Number, "interval");
        return node != value ? node : AsObject(value, JsonValueKind.Array, "times");
    }

    /// <summary>a to [[a, 0], [0, a]], [a, b] to [[a, 0], [0, b]].</summary>
    private static ScenarioNode ExpandCovariance(ScenarioNode value, int dimension)
    {
        if (value.Kind == JsonValueKind.Number)
        {
            ScenarioNode diagonal = ScenarioNode.List(value.Origin);
            diagonal.Items.AddRange(Enumerable.Repeat(value, dimension));
            value = diagonal;
        }
        if (value.Kind != JsonValueKind.Array || value.Items.Count == 0 || value.Items.Any(item => item.Kind != JsonValueKind.Number))
            return value;
        ScenarioNode rows = ScenarioNode.List(value.Origin);
        for (int i = 0; i < value.Items.Count; i++)
        {
            ScenarioNode row = ScenarioNode.List(value.Origin);
            for (int j = 0; j < value.Items.Count; j++)
                row.Items.Add(i == j ? value.Items[i] : ScenarioNode.Literal(JsonValueKind.Number, "0", value.Origin));
            rows.Items.Add(row);
        }
        return rows;
    }
}
