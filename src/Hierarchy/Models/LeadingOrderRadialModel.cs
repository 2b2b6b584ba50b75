using Hierarchy.Invariant;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>The first correction to propagation of chaos, for rotation-invariant pairs.</summary>
internal sealed class LeadingOrderRadialModel()
    : RadialModel(new InvariantModel("leading-order-radial", 2, "F = f f + (phi f + f phi + G)/N", Start) { IsLimit = true }, new LeadingOrderClosure())
{
    private static readonly Quantity Projection =
        new("projection_covariance_limit", 2, "int int G (v1.v2)^2, the limit of N (E[(v1.v2)^2] - (E|v|^2)^2/3)");

    public override IReadOnlyList<string> KnownFailures =>
    [
        .. base.KnownFailures,
        "An expansion: terms of order 1/N^2 are missing, which matters for few particles; N = 2 is not exact.",
        "Chaotic data only; kernels without viscosity and multiple of I only.",
    ];

    public override IReadOnlyList<Quantity> Quantities => [.. base.Quantities, .. new LeadingOrderClosure().Quantities, .. LimitQuantities.All, Projection];

    private static InvariantSystem Start(InvariantSetup setup) => new LeadingOrderSystem(setup.Basis, setup.Kernel);
}
