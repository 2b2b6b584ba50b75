using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Performance;

/// <summary>
/// Pair updates of the conservative particle system, one thread and all, and the flow of the pairs alone: what a run takes beside it are the datum, the
/// estimates, and the coupled replicas that tell the error of the step.
/// </summary>
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
            using var flow = new Flow(particles);
            double[] times = Clock.InTurns(options.Quick ? 3 : 5, Clock.Of(work), Clock.Of(work, 1), Clock.Of(() => flow.Run(replicas), 1));
            double updates = 0.5 * Particles * (Particles - 1) * Steps * replicas;
            table.Add($"d={d}: million pair updates a second", 1e-3 * updates / times[0], "1/us");
            table.Gain($"d={d}: gain of {Environment.ProcessorCount} threads over 1", times[0], "ms", times[1], 1.7);
            table.Add($"d={d}: the flow of the pairs alone, one thread, of the whole", times[2], "ms", times[1]);
        }
    }

    /// <summary>The same replicas without datum, estimates and study of the step.</summary>
    private sealed unsafe class Flow(ParticleOptions options) : IDisposable
    {
        private readonly AllPairsDynamics _dynamics = new(options);
        private readonly InitialSampler _sampler = InitialSampler.Create(options);
        private readonly LaneRandom _random = new();
        private readonly NativeBuffer _velocity = new(options.Particles * options.Dimension * LaneMath.Lanes);

        public void Run(int replicas)
        {
            _random.Restart(1, 0);
            _sampler.Fill(_velocity.Pointer, 0, _random);
            for (int replica = 0; replica < replicas; replica += LaneMath.Lanes)
                _dynamics.Advance(_velocity.Pointer, options.StepInUse, Steps, _random, null, default);
        }

        public void Dispose()
        {
            _velocity.Dispose();
            _random.Dispose();
            _dynamics.Dispose();
        }
    }
}
