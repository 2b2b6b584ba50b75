using Hierarchy.Kernels;

namespace Hierarchy.Invariant;

/// <summary>A model of rotation-invariant pairs: what it is called, what it is, which equation it makes.</summary>
/// <param name="Name">The name in scenarios.</param>
/// <param name="Level">1 for models of f alone.</param>
/// <param name="Formula">What f_3, or the pair, is.</param>
/// <param name="Start">The equation on a basis.</param>
internal sealed record InvariantModel(string Name, int Level, string Formula, Func<InvariantSetup, InvariantSystem> Start)
{
    /// <summary>Whether one integration serves every N.</summary>
    public bool IsLimit { get; init; }

    /// <summary>The only admissible 1/N, or null.</summary>
    public double? Inverse { get; init; }
}

/// <summary>What the equation of a model is made from.</summary>
/// <param name="Basis">The splines and modes.</param>
/// <param name="Kernel">A(z).</param>
/// <param name="Inverse">1/N.</param>
/// <param name="Datum">f_0 and the pair.</param>
internal readonly record struct InvariantSetup(RadialBasis Basis, CollisionKernel Kernel, double Inverse, InvariantDatum Datum);
