using Hierarchy.Invariant;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The first correction to propagation of chaos, for rotation-invariant pairs.</summary>
internal sealed class LeadingOrderRadialModel()
    : RadialModel(new InvariantModel("leading-order-radial", 2, "F = f f + (phi f + f phi + G)/N", Start) { IsLimit = true }, new LeadingOrderClosure())
{
    private static readonly Quantity[] Limits =
    [
        new("phi_fourth_moment", 1, "int phi |v|^4, the limit of N (E|v|^4 - that of f_1)"),
        new("energy_covariance_limit", 2, "int int G |v1|^2 |v2|^2, the limit of N cov(|v1|^2, |v2|^2)"),
        new("projection_covariance_limit", 2, "int int G (v1.v2)^2, the limit of N (E[(v1.v2)^2] - (E|v|^2)^2/3)"),
        new("mutual_information_limit", 2, "1/2 int int G^2/(f f), the limit of N^2 times the mutual information"),
        new("relative_fisher_limit", 2, "int int f f |grad(G/(f f))|^2, the limit of N^2 times the relative Fisher information"),
        new("relative_entropy_limit", 1, "1/2 int phi^2/f, the limit of N^2 H(f_{N,1}|f_1)"),
        new("relative_fisher_to_landau_limit", 1, "int f |grad(phi/f)|^2, the limit of N^2 I(f_{N,1}|f_1)"),
    ];

    public override IReadOnlyList<string> KnownFailures =>
    [
        .. base.KnownFailures,
        "An expansion: terms of order 1/N^2 are missing, which matters for few particles; N = 2 is not exact.",
        "Chaotic data only; kernels without viscosity and multiple of I only.",
    ];

    public override IReadOnlyList<Quantity> Quantities => [.. base.Quantities, .. new LeadingOrderClosure().Quantities, .. Limits];

    private static InvariantSystem Start(InvariantSetup setup) => new LeadingOrderSystem(setup.Basis, setup.Kernel);
}
