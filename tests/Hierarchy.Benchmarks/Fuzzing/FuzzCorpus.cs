using System.Text.Json;
using System.Text.Json.Nodes;
using Hierarchy.Cli.Commands;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Sound scenarios that take a moment: two of its own, and the shipped ones on the smallest grids.</summary>
internal static class FuzzCorpus
{
    private const string Pairs = """
        {
          "name": "pairs", "title": "t", "description": "d", "dimension": 2, "kernel": { "gamma": -3, "strength": 1, "regularisation": "softened", "epsilon": 0.3 },
          "grid": { "halfWidth": 5, "points": 10, "padding": { "landau": "full", "pair": "none" } },
          "initial": [ { "type": "gaussian", "weight": 0.5, "mean": [1, 0], "covariance": [1.2, 1] },
          { "type": "gaussian", "weight": 0.5, "mean": [-1, 0], "covariance": [[1, 0.1], [0.1, 1]] } ],
          "pair": "chaotic", "particles": [2, 16, "infinity"], "models": [ "landau", "tensorised", "cluster", { "type": "kirkwood", "normalised": true }, "liouville" ],
          "time": { "end": 0.02, "tolerance": 0.01, "output": 0.01 },
          "seed": 1, "quantities": [ "mass", "energy", "entropy_1", "chaos_l1", "error_l1" ], "output": { "pair": true }
        }
        """;

    private const string Particles = """
        {
          "name": "particles", "title": "t", "description": "d", "dimension": 2, "kernel": { "gamma": 0, "strength": 1 }, "grid": { "halfWidth": 6, "points": 12 },
          "initial": [ { "type": "bkw", "constant": 0.4 } ], "particles": [4],
          "models": [ { "type": "kac", "replicas": 80, "step": 0.01, "scheme": "all-pairs", "modes": 2 }, "tensorised" ],
          "time": { "end": 0.02, "tolerance": 0.01, "output": [0.01, 0.02] }, "seed": 3, "quantities": [ "all" ]
        }
        """;

    /// <summary>A scenario of a moment with this datum.</summary>
    public static string WithDatum(string component, int dimension) => $$"""
        {
          "name": "data", "dimension": {{dimension}}, "kernel": { "gamma": 0, "strength": 1 }, "grid": { "halfWidth": 6, "points": 40 }, "initial": [{{component}}],
          "particles": [4], "models": [ { "type": "kac", "replicas": 80, "step": 0.01 } ], "time": { "end": 0.01, "tolerance": 0.01, "output": 0.01 }
        }
        """;

    /// <summary>The scenarios as JSON.</summary>
    public static IReadOnlyList<string> Make() => [Pairs, Particles, .. ShippedScenarios.Names.Select(Shrink)];

    private static string Shrink(string name)
    {
        JsonNode root = JsonNode.Parse(ShippedScenarios.Find(name)!, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        root["grid"]!["points"] = root["dimension"]!.GetValue<int>() == 2 ? 12 : 8;
        root["time"] = new JsonObject { ["end"] = 0.01, ["output"] = 0.01, ["tolerance"] = 0.01 };
        foreach (JsonNode? model in root["models"]?.AsArray() ?? [])
        {
            if (model is JsonObject settings && settings.ContainsKey("replicas"))
                settings["replicas"] = 80;
        }
        return root.ToJsonString();
    }
}
