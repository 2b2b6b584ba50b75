using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>A scenario in a few lines.</summary>
internal static class ScenarioFacts
{
    /// <summary>Names and values.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ExperimentPlan plan)
    {
        Scenario scenario = plan.Scenario;
        string regularised = scenario.Kernel.Regularisation == "none" ? "" : Invariant($", {scenario.Kernel.Regularisation} with epsilon {scenario.Kernel.Epsilon:G4}");
        yield return ("name", scenario.Name);
        yield return ("kernel", Invariant($"A(z) = {scenario.Kernel.Strength:G4} |z|^({Minus(scenario.Kernel.Gamma)} + 2) (I − z zᵀ/|z|²){regularised}"));
        yield return ("velocity grid", Invariant($"d = {scenario.Dimension}, {scenario.Grid.Points} points an axis, box [−{scenario.Grid.HalfWidth:G4}, {scenario.Grid.HalfWidth:G4})^{scenario.Dimension}"));
        yield return ("initial density", string.Join(" + ", scenario.Initial.Select(part => part.Type)) + (scenario.Pair.Type == PairSettings.Chaotic ? ", independent particles" : $", pairs {scenario.Pair.Type}"));
        yield return ("particles", scenario.Particles.Length > 0 ? "N = " + string.Join(", ", scenario.Particles) : "none");
        yield return ("models", string.Join(", ", scenario.Models.Select(model => model.Name).Prepend(ModelRegistry.Landau.Name).Distinct()));
        yield return ("time", Invariant($"0 to {scenario.Time.End:G6}, {plan.Times.Length} output times, tolerance {scenario.Time.Tolerance:0e-0}"));
    }

    private static string Minus(double value) => value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
