using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The leading order beside the correlation that Bogoliubov's hypothesis would have.</summary>
internal sealed class BogoliubovModel : IGridModel
{
    private static readonly LeadingOrderClosure Leading = new();

    public string Name => "leading-order-slaved";

    public int Level => 2;

    public string Formula => "leading-order, and at every output time G_s(f) with (T x 1 + 1 x T) G_s + P[f x f] - Q(f,f) x f - f x Q(f,f) = 0 but for the "
        + "two-particle invariants";

    public string Reference => "Bogoliubov's hypothesis: correlations follow f after a time that is short beside its own";

    public string Cost => "leading-order, and at every output time a run with f frozen to some relaxation times; at most 18 arrays of n^{2d} doubles";

    public IReadOnlyList<string> KnownFailures { get; } =
        [.. Leading.KnownFailures, "Without streaming both times are that of collisions, so that the hypothesis has no reason to hold; the model measures by how much."];

    public ModelFacts Facts { get; } = Leading.Facts with { GivesLimits = false };

    public IReadOnlyList<Quantity> Quantities => BogoliubovHierarchy.Quantities;

    public string? Excludes(PairDatum datum) => Leading.Excludes(datum);

    public bool ServesEveryN => true;

    public long MemoryValues(ParticleNumber particles, long points, ModelSettings settings) => 18 * points * points;

    public string? Excludes(CollisionKernel kernel) => HeatingKernels.Exclusion(kernel);

    public IKineticEquation Close(ModelInput input) => new BogoliubovHierarchy(Name, input.Grid, input.Kernel, input.Particles, input.Options);
}
