using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Hierarchy.Scenarios;

/// <summary>Reads JSON with comments and trailing commas into nodes with line numbers, strictly: a key stands once, whatever its case.</summary>
internal static class ScenarioParser
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The document, or null if its syntax is broken; faults are added to the list.</summary>
    public static ScenarioNode? ParseFile(ReadOnlySpan<byte> text, List<Fault> faults)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
            text = text[Encoding.UTF8.Preamble.Length..];
        return Parse(text, null, faults);
    }

    /// <summary>The value of an option; null with a fault if the syntax is broken.</summary>
    public static ScenarioNode? ParseValue(string text, string origin, List<Fault> faults) => Parse(Encoding.UTF8.GetBytes(text), origin, faults);

    private static ScenarioNode? Parse(ReadOnlySpan<byte> text, string? origin, List<Fault> faults)
    {
        var reader = new Utf8JsonReader(text, Options);
        var lines = new LineCounter(text, origin);
        try
        {
            reader.Read();
            ScenarioNode root = ReadValue(ref reader, ref lines, "", faults);
            // Reading past the value finds whatever else stands in the document.
            while (reader.Read())
            {
            }
            return root;
        }
        catch (JsonException error)
        {
            int line = (int)(error.LineNumber ?? 0), column = (int)(error.BytePositionInLine ?? 0);
            faults.Add(new Fault(lines.Path, "", "is not valid JSON: " + JsonMistake.At(text, PositionOf(text, line) + column), "", origin
                ?? $"line {line + 1}, column {column + 1}"));
        }
        catch (InvalidOperationException)
        {
            // Raised by the reader for text that is no valid UTF-8 or UTF-16.
            faults.Add(new Fault(lines.Path, "", "is not valid JSON: a string holds bytes that are no text", "", lines.Origin(reader.TokenStartIndex)));
        }
        return null;
    }

    private static ScenarioNode ReadValue(ref Utf8JsonReader reader, ref LineCounter lines, string path, List<Fault> faults)
    {
        string origin = lines.Origin(reader.TokenStartIndex);
        lines.Path = path;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, ref lines, path, origin, faults);
            case JsonTokenType.StartArray:
                ScenarioNode list = ScenarioNode.List(origin);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Items.Add(ReadValue(ref reader, ref lines, $"{path}[{list.Items.Count}]", faults));
                return list;
            case JsonTokenType.String:
                return ScenarioNode.String(reader.GetString()!, origin);
            default:
                string literal = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
                return ScenarioNode.Literal(KindOf(reader.TokenType), literal, origin);
        }
    }

    private static ScenarioNode ReadObject(ref Utf8JsonReader reader, ref LineCounter lines, string path, string origin, List<Fault> faults)
    {
        ScenarioNode node = ScenarioNode.Object(origin);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            string keyOrigin = lines.Origin(reader.TokenStartIndex);
            string keyPath = path.Length == 0 ? name : $"{path}.{name}";
            lines.Path = keyPath;
            reader.Read();
            ScenarioNode value = ReadValue(ref reader, ref lines, keyPath, faults);
            if (node.Member(name) is { } first)
                faults.Add(new Fault(keyPath, value.Describe(), $"the key stands twice, first at {first.Origin}", "", keyOrigin));
            else
                node.Members.Add(new(name, value));
        }
        return node;
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    /// <summary>Where a line begins, counted from 0.</summary>
    private static int PositionOf(ReadOnlySpan<byte> text, int line)
    {
        int position = 0;
        for (; line > 0 && text[position..].IndexOf((byte)'\n') is >= 0 and int end; line--)
            position += end + 1;
        return position;
    }

    /// <summary>Turns ascending byte positions into line numbers, and keeps the path.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> text, string? origin)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private long _position;
        private int _line = 1;

        /// <summary>The last path that was reached, for faults of syntax.</summary>
        public string Path { get; set; } = "";

        public string Origin(long position)
        {
            if (origin is not null)
                return origin;
            _line += _text[(int)_position..(int)position].Count((byte)'\n');
            _position = position;
            return $"line {_line}";
        }
    }
}
