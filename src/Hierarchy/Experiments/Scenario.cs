using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Hierarchy.Collisions;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>
/// One experiment as a user states it: data, kernel, box, models, particle numbers and times. Every default is the initialiser here
/// and nowhere else; a property marked required has none. The ranges are stated with each setting and enforced before a run.
/// </summary>
/// <remarks>
/// The [Description] of a member says what may stand there in a scenario file; it is what a reader is told when something else does.
/// All results use the normalisation 1/(2N) sum_{i != j} of the Kac particle model.
/// </remarks>
public sealed record Scenario
{
    /// <summary>The name of the default output folder; a file name without separators.</summary>
    public required string Name { get; init; }

    public string Title { get; init; } = "";

    /// <summary>Purpose, scaling, expected cost and the command.</summary>
    public string Description { get; init; } = "";

    /// <summary>d, 2 or 3.</summary>
    public required int Dimension { get; init; }

    public KernelSettings Kernel { get; init; } = new();

    public required GridSettings Grid { get; init; }

    /// <summary>f_1 at the start: a sum of densities whose weights add up to 1.</summary>
    [MinLength(1)]
    public required InitialSettings[] Initial { get; init; }

    public PairSettings Pair { get; init; } = new();

    /// <summary>Whether the initial density is taken in the units of velocity in which it has mass 1, momentum 0 and energy d on the grid (Assumption 1.2).</summary>
    public bool Rescale { get; init; }

    public CollisionSettings Collisions { get; init; } = new();

    /// <summary>The values of N, each a whole number of at least 2 or "infinity".</summary>
    [Description("a whole number of at least 2, or \"infinity\"")]
    public string[] Particles { get; init; } = [];

    /// <summary>The models besides the direct Landau solver, which always runs.</summary>
    public ModelSettings[] Models { get; init; } = [];

    public required TimeSettings Time { get; init; }

    /// <summary>The seed of everything random, at least 0.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The quantities to compute, or "all", which is the default (an empty list stands for it).</summary>
    [MinLength(1)]
    public string[] Quantities { get; init; } = [];

    public OutputSettings Output { get; init; } = new();

    /// <summary>The grid.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public VelocityGrid CreateGrid() => new(Dimension, Grid.Points, Grid.HalfWidth);

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
    };

    /// <summary>Whether a quantity is asked for.</summary>
    public bool Wants(string quantity) =>
        Quantities.Length == 0 || Quantities.Contains("all", StringComparer.OrdinalIgnoreCase) || Quantities.Contains(quantity, StringComparer.OrdinalIgnoreCase);
}
