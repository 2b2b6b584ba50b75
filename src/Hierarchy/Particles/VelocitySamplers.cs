using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>Draws one velocity, d values.</summary>
internal delegate void VelocitySampler(RandomStream random, Span<double> velocity);

/// <summary>
/// How each density is sampled: exactly where it knows how (<see cref="ISampledDensity"/>); changes of units by those of what they map; all others by rejection
/// (<see cref="RejectionSampler"/>).
/// </summary>
internal static class VelocitySamplers
{
    /// <summary>The sampler of a density of mass one.</summary>
    public static VelocitySampler For(IInitialDensity density) => density switch
    {
        ISampledDensity sampled => sampled.Sample,
        AffineDensity affine => Affine(affine),
        _ => new RejectionSampler(density).Sample,
    };

    /// <summary>Whether the samples have the mean and covariance that the density states.</summary>
    public static bool HaveStatedMoments(IInitialDensity density) => density switch
    {
        AffineDensity affine => HaveStatedMoments(affine.Inner),
        IDataDensity data => data.SamplesHaveStatedMoments,
        _ => true,
    };

    /// <summary>v = (u - m)/s for u of the inner density.</summary>
    private static VelocitySampler Affine(AffineDensity density)
    {
        VelocitySampler inner = For(density.Inner);
        double[] shift = [.. density.Shift];
        double scale = density.Scale;
        return (random, velocity) =>
        {
            inner(random, velocity);
            for (int a = 0; a < shift.Length; a++)
                velocity[a] = (velocity[a] - shift[a]) / scale;
        };
    }
}
