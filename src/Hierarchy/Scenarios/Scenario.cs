using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Models;
using Hierarchy.Settings;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>
/// One experiment as a user states it: data, kernel, box, models, particle numbers and times. Every default is the initialiser here
/// and nowhere else; a property marked required has none. The ranges are stated with each setting and enforced before a run.
/// </summary>
/// <remarks>
/// <see cref="SettingAttribute"/> says what a member means. A [Description] says what may stand there in a scenario file, where that is more than its type tells;
/// it is what a reader is told when something else does.
/// All results use the normalisation 1/(2N) sum_{i != j} of the Kac particle model.
/// </remarks>
public sealed record Scenario
{
    [Setting("the name of the default output folder, runs/NAME")]
    [StringLength(100, MinimumLength = 1)]
    [RegularExpression("^[A-Za-z0-9](\\.?[A-Za-z0-9_-])*$", ErrorMessage = "has to be a file name: 1 to 100 letters, digits, '.', '-' and '_', beginning with a letter or digit")]
    public required string Name { get; init; }

    [Setting("one line for tables and plots")]
    public string Title { get; init; } = "";

    [Setting("purpose, scaling, expected cost and the command")]
    public string Description { get; init; } = "";

    [Setting("d, the dimension of velocity")]
    [AllowedValues(2, 3)]
    public required int Dimension { get; init; }

    [Setting("the collision kernel A(z) = strength |z|^(gamma+2) (I - z z^T/|z|^2)")]
    public KernelSettings Kernel { get; init; } = new();

    [Setting("the grid in velocity; \"auto\" chooses it from the datum and the accuracy, as a file does that gives the accuracy in its place")]
    public required GridSettings Grid { get; init; }

    [Setting("the relative error that is aimed at, of f and of f_2: it chooses a grid and time.tolerance that are left out, and the run is repeated once on a finer "
        + "grid if its errors are larger", Default = "none; 1e-3 with the grid \"auto\"")]
    [Range(1e-6, 0.1)]
    public double? Accuracy { get; init; }

    [Setting("f_1 at the start: a list of densities whose weights add up to 1")]
    [MinLength(1)]
    public required DensitySettings[] Initial { get; init; }

    [Setting("f_2 at the start: the name of a type, or an object", Default = "chaotic")]
    public PairSettings Pair { get; init; } = new ChaoticPairSettings();

    [Setting("the plasma whose units the numbers are in; results are shown in both", Default = "none")]
    public UnitsSettings? Units { get; init; }

    [Setting("whether the initial density is taken in the units of velocity in which it has mass 1, momentum 0 and energy d on the grid (Assumption 1.2)")]
    public bool Rescale { get; init; }

    [Setting("how the discrete collision operators keep what the exact ones keep")]
    public CollisionSettings Collisions { get; init; } = new();

    [Setting("the particle numbers N, each a whole number of at least 2 or \"infinity\" for the Landau hierarchy; at least one if any model but landau is asked for")]
    [Range(2, int.MaxValue)]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Limits))]
    [Description("a whole number of at least 2, or \"infinity\"")]
    public string[] Particles { get; init; } = [];

    [Setting("the models besides the direct Landau solver, which always runs: names, or objects with settings")]
    public ModelSettings[] Models { get; init; } = [];

    [Setting("the time span and where results are wanted")]
    public required TimeSettings Time { get; init; }

    [Setting("the seed of everything random, a whole number; beyond 1e15 not every whole number is one in JSON")]
    [Range(0, 1e15)]
    public long Seed { get; init; } = 1;

    [Setting("auto: pair correlations of data with mirrors or exchanges of axes keep one column of each orbit of the group, with the same results at a fraction of "
        + "memory and time; none: they keep all columns")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Symmetries))]
    public string Symmetry { get; init; } = SymmetrySettings.Auto;

    [Setting("the quantities to compute, or \"all\"; list quantities has the formulas", Default = "[\"all\"]")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.AllQuantities))]
    [MinLength(1)]
    public string[] Quantities { get; init; } = [];

    [Setting("whether every value of a model on the grid gets a discretisation error from a companion, the same experiment on a coarser grid: on, off, or auto: "
        + "where it takes at most 40 % of the time")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Errors))]
    public string Errors { get; init; } = ErrorSettings.Auto;

    [Setting("what becomes of a run whose densities have lost their meaning (negative mass, a variance that no density in the box has): continue to the end, or stop "
        + "at the output time that shows it")]
    [Names(typeof(ScenarioNames), nameof(ScenarioNames.Unphysical))]
    public string Unphysical { get; init; } = UnphysicalSettings.Continue;

    [Setting("what the output folder holds")]
    public OutputSettings Output { get; init; } = new();

    /// <summary>The scenarios that a file with a sweep stands for, of which this one is the first; null without a sweep.</summary>
    public Sweep? Sweep { get; internal init; }

    /// <summary>Reads a scenario file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="overrides">Values that replace those of the file, each path=value: <c>"grid.points=32"</c>, <c>"particles=[4, 16]"</c>.</param>
    /// <returns>The scenario, with the names as the library prints them.</returns>
    /// <exception cref="ScenarioException">It cannot run; the exception lists all faults of the file and of the overrides at once.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <example><code>Scenario scenario = Scenario.Load("quickstart.json", "particles=[16]", "time.end=0.2");</code></example>
    public static Scenario Load(string file, params string[] overrides)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(overrides);
        return ScenarioReader.ReadFile(file, overrides).Require(file);
    }

    /// <summary>Everything that keeps the scenario from running; empty if nothing does.</summary>
    public IReadOnlyList<Fault> Check() => ScenarioReader.Check(this).Faults;

    /// <summary>The grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public VelocityGrid CreateGrid() => new(Dimension, Grid.Points, Grid.HalfWidth, GridOrigins.Find(Grid.Origin) ?? default);

    /// <summary>The collision kernel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public CollisionKernel CreateKernel() => new(Kernel.Gamma, Kernel.Strength, RegularisationRegistry.Find(Kernel.Regularisation), Kernel.Epsilon);

    /// <summary>The options of the collision operators.</summary>
    public CollisionOptions CreateOptions() => new()
    {
        PaddedLandau = Grid.Padding.Landau == PaddingSettings.Full,
        PaddedPair = Grid.Padding.PairIn(Dimension) == PaddingSettings.Full,
        Conservative = Collisions.Conservative,
        EquilibriumPreserving = Collisions.EquilibriumPreserving,
        SinglePairs = Collisions.Precision.Equals(CollisionSettings.MixedPrecision, StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Whether a quantity is asked for.</summary>
    public bool Wants(string quantity) =>
        Quantities.Length == 0 || Quantities.Contains("all", StringComparer.OrdinalIgnoreCase) || Names(quantity);

    /// <summary>Whether a quantity is asked for by its name.</summary>
    internal bool Names(string quantity) => Quantities.Contains(quantity, StringComparer.OrdinalIgnoreCase);
}
