using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

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
            if (!context.IsSound(path + ".type"))
                continue;
            context.Require(seen.Add(model.Name), path + ".type", Quote(model.Name), "stands twice in the list");
            if (ModelRegistry.Find(model.Name) is not { } definition)
                continue;
            Type record = (ModelRegistry.Find(model.Type) ?? definition).Settings.GetType();
            context.Require(
                model.GetType() == typeof(ModelSettings) || model.GetType() == record, path, model.GetType().Name,
                    $"are no settings of {model.Type}, whose record is {record.Name}");
            if (definition.Facts.Reference == ReferenceKind.Landau)
                continue;
            if (definition is IRadialModel { IsReference: true })
            {
                if (context.IsSound("dimension") && ExperimentPlan.Exclusion(definition, ParticleNumber.Infinity, scenario) is { } reason)
                    context.Require(false, path + ".type", Quote(model.Name), "does not run: " + reason);
                continue;
            }
            needsParticles = true;
            ApplyPrecision(context, definition, path + ".type");
            ApplyKernel(context, definition, path + ".type");
            ApplyExclusions(context, definition, path + ".type");
        }
        if (needsParticles)
            context.Require(scenario.Particles.Length > 0, "particles", "empty", "at least one value of N is required by the models");
    }

    private static void ApplyKernel(RuleContext context, IModel model, string path)
    {
        if (!context.IsSound("dimension", "kernel") || model is not IGridModel onGrid)
            return;
        string? refusal = onGrid.Excludes(context.Scenario.CreateKernel());
        context.Require(refusal is null, path, Quote(model.Name), refusal ?? "");
    }

    private static void ApplyPrecision(RuleContext context, IModel model, string path)
    {
        if (!context.Scenario.CreateOptions().SinglePairs || model is not IGridModel { TakesSinglePairs: false })
            return;
        IEnumerable<string> fitting = ModelRegistry.All.OfType<IGridModel>().Where(other => other.Level == 2 && other.TakesSinglePairs).Select(other => other.Name);
        context.Require(false, path, Quote(model.Name), "does not go with collisions.precision \"mixed\"; at level 2 these do: " + string.Join(", ", fitting));
    }

    /// <summary>A model that runs with some of the N leaves the others out and says so; one that runs with none is refused.</summary>
    private static void ApplyExclusions(RuleContext context, IModel model, string path)
    {
        Scenario scenario = context.Scenario;
        if (!context.IsSound("dimension", "particles") || scenario.Particles.Length == 0)
            return;
        var left = new List<(string Particles, string Reason)>();
        foreach (string text in scenario.Particles)
        {
            if (ScenarioNames.TryReadParticles(text, out ParticleNumber particles) && ExperimentPlan.Exclusion(model, particles, scenario) is { } reason)
                left.Add((text, reason));
        }
        if (left.Count == 0)
            return;
        string reasons = string.Join("; ", left.Select(run => run.Reason).Distinct());
        if (left.Count == scenario.Particles.Length)
            context.Require(false, path, Quote(model.Name), $"runs with none of the particle numbers: {reasons}{Fitting(model, scenario)}");
        else
            context.Warn($"{model.Name} is left out at N = {string.Join(", ", left.Select(run => run.Particles))}: {reasons}");
    }

    /// <summary>The particle numbers that would do, of those that people try first.</summary>
    private static string Fitting(IModel model, Scenario scenario)
    {
        ParticleNumber[] tried = [new(2), new(3), new(4), ParticleNumber.Infinity];
        ParticleNumber[] fitting = [.. tried.Where(particles => ExperimentPlan.Exclusion(model, particles, scenario) is null)];
        return fitting.Length == 0 ? "" : $"; {string.Join(" or ", fitting.Select(particles => particles.IsInfinite ? $"\"{particles}\"" : particles.ToString()))} would do";
    }

    private static string Quote(string text) => $"\"{ScenarioNode.Shorten(text)}\"";
}
