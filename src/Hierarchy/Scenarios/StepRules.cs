using Hierarchy.Densities;
using Hierarchy.Models;

namespace Hierarchy.Scenarios;

/// <summary>The rule of the time steps of particle systems: what is of use depends on the data and the kernel.</summary>
internal static class StepRules
{
    public static void Apply(RuleContext context, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        for (int i = 0; i < scenario.Models.Length; i++)
        {
            string path = $"models[{i}].step";
            if (scenario.Models[i] is not ParticleSettings { Step: { } step } settings || !context.IsSound($"models[{i}].type", $"models[{i}].scheme", path, "kernel"))
                continue;
            if (ModelRegistry.Find(settings.Name) is not IParticleModel model)
                continue;
            (double shortest, double longest) = model.Prepare(InputOf(scenario, settings, components)).UsefulSteps;
            string range = FormattableString.Invariant($"has to be in [{shortest:G2}, {longest:G2}]");
            context.Require(
                step >= shortest && step <= longest, path, step,
                range + ", from a thousandth of the default to the time in which a pair at the mean relative speed forgets its direction");
        }
    }

    private static ParticleInput InputOf(Scenario scenario, ParticleSettings settings, IReadOnlyList<IInitialDensity> components) => new()
    {
        Particles = 2,
        Kernel = scenario.CreateKernel(),
        Components = components,
        Mixture = false,
        Times = [0],
        HalfWidth = scenario.Grid.HalfWidth,
        Seed = 1,
        Settings = settings.Canonical(),
    };
}
