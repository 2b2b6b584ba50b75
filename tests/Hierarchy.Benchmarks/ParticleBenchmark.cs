using System.Diagnostics;
using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks;

/// <summary>
/// Speed of the particle systems in pair updates a second, what the control variates gain, the bias of the time step and of random batches, and conservation
/// over many steps, and whether the errors mean what they say: particles [speed] [variance] [bias] [batch] [values] [energy] [calibration [d=2] [gamma=-3]] [steps] [seen],
/// the first four by default. All at the two beams of d = 2, gamma = -3 unless stated.
/// </summary>
internal static class ParticleBenchmark
{
    public static int Run(string[] arguments)
    {
        (string Name, Action Part)[] parts = [("speed", Speed), ("variance", Variance), ("bias", StepBias), ("batch", BatchBias), ("values", Values), ("energy", Energy),
            ("calibration", () => ParticleCalibration.StandardErrors(arguments)), ("steps", ParticleCalibration.StepErrors), ("seen", ParticleStepBias.Run)];
        foreach ((string name, Action part) in parts)
        {
            if (arguments.Contains(name, StringComparer.OrdinalIgnoreCase) || (arguments.Length == 0 && name is not ("values" or "energy" or "calibration" or "steps" or "seen")))
                part();
        }
        return 0;
    }

    private static ParticleOptions Beams(int particles, double step) => new()
    {
        Particles = particles,
        Kernel = new CollisionKernel(-3, 1),
        Components = [GaussianDensity.Isotropic([1.2, 0], 0.6, 0.5), GaussianDensity.Isotropic([-1.2, 0], 0.6, 0.5)],
        Times = [0.5],
        Step = step,
    };

    private static ParticleOptions Normal(int d, double gamma, int particles, PairScheme scheme, double step, ControlVariateKinds controls) => new()
    {
        Particles = particles,
        Kernel = new CollisionKernel(gamma, 1),
        Components = [d == 2 ? GaussianDensity.Diagonal([0, 0], [1.8, 0.2]) : GaussianDensity.Diagonal([0, 0, 0], [1.8, 0.2, 1])],
        Times = [0.5],
        Step = step,
        Scheme = scheme,
        ControlVariates = controls,
    };

    private static void Speed()
    {
        Console.WriteLine("million pair updates a second of wall time, and of processor time of one core; best of 3, initial data and estimates included");
        int before = WorkCrew.Threads;
        foreach (int threads in (int[])[1, Environment.ProcessorCount])
        {
            WorkCrew.Threads = threads;
            foreach (int d in (int[])[2, 3])
            {
                foreach (double gamma in (double[])[-3, -2, 0])
                    Rate($"{threads} threads, d={d} gamma={gamma} N=16 all pairs", Normal(d, gamma, 16, PairScheme.AllPairs, 0.01, ControlVariateKinds.None), 2048);
                Rate($"{threads} threads, d={d} gamma=-3 N=16 all pairs, control variates", Normal(d, -3, 16, PairScheme.AllPairs, 0.01, ControlVariateKinds.All), 2048);
                Rate($"{threads} threads, d={d} gamma=-3 N=4 all pairs, control variates", Normal(d, -3, 4, PairScheme.AllPairs, 0.02, ControlVariateKinds.All), 40000);
                Rate($"{threads} threads, d={d} gamma=-3 N=1000 batches", Normal(d, -3, 1000, PairScheme.RandomBatch, 0.001, ControlVariateKinds.None), 64);
            }
        }
        WorkCrew.Threads = before;
    }

