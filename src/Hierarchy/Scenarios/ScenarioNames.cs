using System.Globalization;
using Hierarchy.Diagnostics;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>The names that a scenario may use.</summary>
internal static class ScenarioNames
{
    public static IReadOnlyList<string> Regularisations { get; } = [.. RegularisationRegistry.All.Select(regularisation => regularisation.Name)];

    public static IReadOnlyList<string> Precisions { get; } = [CollisionSettings.DoublePrecision, CollisionSettings.MixedPrecision];

    public static IReadOnlyList<string> Paddings { get; } = [PaddingSettings.Full, PaddingSettings.None];

    public static IReadOnlyList<string> Origins { get; } = GridOrigins.Names;

    public static IReadOnlyList<string> Symmetries { get; } = [SymmetrySettings.Auto, SymmetrySettings.None];

    public static IReadOnlyList<string> Errors { get; } = [ErrorSettings.Auto, ErrorSettings.On, ErrorSettings.Off];

    public static IReadOnlyList<string> Unphysical { get; } = [UnphysicalSettings.Continue, UnphysicalSettings.Stop];

    /// <summary>What N may be besides a number.</summary>
    public static IReadOnlyList<string> Limits { get; } = [ParticleNumber.Infinity.ToString()];

    /// <summary>The numbers of points that an axis of a grid may have.</summary>
    public static IReadOnlyList<string> GridLengths { get; } =
        [.. Enumerable.Range(8, 121).Where(VelocityGrid.IsSupportedLength).Select(length => length.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The names of the quantities in two or three dimensions, after "all".</summary>
    public static IReadOnlyList<string> AllQuantities => ["all", .. Quantities(3).Union(Quantities(2))];

    /// <summary>The names of the quantities in d dimensions.</summary>
    public static IReadOnlyList<string> Quantities(int dimension) => [.. QuantityRegistry.In(dimension).Select(quantity => quantity.Name)];

    /// <summary>Reads N: a whole number of at least 2, or "infinity", "inf" or "∞".</summary>
    public static bool TryReadParticles(string text, out ParticleNumber particles)
    {
        particles = ParticleNumber.Infinity;
        if (text.ToLowerInvariant() is "infinity" or "inf" or "∞")
            return true;
        bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double count);
        if (!read || count != Math.Floor(count) || count is < 2 or > int.MaxValue)
            return false;
        particles = new ParticleNumber((int)count);
        return true;
    }
}

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
