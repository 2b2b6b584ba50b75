using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>How far the absolute error of the next model lies above that of a model.</summary>
/// <param name="Model">The next model.</param>
/// <param name="Size">|its error| - |this error|, not negative.</param>
/// <param name="StandardError">
/// The sum of the standard errors of both. Both errors are taken against one reference: where their signs differ, its noise enters the gap twice, where they agree not at all,
/// and near zero nobody knows the signs. The sum holds in each case.
/// </param>
/// <param name="Offset">The sum of what no number of replicas makes smaller.</param>
/// <param name="Replicas">The replicas there are; 0 without particles.</param>
public sealed record ErrorGap(string Model, double Size, double StandardError, double Offset, double Replicas)
{
    /// <summary>Whether the order of the two models can be told.</summary>
    public bool IsResolved => Size > ComparisonRow.Significance * StandardError + Offset;

    /// <summary>
    /// The replicas from which on the order could be told, if the gap stays; infinite where the offset hides it, NaN where it is told already or there are no
    /// particles.
    /// </summary>
    public double ReplicasNeeded => IsResolved || !(Replicas > 0) ? double.NaN
        : Size > Offset ? Replicas * Math.Pow(ComparisonRow.Significance * StandardError / (Size - Offset), 2) : double.PositiveInfinity;
}

/// <summary>The error of one quantity of one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Time">The time.</param>
/// <param name="Quantity">The quantity; a distance is its own error.</param>
/// <param name="Reference">What it is compared with: landau, liouville or the particles.</param>
/// <param name="Error">Value less reference, or the distance.</param>
/// <param name="StandardError">Of the error, from that of either side; 0 where both are deterministic.</param>
/// <param name="Offset">What the two sides differ by for reasons other than the closure, at most: the tolerance of the integration, and, against particles, the
/// datum outside of the box.</param>
/// <param name="Rank">One more than the number of models whose error is smaller beyond its error, at this N and time; 0 where the quantity is not the one that ranks them.</param>
/// <param name="Next">The model with the next larger error; null without one.</param>
public sealed record ComparisonRow(
    string Model, ParticleNumber Particles, double Time, string Quantity, string Reference, double Error, double StandardError, double Offset = 0, int Rank = 0,
        ErrorGap? Next = null)
{
    /// <summary>The standard errors from which on a difference counts.</summary>
    internal const double Significance = 2;

    /// <summary>N times the error: bounded for an error of order 1/N.</summary>
    public double TimesN => Particles.IsInfinite ? double.NaN : Particles.Value * Error;

    /// <summary>N^2 times the error: bounded for an error of order 1/N^2, such as that of a closure that leaves g_3 out.</summary>
    public double TimesNSquared => Particles.IsInfinite ? double.NaN : Particles.Value * Particles.Value * Error;

    /// <summary>Whether the error exceeds two standard errors and the offset, so that it is one of the closure.</summary>
    public bool IsResolved => Math.Abs(Error) > Significance * StandardError + Offset;
}