    private static void Rate(string what, ParticleOptions options, long replicas)
    {
        double wall = 0, processor = 0;
        for (int repeat = 0; repeat < 3; repeat++)
        {
            using var experiment = new ParticleExperiment(options);
            experiment.Run(8);
            (long start, TimeSpan used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            experiment.Run(replicas);
            double updates = experiment.PairUpdatesPerReplica * (experiment.Replicas - 8);
            wall = Math.Max(wall, updates / Stopwatch.GetElapsedTime(start).TotalSeconds);
            processor = Math.Max(processor, updates / (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }
        Print($"  {what,-66} {wall / 1e6,8:F1} {processor / 1e6,8:F1}");
    }

    /// <summary>What each kind of control variate gains over plain means, and the time that a standard error of 1e-4 of E[vx^2 - vy^2] takes.</summary>
    private static void Variance()
    {
        foreach (int particles in (int[])[4, 16])
        {
            Print($"N = {particles}, t = 0.5, step 0.05: variance gain over plain means; standard error of E[vx^2 - vy^2]; seconds to 1e-4");
            foreach (ControlVariateKinds kind in Enum.GetValues<ControlVariateKinds>())
            {
                (ParticleEstimates estimates, double seconds) = Estimate(Beams(particles, 0.05) with { ControlVariates = kind }, 3_200_000 / particles);
                Estimate anisotropy = Anisotropy(estimates);
                string[] names = ["covariance_xx", "fourth_moment", "pair_covariance_xx"];
                string gains = string.Join("  ", names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {1 / estimates.VarianceRatio(name):F1}")));
                Print($"  {kind,-15} {gains}  {anisotropy.Value:F6} +- {anisotropy.StandardError:E2}  {seconds * Math.Pow(anisotropy.StandardError / 1e-4, 2):F1} s");
            }
        }
    }

    /// <summary>Strang's splitting: the distance to a fine step.</summary>
    private static void StepBias()
    {
        foreach ((int particles, long replicas) in ((int, long)[])[(4, 4_000_000), (16, 500_000)])
        {
            Print($"N = {particles}: bias of the step against 1/128");
            Estimate[] fine = Figures(Estimate(Beams(particles, 1.0 / 128), replicas / 2).Estimates);
            foreach (double step in (double[])[0.5, 0.25, 0.125, 0.0625, 1.0 / 32])
                Difference($"step {step:F5}", Figures(Estimate(Beams(particles, step) with { Seed = 2 }, replicas).Estimates), fine);
        }
        Print($"  default step: {(Beams(4, 1) with { Step = null }).StepInUse:F4}");
    }

    /// <summary>Random batches: the distance to all pairs at a fine step.</summary>
    private static void BatchBias()
    {
        foreach ((int particles, long replicas) in ((int, long)[])[(16, 400_000), (64, 80_000)])
        {
            Print($"N = {particles}: bias of random batches against all pairs at the step 1/32");
            Estimate[] fine = Figures(Estimate(Beams(particles, 1.0 / 32), replicas / 4).Estimates);
            foreach (double step in (double[])[0.05, 0.025, 0.0125, 0.00625, 0.003125])
                Difference($"step {step:F6}", Figures(Estimate(Beams(particles, step) with { Seed = 2, Scheme = PairScheme.RandomBatch }, replicas).Estimates), fine);
        }
    }

    /// <summary>The figures at N = 4, t = 0.5 to a standard error below 1e-4, the step at 1/32, where its bias is smaller still.</summary>
    private static void Values()
    {
        (ParticleEstimates estimates, double seconds) = Estimate(Beams(4, 1.0 / 32), 6_000_000);
        Print($"N = 4, t = 0.5, step 1/32, {estimates.Replicas} replicas, {seconds:F0} s");
        foreach (Estimate estimate in Figures(estimates).Concat(estimates.Quantities()))
            Print($"  {estimate.Name,-24} {estimate.Value,14:F8} {estimate.StandardError,12:E2}");
    }

    /// <summary>10^4 batch steps of 10^5 particles.</summary>
    private static void Energy()
    {
        foreach (int d in (int[])[2, 3])
        {
            ParticleOptions options = Normal(d, -3, 100_000, PairScheme.RandomBatch, 0.5e-4, ControlVariateKinds.None);
            (ParticleEstimates estimates, double seconds) = Estimate(options, 8);
            double momentum = estimates.Quantity("invariant_momentum").Value, energy = estimates.Quantity("invariant_energy").Value / (1e5 * Math.Pow(d == 2 ? 2 : 3, 2));
            Print($"d = {d}, N = 1e5, 1e4 steps: (1/N) P P changes by {momentum:E2}, (sum |v|^2)^2 by the part {energy:E2}; {seconds:F0} s");
        }
    }

    private static Estimate Anisotropy(ParticleEstimates estimates)
    {
        Estimate xx = estimates.Quantity("covariance_xx"), yy = estimates.Quantity("covariance_yy");
        // Where the energy is a control variate, the errors are opposite; otherwise their sum is an upper bound.
        return new("anisotropy", xx.Value - yy.Value, xx.StandardError + yy.StandardError);
    }

    private static Estimate[] Figures(ParticleEstimates estimates) =>
        [Anisotropy(estimates), estimates.Quantity("fourth_moment"), estimates.Quantity("pair_covariance_xx")];

    private static (ParticleEstimates Estimates, double Seconds) Estimate(ParticleOptions options, long replicas)
    {
        using var experiment = new ParticleExperiment(options);
        long start = Stopwatch.GetTimestamp();
        experiment.Run(replicas);
        return (experiment.EstimatesAt(options.Times.Count - 1), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Difference(string what, Estimate[] coarse, Estimate[] fine)
    {
        string line = $"  {what,-16}";
        for (int i = 0; i < coarse.Length; i++)
        {
            double error = Math.Sqrt(Math.Pow(coarse[i].StandardError, 2) + Math.Pow(fine[i].StandardError, 2));
            line += string.Create(CultureInfo.InvariantCulture, $" {coarse[i].Name} {coarse[i].Value - fine[i].Value,10:E2} +- {error:E1}  ");
        }
        Console.WriteLine(line);
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
