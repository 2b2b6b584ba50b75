using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;

namespace Hierarchy.Tests.Particles;

/// <summary>Shared set-ups, and the comparison of an estimate with an exact value.</summary>
internal static class Samples
{
    /// <summary>A test of many such comparisons fails by chance once in some 1e5 runs; seeds are fixed, so it does not fail by chance at all.</summary>
    public const double StandardErrors = 4.5;

    /// <summary>Half N((1.2, 0), 0.6 I) + half N((-1.2, 0), 0.6 I).</summary>
    public static IReadOnlyList<IInitialDensity> Beams { get; } =
        [GaussianDensity.Isotropic([1.2, 0], 0.6, 0.5), GaussianDensity.Isotropic([-1.2, 0], 0.6, 0.5)];

    public static ParticleOptions Options(int particles, double gamma, double step, IReadOnlyList<IInitialDensity> components, params double[] times) => new()
    {
        Particles = particles,
        Kernel = new CollisionKernel(gamma, 1),
        Components = components,
        Times = times,
        Step = step,
    };

    /// <summary>The estimates at the last time.</summary>
    public static ParticleEstimates Run(ParticleOptions options, long replicas)
    {
        using var experiment = new ParticleExperiment(options);
        experiment.Run(replicas);
        return experiment.EstimatesAt(options.Times.Count - 1);
    }

    public static void Near(double expected, Estimate estimate, double bias = 0) =>
        Assert.True(
            Math.Abs(estimate.Value - expected) <= StandardErrors * estimate.StandardError + bias + 1e-13,
            $"{estimate.Name}: {estimate.Value:R} +- {estimate.StandardError:E2} against {expected:R}");

    public static void Near(double expected, string name, double[] values)
    {
        double mean = values.Average(), error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length / (values.Length - 1));
        Near(expected, new Estimate(name, mean, error));
    }

    /// <summary>P_l(x).</summary>
    public static double Legendre(int degree, double x)
    {
        double before = 1, now = x;
        for (int l = 1; l < degree; l++)
            (before, now) = (now, ((2 * l + 1) * x * now - l * before) / (l + 1));
        return degree == 0 ? 1 : now;
    }
}
