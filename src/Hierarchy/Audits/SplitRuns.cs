using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Particles;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>The common part of the rows about the split of J: the runs at the last time at which f_{N,2} is known, against the Landau equation.</summary>
internal static class SplitRuns
{
    /// <summary>The test function of the split: beside the mean velocity, so that no symmetry of the data makes J vanish.</summary>
    private const int Function = 1;

    /// <summary>How many times the change from the coarser grid counts as an error.</summary>
    private const double TwoGrids = 3;

    /// <summary>Rows of every run that has a partner among the solutions of the Landau equation.</summary>
    public static IEnumerable<AuditRow> Rows(
        IAuditStatement statement, AuditInput input, Func<AuditRun, int, SplitIntegrals, TestFunction, IEnumerable<AuditRow>> rows, bool diffusion = false)
    {
        foreach (AuditRun run in input.Runs.Where(run => !run.SolvesLandau))
        {
            if (input.Split(run, diffusion, false) is not { } split)
            {
                yield return statement.NotApplicable("", run, "needs f_2 and the direct solver at the same time");
                continue;
            }
            foreach (AuditRow row in rows(run, run.PairTimes[^1], split, input.TestFunctions[Function]))
                yield return row;
        }
    }

    /// <summary>The sums of a run at the last time at which f_{N,2} is known, on its grid or on the coarser one; null without f_2 or a partner.</summary>
    public static SplitIntegrals? Integrals(AuditInput input, AuditRun run, bool diffusion, bool coarse)
    {
        if (run.PairTimes.Length == 0 || input.Landau is not { } landau || input.TestFunctions.Count <= Function || !landau.Times.AsSpan().SequenceEqual(run.Times))
            return null;
        int time = run.PairTimes[^1];
        TestFunction function = input.TestFunctions[Function];
        if (!coarse)
            return new(new PointKernel(input.Grid, input.Kernel), function, run.Density(time), run.Correlation(time), landau.Density(time), diffusion);
        if (input.CoarseGrid is not { } grid)
            return null;
        (double[] density, PairCorrelation? correlation) = input.Coarse(run, time);
        return new(new PointKernel(grid, input.Kernel), function, density, correlation, SpectralResample.Of(input.Grid, landau.Density(time), grid), diffusion);
    }

    /// <summary>
    /// The part of J between the cut-offs at the larger of the last two N is at most that at the smaller one: what convergence in N asks of it. Errors are three
    /// times what the coarser grid changes.
    /// </summary>
    public static IEnumerable<AuditRow> Falls(IAuditStatement statement, AuditInput input, string part, bool diffusion)
    {
        AuditRun[] runs = [.. input.Runs.Where(run => !run.SolvesLandau && !run.Particles.IsInfinite && run.Facts.System == ParticleSystem.Conservative)];
        foreach (IGrouping<string, AuditRun> model in runs.GroupBy(run => run.Model).Where(group => group.Count() > 1))
        {
            AuditRun[] some = [.. model.OrderBy(run => run.Particles).TakeLast(2)];
            if (some.Any(run => input.Split(run, diffusion, true) is null))
                continue;
            double[] sizes = [.. some.Select(run => Math.Abs(input.Split(run, diffusion, false)!.Signed(Middle(input))))];
            double[] changes = [.. some.Select((run, k) => TwoGrids * Math.Abs(sizes[k] - Math.Abs(input.Split(run, diffusion, true)!.Signed(Middle(input)))))];
            yield return statement.Inequality(part, some[1], some[1].At(some[1].PairTimes[^1]), sizes[1], sizes[0], changes.Sum(), false,
                FormattableString.Invariant($"left: at this N, right: at N = {some[0].Particles}; both tend to 0 with f_2 - f x f"));
        }
    }

    /// <summary>The cut-off of the part between.</summary>
    public static Func<double, double> Middle(AuditInput input)
    {
        double inner = InnerRadii(input)[0], outer = OuterDeltas(input)[^1];
        return radius => Math.Max(0, 1 - SplitIntegrals.Inner(radius, inner) - SplitIntegrals.Outer(radius, outer));
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
