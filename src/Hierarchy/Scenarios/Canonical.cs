namespace Hierarchy.Scenarios;

/// <summary>Writes the names of a valid scenario as the library prints them.</summary>
internal static class Canonical
{
    /// <param name="scenario">The scenario.</param>
    /// <param name="readsData">Whether what data files leave open is read off them.</param>
    public static Scenario Form(Scenario scenario, bool readsData = true) => scenario with
    {
        Kernel = scenario.Kernel with { Regularisation = Lower(scenario.Kernel.Regularisation) },
        Grid = scenario.Grid with { Origin = Lower(scenario.Grid.Origin), Padding = Padding(scenario.Grid.Padding, scenario.Dimension) },
        Initial = [.. scenario.Initial.Select(component => readsData ? component.Canonical().Read(scenario.Dimension) : component.Canonical())],
        Pair = scenario.Pair.Canonical(),
        Collisions = scenario.Collisions with { Precision = Lower(scenario.Collisions.Precision) },
        Particles = [.. scenario.Particles.Select(Particles)],
        Models = [.. scenario.Models.Select(model => model.Canonical())],
        Symmetry = Lower(scenario.Symmetry),
        Errors = Lower(scenario.Errors),
        Unphysical = Lower(scenario.Unphysical),
        Quantities = scenario.Quantities.Length == 0 ? ["all"] : [.. scenario.Quantities.Select(Lower)],
    };

    private static PaddingSettings Padding(PaddingSettings padding, int dimension) =>
        new() { Landau = Lower(padding.Landau), Pair = Lower(padding.PairIn(dimension)) };

    private static string Particles(string text) => ScenarioNames.TryReadParticles(text, out var count) ? count.ToString() : text;

    private static string Lower(string name) => name.ToLowerInvariant();
}
