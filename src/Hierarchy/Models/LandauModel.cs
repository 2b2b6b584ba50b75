using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The direct solver of the Landau equation (1.1), the mean-field limit; it always runs.</summary>
internal sealed class LandauModel : IGridModel
{
    public string Name => "landau";

    public int Level => 1;

    public string Formula => "d_t f = Q(f,f), the reference of every other model; always runs";

    public string Reference => "Landau equation (1.1)";

    public string Cost => "one padded convolution";

    public IReadOnlyList<string> KnownFailures => [];

    public ModelFacts Facts { get; } = new() { Reference = ReferenceKind.Landau, SolvesLandau = ParticleNumbers.All, Triplet = TripletClosure.Tensorised };

    public string? Excludes(ParticleNumber particles, int dimension) => particles.IsInfinite ? null : "the Landau equation is the limit N = infinity";

    public IKineticEquation Close(ModelInput input) => new LandauEquation(Name, ParticleNumber.Infinity, input.Grid, input.Kernel, input.Options);
}
