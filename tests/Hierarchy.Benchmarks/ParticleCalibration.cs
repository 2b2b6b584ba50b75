using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Kernels;
using Hierarchy.Particles;

namespace Hierarchy.Benchmarks;

/// <summary>Whether the errors that particles print are those that they have.</summary>
internal static class ParticleCalibration
{
    private const int Seeds = 40;
    internal static readonly string[] Systems = ["kac", "kac-random-batch", "kac-nonconservative"];

    /// <summary>The spread of 40 estimates over the standard error that they print, for every quantity of every system; of the d and gamma that are asked for.</summary>
    public static void StandardErrors(string[] arguments)
    {
        Print($"spread over {Seeds} seeds / root mean square of the printed standard error, with its own standard error; 4000 replicas, t = 0.3");
        bool IsAsked(string name, double value) => !arguments.Any(argument => argument.StartsWith(name + "=", StringComparison.Ordinal))
            || arguments.Contains(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
        foreach (int d in ((int[])[2, 3]).Where(d => IsAsked("d", d)))
        {
            foreach (double gamma in ((double[])[-3, 0]).Where(gamma => IsAsked("gamma", gamma)))
            {
                List<double>[] ratios = [[], [], []];
                SortedDictionary<string, string[]> table = [];
                for (int system = 0; system < Systems.Length; system++)
                {
                    foreach ((string name, double ratio) in Ratios(Options(Systems[system], d, 4, gamma, 0.3)))
                    {
                        table.TryAdd(name, ["-", "-", "-"]);
                        if (!double.IsNaN(ratio))
                            ratios[system].Add(ratio);
                        table[name][system] = double.IsNaN(ratio) ? "exact"
                            : string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} +- {ratio / Math.Sqrt(2 * (Seeds - 1)):F2}");
                    }
                }
                Print($"| d = {d}, gamma = {gamma}, N = 4 | {string.Join(" | ", Systems)} |");
                Print($"|---|---|---|---|");
                foreach ((string name, string[] cells) in table)
                    Print($"| {name} | {string.Join(" | ", cells)} |");
                IEnumerable<string> ranges = ratios.Select(all => string.Create(CultureInfo.InvariantCulture, $"{all.Average():F2} ({all.Min():F2} to {all.Max():F2})"));
                Print($"| mean (least to largest) | {string.Join(" | ", ranges)} |");
            }
        }
    }

    /// <summary>
    /// The true error of covariances, pair covariances and energies at gamma = 0, which are known, beside the errors printed; at other gamma the distance to a
    /// quarter of the step with more replicas, for random batches to all pairs.
    /// </summary>
    public static void StepErrors()
    {
        Print($"| system | d | gamma | N | step | quantity | error | standard error | step error | reference error | within |");
        Print($"|---|---|---|---|---|---|---|---|---|---|---|");
        int within = 0, all = 0;
        foreach (string system in Systems.Reverse())
        {
            foreach ((int d, double gamma) in ((int, double)[])[(2, 0), (3, 0), (2, -3), (3, -3), (2, -1), (2, 1)])
            {
                foreach (int particles in (int[])[2, 4, 8, 16])
                {
                    ParticleOptions options = Options(system, d, particles, gamma, gamma == -3 ? 0.2 : 0.1);
                    Compare(system, options, gamma, ref within, ref all);
                }
            }
        }
        Print($"within 3 standard errors and the step error: {within} of {all}");
    }

    /// <summary>E[v1x^2], E[v1x v2x] and E|v|^2 for data diag(1.5, 0.5(, 1)) at gamma = 0, Lambda = 1.</summary>
    internal static double[] Exact(string system, int d, int particles, double time)
    {
        double n = particles;
        if (system != "kac-nonconservative")
        {
            double relaxed = 1 - Math.Exp(-4 * d * time);
            return [1.5 - (1 - 1 / n) * 0.5 * relaxed, 0.5 * relaxed / n, d];
        }
        double a = 4 * (d - 1) / n, b = 4 * d * (1 - 1 / n) + a, slow = (1 - Math.Exp(-a * time)) / a, fast = 0.5 * (1 - Math.Exp(-b * time)) / b;
        return [1.5 - 4 * d * (1 - 1 / n) * fast, 4 * (d - 1) / n * (slow + fast), d];
    }

