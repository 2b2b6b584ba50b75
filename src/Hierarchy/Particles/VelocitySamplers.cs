using Hierarchy.Densities;

namespace Hierarchy.Particles;

/// <summary>Draws one velocity, d values.</summary>
internal delegate void VelocitySampler(RandomStream random, Span<double> velocity);

/// <summary>
/// How each density is sampled: exactly for normal densities, the solution of Bobylev, Krook and Wu and whatever implements <see cref="ISampledDensity"/>
/// (shells, perturbed Maxwellians, kernel density estimates); changes of units by those of what they map; all others by rejection (<see cref="RejectionSampler"/>).
/// </summary>
internal static class VelocitySamplers
{
    /// <summary>The sampler of a density of mass one.</summary>
    public static VelocitySampler For(IInitialDensity density) => density switch
    {
        ISampledDensity sampled => sampled.Sample,
        GaussianDensity => Normal(density),
        BkwDensity bkw => Bkw(bkw),
        AffineDensity affine => Affine(affine),
        _ => new RejectionSampler(density).Sample,
    };

    /// <summary>
    /// Whether the samples have the mean and covariance that the density states. Not so for gridded values, whose moments are sums over the grid and whose
    /// negative values cannot be sampled.
    /// </summary>
    public static bool HaveStatedMoments(IInitialDensity density) => density switch
    {
        AffineDensity affine => HaveStatedMoments(affine.Inner),
        GridDensity or LatticeDensity or GyrotropicDensity => false,
        _ => true,
    };

    /// <summary>The lower triangular C of a covariance C C^T, row-major.</summary>
    public static double[] Cholesky(IReadOnlyList<double> covariance, int d)
    {
        double[] factor = new double[d * d];
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = covariance[a * d + b];
                for (int c = 0; c < b; c++)
                    sum -= factor[a * d + c] * factor[b * d + c];
                factor[a * d + b] = a == b ? Math.Sqrt(sum) : sum / factor[b * d + b];
            }
        }
        return factor;
    }

    private static VelocitySampler Normal(IInitialDensity density)
    {
        int d = density.Dimension;
        double[] mean = [.. density.Mean], factor = Cholesky(density.Covariance, d);
        return (random, velocity) =>
        {
            Span<double> normal = stackalloc double[3];
            for (int a = 0; a < d; a++)
            {
                normal[a] = random.NextNormal();
                velocity[a] = mean[a];
                for (int b = 0; b <= a; b++)
                    velocity[a] += factor[a * d + b] * normal[b];
            }
        };
    }

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

    /// <summary>M_K (P + Q |v|^2) is M_K with probability P and otherwise has |v|^2/K of the chi-squared law with d + 2 degrees of freedom.</summary>
    private static VelocitySampler Bkw(BkwDensity density)
    {
        int d = density.Dimension;
        double scale = density.Scale, constant = ((d + 2) * scale - d) / (2 * scale);
        return (random, velocity) =>
        {
            int degrees = random.NextUniform() < constant ? d : d + 2;
            double square = 0;
            for (int i = 0; i < degrees; i++)
            {
                double normal = random.NextNormal();
                square += normal * normal;
            }
            random.NextDirection(velocity);
            for (int a = 0; a < d; a++)
                velocity[a] *= Math.Sqrt(scale * square);
        };
    }
}
