using Hierarchy.Densities;
using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>The common part of the rows about the split of J: the runs at the last time at which f_{N,2} is known, against the Landau equation.</summary>
internal static class SplitRuns
{
    /// <summary>The test function of the split: beside the mean velocity, so that no symmetry of the data makes J vanish.</summary>
    private const int Function = 1;

    /// <summary>Rows of every run that has a partner among the solutions of the Landau equation.</summary>
    public static IEnumerable<AuditRow> Rows(
        IAuditStatement statement, AuditInput input, Func<AuditRun, int, SplitIntegrals, TestFunction, IEnumerable<AuditRow>> rows, bool diffusion = false)
    {
        PointKernel point = new(input.Grid, input.Kernel);
        TestFunction? function = input.TestFunctions.ElementAtOrDefault(Function);
        foreach (AuditRun run in input.Runs.Where(run => !run.SolvesLandau))
        {
            int[] times = run.PairTimes;
            AuditRun? landau = input.Landau;
            if (times.Length == 0 || landau is null || function is null || !landau.Times.AsSpan().SequenceEqual(run.Times))
            {
                yield return statement.NotApplicable("", run, "needs f_2 and the direct solver at the same time");
                continue;
            }
            SplitIntegrals split = new(point, function, run.Density(times[^1]), run.Correlation(times[^1]), landau.Density(times[^1]), diffusion);
            foreach (AuditRow row in rows(run, times[^1], split, function))
                yield return row;
        }
    }

    /// <summary>
    /// Inner cut-off radii: from two cells, the least that the grid resolves, up to the thermal speed of v1 - v2, where the law for small
    /// radii ends; two at least, for the bound.
    /// </summary>
    public static double[] InnerRadii(AuditInput input) =>
        [.. ((double[])[2, 2.5, 3, 4, 5, 6]).Select(cells => cells * input.Grid.Spacing).Where((radius, k) => k < 2 || radius <= RelativeSpeed(input))];

    /// <summary>1/radius of outer cut-offs at 1, 1.4, 2 and 2.8 thermal speeds of the difference v1 - v2.</summary>
    public static double[] OuterDeltas(AuditInput input)
    {
        double speed = RelativeSpeed(input);
        return [.. ((double[])[1, 1.4, 2, 2.8]).Select(factor => 1 / (factor * speed))];
    }

    /// <summary>The thermal speed of the difference of two velocities at the start.</summary>
    public static double RelativeSpeed(AuditInput input) => Math.Sqrt(2 * GridMoments.Of(input.Grid, input.Runs[0].Density(0)).Temperature);

    /// <summary>The least-squares slope of log y over log x.</summary>
    public static double Slope(double[] x, double[] y)
    {
        double[] u = [.. x.Select(value => Math.Log(value))], w = [.. y.Select(value => Math.Log(value))];
        double meanU = u.Average(), meanW = w.Average();
        return u.Zip(w, (a, b) => (a - meanU) * (b - meanW)).Sum() / u.Sum(a => (a - meanU) * (a - meanU));
    }
}
