using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hierarchy.Benchmarks.Pages;

/// <summary>
/// bill: the packages that the program is built from, as its lock file has them, in the form of CycloneDX 1.5 (ECMA-424): name, version, package URL and
/// SHA-512.
/// </summary>
internal static class BillOfMaterials
{
    public static readonly string Page = Path.Combine("docs", "bill-of-materials.json");

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(string[] arguments)
    {
        string path = Path.Combine(Repository.Root, Page);
        File.WriteAllText(path, Text());
        Console.WriteLine(path);
        return 0;
    }

    /// <summary>The bill, with a final line feed.</summary>
    public static string Text()
    {
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "Hierarchy.Cli", "packages.lock.json")));
        JsonProperty framework = locked.RootElement.GetProperty("dependencies").EnumerateObject().First();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.5");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            json.WriteString("type", "application");
            json.WriteString("name", "Hierarchy");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (JsonProperty package in framework.Value.EnumerateObject().Where(package => package.Value.TryGetProperty("resolved", out _))
                .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase))
                Write(json, package);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, JsonProperty package)
    {
        string version = package.Value.GetProperty("resolved").GetString()!;
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("name", package.Name);
        json.WriteString("version", version);
        json.WriteString("purl", $"pkg:nuget/{package.Name}@{version}");
        if (package.Value.TryGetProperty("contentHash", out JsonElement hash))
        {
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-512");
            json.WriteString("content", Convert.ToHexStringLower(hash.GetBytesFromBase64()));
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
