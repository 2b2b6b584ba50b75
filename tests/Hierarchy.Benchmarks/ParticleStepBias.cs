using System.Globalization;
using Hierarchy.Particles;

namespace Hierarchy.Benchmarks;

/// <summary>
/// particles seen: gamma = 0, where covariances and pair covariances are known, with steps so long that their bias stands out of the noise: the error of the step that is
/// printed over the error that is made.
/// </summary>
internal static class ParticleStepBias
{
    /// <summary>A bias counts as seen from so many standard errors on.</summary>
    private const double Seen = 5;

    private const long Replicas = 20_000;

    public static void Run()
    {
        Console.WriteLine("| system | d | N | step / default | quantity | error | standard error | step error | step error / error |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        List<double> ratios = [];
        foreach (string system in ParticleCalibration.Systems)
        {
            foreach ((int d, int particles, int longer) in from d in (int[])[2, 3] from particles in (int[])[2, 4, 16] from longer in (int[])[4, 16] select (d, particles, longer))
            {
                ParticleOptions options = ParticleCalibration.Options(system, d, particles, 0, 0.2);
                ratios.AddRange(Rows(system, options with { Step = Math.Min(0.1, longer * options.StepInUse) }, longer));
            }
        }
        double[] sorted = [.. ratios.Order()];
        if (sorted.Length > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{sorted.Length} biases above {Seen} standard errors: step error / error {sorted[0]:F1} to {sorted[^1]:F1}, "
                + $"median {sorted[sorted.Length / 2]:F1}, below 1 in {sorted.Count(ratio => ratio < 1)}"));
    }

    private static IEnumerable<double> Rows(string system, ParticleOptions options, int longer)
    {
        string[] names = ["covariance_xx", "pair_covariance_xx"];
        double[] exact = ParticleCalibration.Exact(system, options.Dimension, options.Particles, options.Times[^1]);
        Estimate[] found = ParticleCalibration.Estimates(options, Replicas, names);
        for (int i = 0; i < names.Length; i++)
        {
            double error = Math.Abs(found[i].Value - exact[i]), ratio = found[i].StepError / error;
            if (error < Seen * found[i].StandardError || error < 1e-12)
                continue;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {system} | {options.Dimension} | {options.Particles} | {longer} | {names[i]} | "
                + $"{error:E1} | {found[i].StandardError:E1} | {found[i].StepError:E1} | {ratio:F1} |"));
            yield return ratio;
        }
    }
}
