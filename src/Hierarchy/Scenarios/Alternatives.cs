using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>Models that keep the pairs of another one in a form that takes less memory.</summary>
internal static class Alternatives
{
    /// <summary>
    /// The model that stands for one of that name and runs with the datum: in the variables of an isotropic pair where the datum is isotropic, otherwise by
    /// factors; null if none does.
    /// </summary>
    public static IModel? Of(string name, Scenario scenario, IReadOnlyList<IInitialDensity> components) =>
        ModelRegistry.All.Where(model => model.StandsFor == name).OrderBy(model => model is not IRadialModel).FirstOrDefault(model => Runs(model, scenario, components));

    /// <summary>What would do where a plan does not fit into so many bytes: a grid, or a model.</summary>
    public static string Remedy(ExperimentPlan plan, long available)
    {
        Scenario scenario = plan.Scenario;
        IReadOnlyList<IInitialDensity> components = InitialData.Components(scenario);
        string[] models = [.. plan.Runs.Where(run => run.HoldsPairs).Select(run => run.Model).Distinct()
            .Select(name => Of(name, scenario, components)?.Name is { } other ? $"{other} in place of {name}" : "").Where(text => text.Length > 0)];
        int points = Enumerable.Range(VelocityGrid.FewestPoints, plan.Grid.Points - VelocityGrid.FewestPoints).Where(VelocityGrid.IsSupportedLength).Reverse()
            .FirstOrDefault(length => new ExperimentPlan(scenario with { Grid = scenario.Grid with { Points = length }, Errors = ErrorSettings.Off }).MemoryBytes <= available);
        string grid = points > 0 ? $"grid.points = {points}" : "";
        return string.Join(" or ", models.Append(grid).Where(text => text.Length > 0));
    }

    private static bool Runs(IModel model, Scenario scenario, IReadOnlyList<IInitialDensity> components)
    {
        bool hasNumbers = scenario.Particles.All(text => ScenarioNames.TryReadParticles(text, out ParticleNumber n) && ExperimentPlan.Exclusion(model, n, scenario) is null);
        return hasNumbers && (model is not IRadialModel radial || (IsotropicData.Excludes(components) is null && radial.Excludes(scenario.CreateKernel()) is null));
    }
}
