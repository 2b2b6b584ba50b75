namespace Hierarchy.Models;

/// <summary>The mean of the three products of a pair with the third particle, for rotation-invariant pairs.</summary>
internal sealed class PairTensorisedRadialModel() : RadialModel("pair-tensorised-radial", new PairTensorisedClosure());
