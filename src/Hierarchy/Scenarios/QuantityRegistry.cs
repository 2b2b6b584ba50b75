using Hierarchy.Diagnostics;
using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>Every quantity that may stand in diagnostics.csv, by whatever it is computed: diagnostics, the reports of models, particles.</summary>
internal static class QuantityRegistry
{
    /// <summary>The quantities in two or three dimensions, each once.</summary>
    public static IReadOnlyList<Quantity> All => [.. In(3).UnionBy(In(2), quantity => quantity.Name)];

    /// <summary>The quantities in d dimensions.</summary>
    public static IReadOnlyList<Quantity> In(int dimension) =>
    [
        .. DiagnosticRegistry.All.SelectMany(diagnostic => diagnostic.Quantities(dimension))
            .Concat(ModelRegistry.All.SelectMany(model => model.Quantities)).Concat(ParticleSetup.Quantities).DistinctBy(quantity => quantity.Name),
    ];
}
