using Hierarchy.Closures;
using Hierarchy.Equations;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Scenarios;

/// <summary>The rules of the models and of the particle numbers that they run with.</summary>
internal static class ModelRules
{
    private const long FewestReplicas = 80;
    private const long MostReplicas = 10_000_000_000;

    public static void Apply(RuleContext context)
    {
        Scenario scenario = context.Scenario;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        bool needsParticles = false;
        for (int i = 0; i < scenario.Models.Length; i++)
        {
            ModelSettings model = scenario.Models[i];
            string path = $"models[{i}]";
            if (!context.RequireName(path + ".type", model.Type, ScenarioNames.Models, ScenarioNames.UnavailableModels))
                continue;
            ApplyVariant(context, model, path);
            ApplySimulation(context, model, path);
            context.Require(seen.Add(model.Name), path + ".type", Quote(model.Name), "stands twice in the list");
            if (model.Type.Equals(ScenarioNames.Landau, StringComparison.OrdinalIgnoreCase))
                continue;
            needsParticles = true;
            if (model.IsParticles || ClosureRegistry.Find(model.Name) is not null)
                ApplyExclusions(context, model, path + ".type");
        }
        if (needsParticles)
            context.Require(scenario.Particles.Length > 0, "particles", "empty", "at least one value of N is required by the models");
    }

    private static void ApplyVariant(RuleContext context, ModelSettings model, string path)
    {
        if (model.Normalised is not { } normalised)
            return;
        bool exists = ClosureRegistry.Find(model.Type + ModelSettings.NormalisedSuffix) is not null;
        IEnumerable<string> variants = ClosureRegistry.All.Where(closure => closure.Name.EndsWith(ModelSettings.NormalisedSuffix, StringComparison.Ordinal))
            .Select(closure => closure.Name[..^ModelSettings.NormalisedSuffix.Length]);
        context.Require(exists, path + ".normalised", normalised ? "true" : "false", "has a meaning for these models only: " + string.Join(", ", variants));
    }

    private static void ApplySimulation(RuleContext context, ModelSettings model, string path)
    {
        (string Key, object? Value)[] settings = [("replicas", model.Replicas), ("step", model.Step), ("scheme", model.Scheme), ("modes", model.Modes)];
        if (!model.IsParticles)
        {
            foreach ((string key, object? value) in settings.Where(setting => setting.Value is not null))
                context.Require(false, $"{path}.{key}", value!, "has a meaning for particle systems only: " + string.Join(", ", ScenarioNames.ParticleModels));
            return;
        }
        context.Require(model.Replicas is null or (>= FewestReplicas and <= MostReplicas), path + ".replicas", model.Replicas ?? 0, "has to lie in [80, 1e10]");
        context.Require(model.Step is null || model.Step > 0, path + ".step", model.Step ?? 0, "has to be positive");
        context.Require(model.Modes is null or (>= 0 and <= 16), path + ".modes", model.Modes ?? 0, "has to lie in [0, 16]");
        if (model.Scheme is { } scheme && context.RequireName(path + ".scheme", scheme, ScenarioNames.Schemes, []))
        {
            bool fits = scheme == ModelSettings.AllPairs || model.Type.Equals(ScenarioNames.Particles, StringComparison.OrdinalIgnoreCase);
            context.Require(fits, path + ".scheme", Quote(scheme), "has to be \"all-pairs\" for the non-conservative system");
        }
    }

    /// <summary>A model that runs with some of the N leaves the others out and says so; one that runs with none is refused.</summary>
    private static void ApplyExclusions(RuleContext context, ModelSettings model, string path)
    {
        Scenario scenario = context.Scenario;
        if (!context.IsSound("dimension", "particles") || scenario.Particles.Length == 0)
            return;
        IClosure? closure = ClosureRegistry.Find(model.Name);
        var left = new List<(string Particles, string Reason)>();
        foreach (string text in scenario.Particles)
        {
            if (ScenarioNames.TryReadParticles(text, out ParticleNumber particles) && ExperimentPlan.Exclusion(closure, particles, scenario) is { } reason)
                left.Add((text, reason));
        }
        if (left.Count == 0)
            return;
        string reasons = string.Join("; ", left.Select(run => run.Reason).Distinct());
        if (left.Count == scenario.Particles.Length)
            context.Require(false, path, Quote(model.Name), "runs with none of the particle numbers: " + reasons);
        else
            context.Warn($"{model.Name} is left out at N = {string.Join(", ", left.Select(run => run.Particles))}: {reasons}");
    }

    private static string Quote(string text) => $"\"{ScenarioNode.Shorten(text)}\"";
}
