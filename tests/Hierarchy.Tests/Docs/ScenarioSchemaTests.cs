using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hierarchy.Cli.Commands;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.Tests.Cli;
using Hierarchy.Tests.Scenarios;
using NJsonSchema;

namespace Hierarchy.Tests.Docs;

/// <summary>The JSON Schema of a scenario accepts what the reader accepts and refuses what one value at a time can be refused for.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromJsonAsync(ScenarioJsonSchema.Text()));

    /// <summary>Pieces of the rules that look at several values, at the text of the file, or at a name in a case of its own.</summary>
    private static readonly string[] BeyondTheSchema =
    [
        "stands twice", "is not valid JSON", "needs 3 numbers", "needs 2 numbers", "smaller than grid.halfWidth", "has no meaning", "add up to 1",
            "outside the box", "lies outside the box",
        "the finest mode", "positive definite", "symmetric", "K in [0.5, 1]", "time.end]", "more than 10000", "later than the time before it",
            "a whole number of size at most", "is 1E-09",
    ];

    public static TheoryData<string> Shipped => new(ShippedScenarios.Names);

    private static async Task<bool> Accepts(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        JsonSchema schema = await Schema.Value;
        return schema.Validate(JsonSerializer.Serialize(document.RootElement)).Count == 0;
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Shipped_scenarios_are_valid(string name) => Assert.True(await Accepts(File.ReadAllText(Path.Combine(Scenarios.ScenarioRun.Folder, name + ".json"))));

    [Theory]
    [MemberData(nameof(BadScenarios.Table), MemberType = typeof(BadScenarios))]
    public async Task Faults_of_a_single_value_are_refused(string sound, string faulty, string path, string rule)
    {
        bool isBeyond = BeyondTheSchema.Any(piece => rule.Contains(piece, StringComparison.Ordinal) || path.Contains(piece, StringComparison.Ordinal));
        // A regularisation asks something of epsilon, and an unfinished document is no JSON.
        if (isBeyond || faulty.Contains("softened", StringComparison.Ordinal) || rule == "line")
            return;
        int place = BadScenarios.Valid.IndexOf(sound, StringComparison.Ordinal);
        Assert.False(await Accepts(BadScenarios.Valid.Remove(place, sound.Length).Insert(place, faulty)), $"{path}: {rule}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"$schema\": \"somewhere/scenario.schema.json\",")]
    [InlineData("\"pair\": \"mixture\",")]
    [InlineData("\"pair\": { \"type\": \"perturbed\", \"amplitude\": 0.1, \"wavevector\": [1, 1], \"profile\": \"sin\" },")]
    [InlineData("\"output\": { \"pair\": true }, \"rescale\": false, \"collisions\": { \"conservative\": false, \"equilibriumPreserving\": false },")]
    [InlineData("\"quantities\": \"mass\",", "\"quantities\": [\"all\"],")]
    [InlineData("\"particles\": 4, \"models\": \"cluster\",", "\"particles\": [4, 16, \"infinity\"],", "\"models\": [\"landau\"],")]
    [InlineData("\"models\": [{ \"type\": \"kirkwood\", \"normalised\": true }, { \"type\": \"cluster\" }],", "\"models\": [\"landau\"],")]
    [InlineData("\"models\": [{ \"type\": \"kac\", \"replicas\": 800, \"step\": 0.01, \"scheme\": \"random-batch\", \"modes\": 2 }],", "\"models\": [\"landau\"],")]
    [InlineData("\"time\": { \"end\": 0.5, \"output\": [0.1, 0.2] },", "\"time\": { \"end\": 0.5, \"tolerance\": 1e-5, \"output\": 0.1 },")]
    [InlineData("\"time\": { \"end\": 0.5, \"output\": { \"times\": [0.1] } },", "\"time\": { \"end\": 0.5, \"tolerance\": 1e-5, \"output\": 0.1 },")]
    [InlineData("\"grid\": { \"halfWidth\": 5, \"points\": 16, \"padding\": \"none\" },", "\"grid\": { \"halfWidth\": 5, \"points\": 16 },")]
    [InlineData("\"grid\": { \"halfWidth\": 5, \"points\": 16, \"padding\": { \"pair\": \"none\" } },", "\"grid\": { \"halfWidth\": 5, \"points\": 16 },")]
    public async Task Short_and_long_forms_are_valid_for_the_reader_and_the_schema(string added, params string[] removed)
    {
        string text = BadScenarios.Valid;
        foreach (string piece in removed)
            text = text.Replace(piece, "", StringComparison.Ordinal);
        text = text.Insert(1, added);
        Assert.Empty(ScenarioReader.Read(Encoding.UTF8.GetBytes(text), []).Faults);
        Assert.True(await Accepts(text));
    }

    /// <summary>A default that is told in words is that of the resolved scenario, wherever the words are a value.</summary>
    [Fact]
    public void Defaults_in_words_are_those_of_the_program()
    {
        JsonNode resolved = JsonNode.Parse(ScenarioWriter.Write(new Scenario
        {
            Name = "defaults",
            Dimension = 2,
            Grid = new GridSettings { HalfWidth = 5, Points = 16 },
            Time = new TimeSettings { End = 1 },
            Initial = [.. DensityRegistry.All.Where(family => !family.IsFile)],
            Pair = new PerturbedPairSettings(),
            Models = [new ModelSettings { Type = "kac" }.Resolved(2)],
        }))!;
        int compared = 0;
        foreach ((JsonNode part, Type record) in (IEnumerable<(JsonNode, Type)>)
            [(resolved, typeof(Scenario)), .. resolved["initial"]!.AsArray().Select(item => (item!, typeof(DensitySettings))),
                (resolved["pair"]!, typeof(PairSettings)), (resolved["models"]![0]!, typeof(ModelSettings))])
        {
            foreach (SettingKey key in SettingKey.OfAll(record)
                .Where(key => key.IsDefaultValue(out _) && part.AsObject().ContainsKey(key.Name) && key.BelongsTo(part["type"]?.GetValue<string>() ?? "")))
            {
                key.IsDefaultValue(out JsonNode? value);
                Assert.Equal(value!.ToJsonString(), part[key.Name]!.ToJsonString());
                compared++;
            }
        }
        Assert.True(compared >= 2, $"{compared} defaults compared");
    }

    /// <summary>No key is left without its meaning.</summary>
    [Fact]
    public void Every_key_has_a_meaning()
    {
        string table = CommandLine.Run("list", "keys", "--json").Out;
        foreach (JsonNode? row in JsonNode.Parse(table)!.AsArray())
            Assert.True(row!["meaning"]!.GetValue<string>().Split(": ")[^1].Length > 5, row["key"]!.GetValue<string>());
    }
}
