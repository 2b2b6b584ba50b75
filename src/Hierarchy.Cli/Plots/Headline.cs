using Hierarchy.Models;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Plots;

/// <summary>The one figure that shows what a scenario shows.</summary>
internal static class Headline
{
    private const int MostPanels = 3;

    /// <summary>From the most to the least particular: what a scenario can show beyond others says what it is for.</summary>
    private static readonly string[] Ranking = ["fluctuations", "bogoliubov", "fisher-dissipation", "isotropisation", "closure-error", "closures-against-mixture",
        "correlation", "rates", "variance",
        "error-to-landau", "density", "entropy"];

    /// <summary>The figure, cut to three panels; null if there is none.</summary>
    public static Figure? Of(Scenario scenario, IReadOnlyList<Figure> figures) => Whole(scenario, figures) is { } chosen
        ? chosen with { Panels = [.. chosen.Panels.Take(MostPanels)] } : null;

    /// <summary>The same with all its panels.</summary>
    public static Figure? Whole(Scenario scenario, IReadOnlyList<Figure> figures)
    {
        bool hasParticles = scenario.Models.Any(model => ModelRegistry.Find(model.Name) is IParticleModel), hasRates = scenario.Particles.Count(n => n != "infinity") >= 3;
        IEnumerable<string> order = hasParticles ? Ranking.Prepend("closures-against-particles") : hasRates ? Ranking.Prepend("rates") : Ranking;
        return order.Select(name => figures.FirstOrDefault(figure => figure.Name == name)).FirstOrDefault(figure => figure is not null);
    }
}
