using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>
/// A model that a scenario may name: the direct solver, a closure of the hierarchy, an exact density, a particle system. One class, one file;
/// <see cref="ModelRegistry"/> finds it, and everybody else asks for its facts and never for its name.
/// </summary>
public interface IModel
{
    /// <summary>The name in scenario files and results, lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>m, the highest marginal that the model evolves: 1 or 2; 0 for particle systems, which have samples of all of them.</summary>
    int Level { get; }

    /// <summary>What defines the model: the closure relation, or the equation.</summary>
    string Formula { get; }

    /// <summary>Where it comes from.</summary>
    string Reference { get; }

    /// <summary>What one evaluation costs.</summary>
    string Cost { get; }

    /// <summary>What the model does not satisfy, for people; empty if nothing is known.</summary>
    IReadOnlyList<string> KnownFailures { get; }

    /// <summary>What is known of its solutions.</summary>
    ModelFacts Facts { get; }

    /// <summary>The name of the model whose solution this one has in another form, which takes less memory; null if there is none.</summary>
    string? StandsFor => null;

    /// <summary>What a scenario may set, with the defaults: an instance of the model's own settings record.</summary>
    ModelSettings Settings => new() { Type = Name };

    /// <summary>The quantities that only this model has, as functions of its state (<see cref="Report.IsQuantity"/>).</summary>
    IReadOnlyList<Quantity> Quantities => [];

    /// <summary>Why the model does not run with that N in d dimensions; null if it does.</summary>
    string? Excludes(ParticleNumber particles, int dimension) => null;

    /// <summary>Why it does not start from pair correlations of that kind; null if it does.</summary>
    string? Excludes(PairDatum datum) => null;
}

/// <summary>A model whose densities live on the grid: it makes an equation. A closure is such a model, a file of some 30 lines.</summary>
public interface IGridModel : IModel
{
    /// <summary>Whether one integration gives the results of every N; the equation then takes any N for its marginals.</summary>
    bool ServesEveryN => false;

    /// <summary>
    /// The doubles that an integration takes, its stepper included, for n^d points: at level 2 eight arrays of n^{2d} unless the model says otherwise. The
    /// further arrays of the explicit pair are no part of it.
    /// </summary>
    long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => Level >= 2 ? 8 * points * points : 0;

    /// <summary>The doubles of the largest part of its state, of which the explicit pair may take further arrays, with so many columns of g or slices of g_3.</summary>
    long StateValues(ParticleNumber particles, long points, long columns) => HoldsPairs ? points * columns : 0;

    /// <summary>Whether an integration holds g as n^{2d} values, which have to fit one array; if not, g is a sum of products.</summary>
    bool HoldsPairs => Level >= 2;

    /// <summary>Whether the equation takes <see cref="CollisionOptions.SinglePairs"/>, which halves its memory; at level 1 it makes no difference.</summary>
    bool TakesSinglePairs => Level < 2;

    /// <summary>Why its equation does not take a kernel, as what follows the model's name; null if it does.</summary>
    string? Excludes(CollisionKernel kernel) => null;

    /// <summary>Whether its equation keeps one column of g of each orbit where the datum has a symmetry, by which memory and time fall.</summary>
    bool ReducesBySymmetry(ParticleNumber particles) => false;

    /// <summary>Whether its equation takes arrays over pairs that are spread over ranks (<see cref="CollisionOptions"/>): from chaotic data, in double precision.</summary>
    bool SpreadsOverRanks => false;

    /// <summary>Whether its equation takes tables of one row a point that are spread over ranks.</summary>
    bool SpreadsRowsOverRanks => false;

    /// <summary>m if an evaluation takes time like n^{md}: the level, unless the model integrates over further particles.</summary>
    int WorkLevel(ParticleNumber particles) => Level;

    /// <summary>The equation of the model.</summary>
    IKineticEquation Close(ModelInput input);
}

/// <summary>What the equation of a model is made from.</summary>
/// <param name="Grid">The box.</param>
/// <param name="Kernel">A(z).</param>
/// <param name="Particles">N.</param>
/// <param name="Options">How the collision operators are discretised.</param>
/// <param name="Settings">The settings of the model, an instance of its own record.</param>
public sealed record ModelInput(VelocityGrid Grid, CollisionKernel Kernel, ParticleNumber Particles, CollisionOptions Options, ModelSettings Settings);

/// <summary>A particle system: it has samples and no densities.</summary>
public interface IParticleModel : IModel
{
    /// <summary>The experiment with N particles; the settings are complete (<see cref="ModelSettings.Resolved"/>).</summary>
    ParticleOptions Prepare(ParticleInput input);
}

/// <summary>What a particle experiment is made from.</summary>
public sealed record ParticleInput
{
    /// <summary>N.</summary>
    public required int Particles { get; init; }

    public required CollisionKernel Kernel { get; init; }

    /// <summary>f_0 = sum_k Weight_k f_k.</summary>
    public required IReadOnlyList<IInitialDensity> Components { get; init; }

    /// <summary>Whether all particles of a replica come from one component.</summary>
    public required bool Mixture { get; init; }

    public required IReadOnlyList<double> Times { get; init; }

    /// <summary>L, for the Fourier modes and the histograms.</summary>
    public required double HalfWidth { get; init; }

    public required long Seed { get; init; }

    public required ModelSettings Settings { get; init; }
}

/// <summary>Shorter ways to ask a model.</summary>
internal static class Models
{
    /// <summary>The equation with the settings that the model has by default.</summary>
    public static IKineticEquation Close(this IGridModel model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options) =>
        model.Close(new ModelInput(grid, kernel, particles, options, model.Settings));

    /// <summary>The doubles that an integration takes, with the settings of the model and the precision of g.</summary>
    public static long MemoryValues(this IGridModel model, ParticleNumber particles, long points, ModelSettings settings, CollisionOptions options) =>
        model.MemoryValues(particles, points, settings) / (model.TakesSinglePairs && options.SinglePairs ? 2 : 1);
}
