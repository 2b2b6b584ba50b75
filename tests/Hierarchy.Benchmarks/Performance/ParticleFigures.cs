using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>Pair updates of the conservative particle system, one thread and all.</summary>
internal static class ParticleFigures
{
    private const int Particles = 16;
    private const int Steps = 50;

    public static void Measure(PerformanceTable table, PerformanceOptions options)
    {
        table.Section("Particles, N = 16, gamma = -3, all pairs, estimates included");
        int replicas = options.Quick ? 512 : 2048;
        foreach (int d in (int[])[2, 3])
        {
            double[] variances = d == 2 ? [1.8, 0.2] : [1.8, 0.2, 1];
            var particles = new ParticleOptions
            {
                Particles = Particles,
                Kernel = new CollisionKernel(-3, 1),
                Components = [GaussianDensity.Diagonal(new double[d], variances)],
                Times = [0.5],
                Step = 0.5 / Steps,
                ControlVariates = ControlVariateKinds.None,
            };
            Action work = () =>
            {
                using var experiment = new ParticleExperiment(particles);
                experiment.Run(replicas);
            };
            double[] times = Clock.InTurns(options.Quick ? 3 : 5, Clock.Of(work), Clock.Of(work, 1));
            double updates = 0.5 * Particles * (Particles - 1) * Steps * replicas;
            table.Add($"d={d}: million pair updates a second", 1e-3 * updates / times[0], "1/us");
            table.Gain($"d={d}: gain of {Environment.ProcessorCount} threads over 1", times[0], "ms", times[1], 1.7);
        }
    }
}
