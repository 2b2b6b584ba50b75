using Hierarchy.Densities;

namespace Hierarchy.Invariant;

/// <summary>Makes the radial datum of densities on R^3: as they are where they are isotropic, their averages over directions where they nearly are.</summary>
internal static class IsotropicData
{
    /// <summary>The deviation of mean and covariance, over thermal speed and temperature, up to which a density is averaged.</summary>
    private const double Nearly = 0.1;

    /// <summary>The deviation between directions, over the largest value, below which a density is taken for isotropic.</summary>
    private const double RoundOff = 1e-10;

    private static readonly double[][] Directions = [.. MakeDirections()];

    /// <summary>Why a datum has no radial form, or null.</summary>
    public static string? Excludes(IReadOnlyList<IInitialDensity> components)
    {
        if (components.Any(component => component.Dimension != 3))
            return "rotation-invariant models are in d = 3";
        for (int k = 0; k < components.Count; k++)
        {
            IInitialDensity component = components[k];
            if (IsIsotropic(component))
                continue;
            double temperature = (component.Covariance[0] + component.Covariance[4] + component.Covariance[8]) / 3;
            double mean = component.Mean.Max(Math.Abs) / Math.Sqrt(temperature);
            double deviation = component.Covariance.Select((value, ab) => Math.Abs(value / temperature - (ab % 4 == 0 ? 1 : 0))).Max();
            if (component is not IDataDensity || mean > Nearly || deviation > Nearly)
                return $"component {k} is not isotropic: its mean is {mean:G2} thermal speeds, its covariance deviates by {deviation:G2} from a multiple of I";
        }
        return null;
    }

    /// <summary>The radial datum.</summary>
    /// <param name="components">Densities of weights with sum 1.</param>
    /// <param name="isMixture">Whether the pair is sum_k weight_k f_k x f_k.</param>
    /// <exception cref="ArgumentException">There is none, see <see cref="Excludes"/>.</exception>
    public static InvariantDatum Of(IReadOnlyList<IInitialDensity> components, bool isMixture = false)
    {
        if (Excludes(components) is { } reason)
            throw new ArgumentException(reason, nameof(components));
        double dropped = 0, temperature = 0;
        List<(double, Func<double, double>)> parts = [];
        foreach (IInitialDensity component in components)
        {
            Func<double, double> density = r => component.Evaluate([r, 0, 0]);
            if (!IsIsotropic(component))
            {
                RadialAverage average = new(component);
                density = average.Density;
                dropped += component.Weight * average.Dropped;
            }
            temperature = Math.Max(temperature, RadialTail.Temperature(density));
            parts.Add((component.Weight, density));
        }
        return new InvariantDatum(parts, temperature) { DroppedAnisotropy = dropped, IsMixture = isMixture && parts.Count > 1 };
    }

    private static bool IsIsotropic(IInitialDensity density)
    {
        double speed = Math.Sqrt((density.Covariance[0] + density.Covariance[4] + density.Covariance[8]) / 3), largest = 0, deviation = 0;
        foreach (double radius in (ReadOnlySpan<double>)[0.1, 0.7, 1.3, 2, 3, 4.5])
        {
            double first = density.Evaluate([radius * speed, 0, 0]);
            foreach (double[] direction in Directions)
            {
                double value = density.Evaluate([.. direction.Select(component => radius * speed * component)]);
                largest = Math.Max(largest, Math.Abs(value));
                deviation = Math.Max(deviation, Math.Abs(value - first));
            }
        }
        return deviation <= RoundOff * largest;
    }

    private static IEnumerable<double[]> MakeDirections()
    {
        const double half = 0.5, third = 0.57735026918962576;
        double root = Math.Sqrt(half);
        return
        [
            [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1], [root, root, 0], [-root, 0, root], [0, root, -root],
            [third, third, third], [-third, third, third], [0.36, -0.48, 0.8], [0.8, 0.36, -0.48], [-0.48, -0.8, 0.36],
        ];
    }
}
