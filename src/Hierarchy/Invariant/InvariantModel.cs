using Hierarchy.Kernels;

namespace Hierarchy.Invariant;

/// <summary>A model of rotation-invariant pairs: what it is called, what it is, which equation it makes.</summary>
/// <param name="Name">The name in scenarios.</param>
/// <param name="Level">1 for models of f alone.</param>
/// <param name="Formula">What f_3, or the pair, is.</param>
/// <param name="Start">The equation on a basis: kernel, 1/N, datum.</param>
internal sealed record InvariantModel(string Name, int Level, string Formula, Func<RadialBasis, CollisionKernel, double, InvariantDatum, InvariantSystem> Start)
{
    /// <summary>Whether one integration serves every N.</summary>
    public bool IsLimit { get; init; }

    /// <summary>The only admissible 1/N, or null.</summary>
    public double? Inverse { get; init; }

    /// <summary>All models.</summary>
    public static IReadOnlyList<InvariantModel> All { get; } =
    [
        new("landau-radial", 1, "d_t f = Q(f,f)", static (basis, kernel, _, _) => new RadialLandau(basis, kernel)) { Inverse = 0 },
        new("tensorised2-radial", 2, "f3 = f1 f2 f3", static (basis, kernel, inverse, _) => new PairSystem(basis, kernel, inverse, 0)),
        new("pair-tensorised-radial", 2, "f3 = (F12 f3 + F13 f2 + F23 f1)/3", static (basis, kernel, inverse, _) => new PairSystem(basis, kernel, inverse, 1.0 / 3)),
        new("cluster-radial", 2, "f3 = F12 f3 + F13 f2 + F23 f1 - 2 f1 f2 f3", static (basis, kernel, inverse, _) => new PairSystem(basis, kernel, inverse, 1)),
        new("liouville-radial", 2, "d_t F = P F/2", static (basis, kernel, _, _) => new PairSystem(basis, kernel, 0.5, 0)) { Inverse = 0.5 },
        new("leading-order-radial", 2, "F = f f + (phi f + f phi + G)/N", static (basis, kernel, _, _) => new LeadingOrderSystem(basis, kernel)) { IsLimit = true },
        new("mixture-radial", 2, "F = sum w f^k f^k", static (basis, kernel, _, datum) =>
            new RadialLandau(basis, kernel, datum.IsMixture ? datum.Components.Count : 1)) { Inverse = 0 },
    ];

    /// <summary>The model of that name, or null.</summary>
    public static InvariantModel? Find(string name) => All.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