    private static void Compare(string system, ParticleOptions options, double gamma, ref int within, ref int all)
    {
        string[] names = ["covariance_xx", "pair_covariance_xx", "energy"];
        Estimate[] found = Estimates(options, 20_000, names);
        Estimate[] reference = gamma == 0
            ? [.. Exact(system, options.Dimension, options.Particles, options.Times[^1]).Select((value, i) => new Estimate(names[i], value, 0))]
            : Estimates(Finer(options), 80_000, names);
        for (int i = 0; i < names.Length; i++)
        {
            double error = found[i].Value - reference[i].Value;
            double bound = 3 * Math.Sqrt(Math.Pow(found[i].StandardError, 2) + Math.Pow(reference[i].StandardError, 2)) + found[i].StepError + 1e-13;
            all++;
            within += Math.Abs(error) <= bound ? 1 : 0;
            Estimate estimate = found[i];
            string verdict = Math.Abs(error) <= bound ? "yes" : "NO";
            string head = FormattableString.Invariant($"| {system} | {options.Dimension} | {gamma} | {options.Particles} | {options.StepInUse:G3} | {names[i]}");
            Print($"{head} | {error:E1} | {estimate.StandardError:E1} | {estimate.StepError:E1} | {reference[i].StandardError:E1} | {verdict} |");
        }
    }

    private static ParticleOptions Finer(ParticleOptions options) => options.Scheme == PairScheme.RandomBatch
        ? options with { Scheme = PairScheme.AllPairs, Seed = 2 }
        : options with { Step = options.StepInUse / 4, Seed = 2 };

    internal static Estimate[] Estimates(ParticleOptions options, long replicas, string[] names)
    {
        using var experiment = new ParticleExperiment(options);
        experiment.Run(replicas);
        ParticleEstimates estimates = experiment.EstimatesAt(options.Times.Count - 1);
        return [.. names.Select(estimates.Quantity)];
    }

    private static IEnumerable<(string Name, double Ratio)> Ratios(ParticleOptions options)
    {
        Dictionary<string, List<Estimate>> found = [];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using var experiment = new ParticleExperiment(options
                with
            { Seed = 100 + (ulong)seed, Modes = new FourierModes(5, 2, 1), Histograms = new VelocityHistograms(4, 4, 4) });
            experiment.Run(4000);
            ParticleEstimates estimates = experiment.EstimatesAt(options.Times.Count - 1);
            SampledSobolevDistance distance = estimates.DistanceTo(new double[2 * new FourierModes(5, 2, 1).SingleModes(options.Dimension).Count], 2);
            ModeEstimate mode = estimates.SingleModes()[0], pair = estimates.PairModes()[0];
            Estimate[] values =
            [
                .. estimates.Quantities(), new("mode, first single", mode.Real, mode.RealError), new("mode, first pair", pair.Real, pair.RealError),
                new("modes, squared distance", distance.Squared, distance.StandardError), estimates.RadialHistogram()[1] with { Name = "radial cell 2 of 4" },
            ];
            foreach (Estimate value in values)
            {
                found.TryAdd(value.Name, []);
                found[value.Name].Add(value);
            }
        }
        foreach ((string name, List<Estimate> list) in found)
        {
            double mean = list.Average(estimate => estimate.Value), spread = Math.Sqrt(list.Sum(estimate => Math.Pow(estimate.Value - mean, 2)) / (Seeds - 1));
            double claimed = Math.Sqrt(list.Average(estimate => estimate.StandardError * estimate.StandardError));
            // Quantities that the dynamics or the control variates hold to round-off have no spread to compare.
            yield return (name, claimed <= 1e-8 ? double.NaN : spread / claimed);
        }
    }

    internal static ParticleOptions Options(string system, int d, int particles, double gamma, double time) => new()
    {
        Particles = particles,
        Kernel = new CollisionKernel(gamma, 1),
        Components = [GaussianDensity.Diagonal(new double[d], d == 2 ? [1.5, 0.5] : [1.5, 0.5, 1])],
        Times = [time],
        System = system == "kac-nonconservative" ? ParticleSystem.NonConservative : ParticleSystem.Conservative,
        Scheme = system == "kac-random-batch" ? PairScheme.RandomBatch : PairScheme.AllPairs,
    };

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
