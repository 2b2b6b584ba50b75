using Hierarchy.Equations;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>Level 1: f_{N,2} = f x f, so that d_t f_{N,1} = (N-1)/N Q(f_{N,1}, f_{N,1}): the Landau equation with a slower clock.</summary>
internal sealed class TensorisedClosure : IGridModel
{
    public string Name => "tensorised";

    public int Level => 1;

    public string Formula => "f_{N,2}(v1, v2) = f_{N,1}(v1) f_{N,1}(v2)";

    public string Reference => "Propagation of chaos at level 1: Carrillo and Guo (2025), hierarchy (1.11); the mean-field limit is equation (1.1).";

    public string Cost => "One Landau operator: in d = 2 one forward and three inverse transforms of (2n)^2 points, in d = 3 one and five of (2n)^3.";

    public IReadOnlyList<string> KnownFailures { get; } =
    [
        "No correlations: the pair covariance of order 1/N is missing.",
        "For gamma = 0 the anisotropy decays at the rate 4 d Lambda (N-1)/N to zero; the exact one decays at 4 d Lambda to 1/N of its initial value.",
        "The state at large times is the Maxwellian, not the mixture over the conserved momentum and energy of N particles.",
    ];

    public ModelFacts Facts { get; } = new()
    {
        SolvesLandau = ParticleNumbers.Infinite,
        Triplet = TripletClosure.Tensorised,
        Violates = ModelProperty.PairInvariants | ModelProperty.InitialSlopes | ModelProperty.ExactForTwo | ModelProperty.LeadingOrder,
    };

    public IKineticEquation Close(ModelInput input) =>
        new LandauEquation(Name, input.Particles, input.Grid, input.Kernel, input.Options);
}
