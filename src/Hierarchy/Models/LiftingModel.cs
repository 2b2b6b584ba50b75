using System.ComponentModel.DataAnnotations;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Settings;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The Landau equation by steps that cannot increase entropy nor Fisher information: a second opinion on the direct solver.</summary>
internal sealed class LiftingModel : IGridModel
{
    public string Name => "lifting";

    public int Level => 1;

    public string Formula => "f(t + tau) = int exp(tau P) (f x f) dv2: lift to a pair, advance the Liouville equation of two particles, take the marginal";

    public string Reference => "lifting and projecting, a first-order scheme for the Landau equation (2605.03273, 2606.25914)";

    public string Cost => "n^{2d} log n an evaluation as cluster, several in each step tau; at most 8 arrays of n^{2d} doubles";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "of first order in the step: at gamma = 0 a step multiplies the deviatoric covariance by (1 + exp(-8 d Lambda tau))/2 in place of exp(-4 d Lambda tau)",
        "entropy and Fisher information do not increase but for the errors of the grid, which the pair has as cluster at N = 2 has them",
        "kernels without viscosity and multiple of I only",
    ];

    public ModelFacts Facts { get; } = new() { Triplet = TripletClosure.Tensorised };

    public ModelSettings Settings => new LiftingSettings { Type = Name };

    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => 8 * points * points;

    public bool HoldsPairs => true;

    public int WorkLevel(ParticleNumber particles) => 2;

    public string? Excludes(ParticleNumber particles, int dimension) => particles.IsInfinite ? null : "the Landau equation is the limit N = infinity";

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.Exclusion(kernel);

    public IKineticEquation Close(ModelInput input) =>
        new LiftingEquation(Name, input.Grid, input.Kernel, input.Options, ((LiftingSettings)input.Settings).Step ?? LiftingSettings.DefaultStep);
}

/// <summary>The settings of <see cref="LiftingModel"/>.</summary>
public sealed record LiftingSettings : ModelSettings
{
    public const double DefaultStep = 0.01;

    [Setting("tau, the longest step between two projections", Default = "0.01")]
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? Step { get; init; }

    /// <inheritdoc/>
    public override ModelSettings Resolved(int dimension) => this with { Step = Step ?? DefaultStep };
}
