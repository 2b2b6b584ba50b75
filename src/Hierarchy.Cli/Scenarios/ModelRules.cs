using Hierarchy.Closures;
using Hierarchy.Equations;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Scenarios;

/// <summary>The rules of the models and of the particle numbers that they run with.</summary>
internal static class ModelRules
{
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
            context.Require(seen.Add(model.Name), path + ".type", Quote(model.Name), "stands twice in the list");
            if (model.Type.Equals(ScenarioNames.Landau, StringComparison.OrdinalIgnoreCase))
                continue;
            needsParticles = true;
            if (ClosureRegistry.Find(model.Name) is { } closure)
                ApplyExclusions(context, closure, path + ".type");
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

    /// <summary>A model that runs with some of the N leaves the others out and says so; one that runs with none is refused.</summary>
    private static void ApplyExclusions(RuleContext context, IClosure closure, string path)
    {
        Scenario scenario = context.Scenario;
        if (!context.IsSound("dimension", "particles") || scenario.Particles.Length == 0)
            return;
        var left = new List<(string Particles, string Reason)>();
        foreach (string text in scenario.Particles)
        {
            if (ScenarioNames.TryReadParticles(text, out ParticleNumber particles) && closure.Excludes(particles, scenario.Dimension) is { } reason)
                left.Add((text, reason));
        }
        if (left.Count == 0)
            return;
        string reasons = string.Join("; ", left.Select(run => run.Reason).Distinct());
        if (left.Count == scenario.Particles.Length)
            context.Require(false, path, Quote(closure.Name), "runs with none of the particle numbers: " + reasons);
        else
            context.Warn($"{closure.Name} is left out at N = {string.Join(", ", left.Select(run => run.Particles))}: {reasons}");
    }

    private static string Quote(string text) => $"\"{ScenarioNode.Shorten(text)}\"";
}
