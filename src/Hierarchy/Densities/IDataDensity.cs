namespace Hierarchy.Densities;

/// <summary>A density that was measured or computed elsewhere, so that a symmetry that it should have holds nearly and not to round-off.</summary>
internal interface IDataDensity : ITensorDensity
{
    /// <summary>
    /// Whether its samples have the mean and covariance that it states. Not so for gridded values, whose moments are sums over the grid and whose
    /// negative values cannot be sampled.
    /// </summary>
    bool SamplesHaveStatedMoments { get; }
}
