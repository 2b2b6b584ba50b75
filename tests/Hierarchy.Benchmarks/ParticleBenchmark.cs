using System.Diagnostics;
using System.Globalization;
using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Speed of the particle systems in pair updates a second, what the control variates gain, and the bias of the time step:
/// particles [speed | variance | bias | batch | energy].
/// </summary>
internal static class ParticleBenchmark
{
    public static int Run(string[] arguments)
    {
        string part = arguments.Length > 0 ? arguments[0] : "";
        if (part is "" or "speed")
            Speed();
        if (part is "" or "variance")
            Variance();
        return 0;
    }

    internal static ParticleOptions Beams(int particles, double step, bool controls = true) => new()
    {
        Particles = particles,
        Kernel = new CollisionKernel(-3, 1),
        Components = [GaussianDensity.Isotropic([1.2, 0], 0.6, 0.5), GaussianDensity.Isotropic([-1.2, 0], 0.6, 0.5)],
        Times = [0.5],
        Step = step,
        ControlVariates = controls,
    };

    private static void Speed()
    {
        Console.WriteLine("million pair updates a second, best of 3, everything included (initial data, estimates)");
        foreach (int threads in (int[])[1, Environment.ProcessorCount])
        {
            WorkCrew.Threads = threads;
            foreach (int d in (int[])[2, 3])
            {
                foreach (double gamma in (double[])[-3, -2, 0])
                    Line($"{threads} threads, d={d} gamma={gamma} N=16 all pairs", Normal(d, gamma, 16, PairScheme.AllPairs, 0.01, false), 2048);
                Line($"{threads} threads, d={d} gamma=-3 N=16 all pairs, control variates", Normal(d, -3, 16, PairScheme.AllPairs, 0.01, true), 2048);
                Line($"{threads} threads, d={d} gamma=-3 N=4 all pairs, control variates", Normal(d, -3, 4, PairScheme.AllPairs, 0.02, true), 40000);
                Line($"{threads} threads, d={d} gamma=-3 N=1000 batches", Normal(d, -3, 1000, PairScheme.RandomBatch, 0.001, false), 64);
            }
        }
    }

    private static ParticleOptions Normal(int d, double gamma, int particles, PairScheme scheme, double step, bool controls) => new()
    {
        Particles = particles,
        Kernel = new CollisionKernel(gamma, 1),
        Components = [d == 2 ? GaussianDensity.Diagonal([0, 0], [1.8, 0.2]) : GaussianDensity.Diagonal([0, 0, 0], [1.8, 0.2, 1])],
        Times = [0.5],
        Step = step,
        Scheme = scheme,
        ControlVariates = controls,
    };

    private static void Line(string what, ParticleOptions options, long replicas)
    {
        double best = 0;
        for (int repeat = 0; repeat < 3; repeat++)
        {
            using var experiment = new ParticleExperiment(options);
            long start = Stopwatch.GetTimestamp();
            experiment.Run(replicas);
            best = Math.Max(best, experiment.PairUpdatesPerReplica * experiment.Replicas / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-66} {best / 1e6,8:F1}"));
    }

    private static void Variance()
    {
        foreach (bool controls in (bool[])[false, true])
        {
            using var experiment = new ParticleExperiment(Beams(4, 0.05, controls));
            long start = Stopwatch.GetTimestamp();
            experiment.Run(2_000_000);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            ParticleEstimates estimates = experiment.EstimatesAt(0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"control variates {controls}: {experiment.Replicas} replicas in {seconds:F2} s"));
            foreach (Estimate estimate in estimates.Quantities())
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {estimate.Name,-24} {estimate.Value,14:F8} {estimate.StandardError,12:E2}"));
        }
    }
}
