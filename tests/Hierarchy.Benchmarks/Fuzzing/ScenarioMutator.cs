using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Damages the text or the values of a scenario, the same way for the same random numbers.</summary>
internal sealed class ScenarioMutator(Random random)
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Pieces that have broken readers of JSON before.</summary>
    private static readonly string[] Tokens =
    [
        "NaN", "Infinity", "1e999", "-0", "null", "true", "{", "}", "[", "]", ",", ":", "\"", "\\", "//", "/*", "*/", "\0", "\\u0000", "\\ud800", "\uFEFF", "0x10",
            "01", "1.", "'",
        "\"name\": \"../escape\",", "\"Grid\": {},", "\"__proto__\": 1,", "1e308", "9223372036854775808", "-1e-320", "\u202E", "\U0001F600", "\r", "\t", "é",
    ];

    private static readonly double[] Numbers =
    [
        0, -0.0, 1, -1, 2, 3, 0.5, 7, 8, 12, 16, 127, 128, 129, 1e-300, 5e-324, 1e-13, 1e-6, 0.1, 1e6, 1e9, 1e16, 1e300, -1e300, int.MaxValue, int.MinValue,
            2147483648.0, 9007199254740993.0,
    ];

    private static readonly string[] Texts =
    [
        "", " ", "../../escape", "/tmp/escape", "a/b", "a\\b", "..", ".", "con", "名前", "\0", "a\0b", "\ud800", "%s%n", "[red]", "infinity", "Infinity", "-1", "4",
            "1e3", "NaN", "all", "landau", "kac",
        "kac-nonconservative", "cluster", "kirkwood", "conditional", "liouville", "mixture", "leading-order", "tensorised", "tensorised2", "pair-tensorised",
            "cluster-nonconservative", "full", "none",
        "cutoff", "softened", "elliptic", "gaussian", "bkw", "lemou", "shell", "perturbed-maxwellian", "samples", "grid", "chaotic", "perturbed", "random-batch", "all-pairs",
        "/dev/zero", "/proc/self/mem", "/", "scenario.json", "results.h5", "mass", "fisher_2",
    ];

    private static readonly string[] Paths =
    [
        "name", "grid.points", "grid.halfWidth", "time.end", "time.output", "time.tolerance", "particles", "models", "kernel.gamma", "kernel", "initial", "pair",
            "seed", "dimension", "quantities", "rescale",
        "collisions.conservative", "output.pair", "initial[0].weight", "models[9]", "grid..points", "", "[", "a.b.c", "initial[-1]", "initial[99999999999]",
    ];

    /// <summary>A damaged copy of a sound document.</summary>
    public byte[] Mutate(string sound)
    {
        int changes = 1 + random.Next(3);
        bool values = random.Next(3) > 0;
        string text = values ? MutateValues(sound, changes) : sound;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; !values && i < changes; i++)
            bytes = MutateBytes(bytes);
        return bytes;
    }

    /// <summary>An option --set, sound or not.</summary>
    public string Override()
    {
        string value = random.Next(3) switch { 0 => Pick(Texts), 1 => Number(), _ => "[" + Number() + "," + Pick(Tokens) + "]" };
        return Pick(Paths) + "=" + value;
    }

    private byte[] MutateBytes(byte[] bytes)
    {
        int at = random.Next(bytes.Length + 1), length = Math.Min(random.Next(1, 60), bytes.Length - at);
        ReadOnlySpan<byte> before = bytes.AsSpan(0, at), cut = bytes.AsSpan(at, length), after = bytes.AsSpan(at + length);
        return random.Next(8) switch
        {
            0 => [.. before],
            1 => [.. before, .. after],
            2 => [.. before, .. cut, .. cut, .. after],
            3 => [.. before, (byte)random.Next(256), .. cut, .. after],
            4 => [.. before, .. Encoding.UTF8.GetBytes(new string(random.Next(2) == 0 ? '[' : '{', random.Next(1, 20000))), .. cut, .. after],
            5 => [.. before, .. Encoding.UTF8.GetBytes(new string('x', random.Next(1, 100000))), .. cut, .. after],
            6 => Flip(bytes),
            _ => [.. before, .. Encoding.UTF8.GetBytes(Pick(Tokens)), .. cut, .. after],
        };
    }

    private byte[] Flip(byte[] bytes)
    {
        byte[] copy = [.. bytes];
        if (copy.Length > 0)
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private string MutateValues(string sound, int changes)
    {
        JsonNode root = JsonNode.Parse(sound, null, Reading)!;
        for (int i = 0; i < changes; i++)
        {
            var places = new List<(JsonNode Parent, string Key, int Index)>();
            Collect(root, places);
            if (places.Count > 0)
                Change(places[random.Next(places.Count)]);
        }
        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string Key, int Index)> places)
    {
        if (node is JsonObject members)
        {
            foreach ((string key, JsonNode? value) in members)
            {
                places.Add((members, key, -1));
                Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
            {
                places.Add((items, "", i));
                Collect(items[i], places);
            }
        }
    }

    private void Change((JsonNode Parent, string Key, int Index) place)
    {
        if (place.Parent is JsonObject members)
            Change(members, place.Key);
        else
            Change(place.Parent.AsArray(), place.Index);
    }

    private void Change(JsonObject members, string key)
    {
        switch (random.Next(6))
        {
            case 0:
                members.Remove(key);
                break;
            case 1:
                JsonNode? moved = members[key]?.DeepClone();
                members.Remove(key);
                members[random.Next(2) == 0 ? key.ToUpperInvariant() : key + "s"] = moved;
                break;
            default:
                members[key] = Value(members[key], 0);
                break;
        }
    }

    private void Change(JsonArray items, int index)
    {
        switch (random.Next(5))
        {
            case 0:
                items.RemoveAt(index);
                break;
            case 1:
                items.Add(items[index]?.DeepClone());
                break;
            default:
                items[index] = Value(items[index], 0);
                break;
        }
    }

    /// <summary>Mostly another value of the same kind, which reaches the rules behind the reader.</summary>
    private JsonNode? Value(JsonNode? old, int depth)
    {
        bool isNumber = old?.GetValueKind() == JsonValueKind.Number;
        if (isNumber && random.Next(3) > 0)
            return JsonValue.Create(random.Next(2) == 0 ? Numbers[random.Next(Numbers.Length)] : old!.GetValue<double>() * Math.Pow(2, random.Next(-4, 5)));
        if (old?.GetValueKind() == JsonValueKind.String && random.Next(3) > 0)
            return random.Next(20) == 0 ? new string('n', 5000) : Text();
        return random.Next(6) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(2) == 0),
            2 => JsonValue.Create(Numbers[random.Next(Numbers.Length)]),
            3 => Text(),
            4 when depth < 3 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(old, depth + 1)?.DeepClone())]),
            _ => new JsonObject { ["type"] = Text(), [Paths[random.Next(Paths.Length)]] = Numbers[random.Next(Numbers.Length)] },
        };
    }

    /// <summary>Half a surrogate pair cannot be written as JSON by the writer; the tokens hold one in its escaped form.</summary>
    private string Text() => Pick(Texts).Replace("\ud800", "?", StringComparison.Ordinal);

    private string Number() => Numbers[random.Next(Numbers.Length)].ToString("R", CultureInfo.InvariantCulture);

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
