using System.Globalization;
using Hierarchy.Diagnostics;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>The names that a scenario may use. What other versions know and this one does not is listed apart, so that it can be told from a misspelling.</summary>
public static class ScenarioNames
{
    /// <summary>The direct solver of the Landau equation, the reference of every other model.</summary>
    public const string Landau = "landau";

    /// <summary>The exact density of N particles, the reference of the closures at the same N.</summary>
    public const string Liouville = "liouville";

    /// <summary>The Kac particle system (1.5).</summary>
    public const string Particles = "kac";

    /// <summary>The non-conservative particle system (1.6).</summary>
    public const string NonConservativeParticles = "kac-nonconservative";

    /// <summary>The cluster closure with a correlation of low rank.</summary>
    public const string LowRank = "cluster-lowrank";

    /// <summary>The particle systems.</summary>
    public static IReadOnlyList<string> ParticleModels { get; } = [Particles, NonConservativeParticles];

    public static IReadOnlyList<string> Schemes { get; } = [ModelSettings.AllPairs, ModelSettings.RandomBatch];

    private static readonly string[] PlannedModels =
    [
        "tensorised", "tensorised2", "pair-tensorised", "cluster", "kirkwood", "conditional", "mixture", "leading-order", "liouville", "kac", "kac-nonconservative", "cluster-lowrank",
    ];

    private static readonly string[] PlannedQuantities =
    [
        "entropy_2", "fisher_1", "fisher_2", "mutual_information", "relative_fisher", "min_f2", "negative_mass_f2", "marginal_defect", "exchange_defect",
        "pair_energy_covariance", "invariant_momentum", "invariant_energy", "chaos_l1", "chaos_l2", "coulomb_integral", "relative_entropy_to_landau",
    ];

    /// <summary>The models of this version.</summary>
    public static IReadOnlyList<string> Models => [Landau, .. ClosureRegistry.All.Select(closure => closure.Name), .. ParticleModels];

    /// <summary>Names of models that are reserved.</summary>
    public static IReadOnlyList<string> UnavailableModels => [.. PlannedModels.Except(Models)];

    public static IReadOnlyList<string> Regularisations { get; } = [.. RegularisationRegistry.All.Select(regularisation => regularisation.Name)];

    public static IReadOnlyList<string> InitialTypes { get; } =
    [
        InitialSettings.Gaussian, InitialSettings.Bkw, InitialSettings.Lemou, InitialSettings.Shell, InitialSettings.PerturbedMaxwellian,
        InitialSettings.Samples, InitialSettings.Grid,
    ];

    public static IReadOnlyList<string> PairTypes { get; } = [PairSettings.Chaotic, PairSettings.Mixture, PairSettings.Perturbed];

    public static IReadOnlyList<string> Profiles { get; } = [PairSettings.Cosine, PairSettings.Sine];

    public static IReadOnlyList<string> Precisions { get; } = [CollisionSettings.DoublePrecision, CollisionSettings.MixedPrecision];

    public static IReadOnlyList<string> Paddings { get; } = [PaddingSettings.Full, PaddingSettings.None];

    /// <summary>What N may be besides a number.</summary>
    public static IReadOnlyList<string> Limits { get; } = [ParticleNumber.Infinity.ToString()];

    /// <summary>The numbers of points that an axis of a grid may have.</summary>
    public static IReadOnlyList<string> GridLengths { get; } =
        [.. Enumerable.Range(8, 121).Where(VelocityGrid.IsSupportedLength).Select(length => length.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The names of the quantities in two or three dimensions, after "all".</summary>
    public static IReadOnlyList<string> AllQuantities { get; } = ["all", .. Quantities(3).Union(Quantities(2))];

    /// <summary>The names of the quantities in d dimensions.</summary>
    public static IReadOnlyList<string> Quantities(int dimension) =>
        [.. DiagnosticRegistry.All.SelectMany(diagnostic => diagnostic.Quantities(dimension)).Concat(ParticleSetup.Quantities).Select(quantity => quantity.Name)];

    /// <summary>Names of quantities that are reserved.</summary>
    public static IReadOnlyList<string> UnavailableQuantities(int dimension) => [.. PlannedQuantities.Except(Quantities(dimension))];

    /// <summary>Reads N: a whole number of at least 2 or "infinity".</summary>
    public static bool TryReadParticles(string text, out ParticleNumber particles)
    {
        particles = ParticleNumber.Infinity;
        if (text.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return true;
        bool read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double count);
        if (!read || count != Math.Floor(count) || count is < 2 or > int.MaxValue)
            return false;
        particles = new ParticleNumber((int)count);
        return true;
    }
}
