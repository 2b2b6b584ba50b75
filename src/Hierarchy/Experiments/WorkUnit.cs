using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>
/// A piece of an experiment that needs nothing from other pieces but the direct solver: models on the grid with what they are compared with, or a part of the
/// replicas of a particle system.
/// </summary>
/// <param name="Runs">The runs, in the order of the plan; one for particles.</param>
/// <param name="Weight">About the milliseconds that it takes.</param>
internal sealed record WorkUnit(IReadOnlyList<PlannedRun> Runs, long Weight)
{
    /// <summary>The first chunk of a part of a particle run.</summary>
    public long FirstChunk { get; init; }

    /// <summary>The chunk behind it.</summary>
    public long EndChunk { get; init; }

    public bool IsParticles => Runs[0].IsParticles;

    public override string ToString() =>
        IsParticles ? FormattableString.Invariant($"{Runs[0]}, chunks {FirstChunk} to {EndChunk - 1}") : string.Join(", ", Runs);
}

/// <summary>Cuts the runs of a plan into shares of about equal weight. Whoever asks for the same number of shares finds the same ones, on any machine.</summary>
internal static class WorkPlan
{
    private const double Milliseconds = 1000;

    /// <summary>About the milliseconds that a whole experiment takes.</summary>
    public static long Weight(ExperimentPlan plan) => Rounded(RunWeight.Of(plan));

    /// <summary>The units of every share of a whole experiment.</summary>
    public static List<WorkUnit>[] Shares(ExperimentPlan plan, int count) => Shares(plan, count, _ => false, _ => 0);

    /// <summary>
    /// The units of every share: models on the grid go to the least loaded share, longest first; then the chunks of the particle systems fill the shares up to
    /// one level.
    /// </summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="count">The number of shares.</param>
    /// <param name="isDone">Whether a run on the grid needs no share.</param>
    /// <param name="chunksDone">The chunks of a particle run that need none.</param>
    public static List<WorkUnit>[] Shares(ExperimentPlan plan, int count, Func<PlannedRun, bool> isDone, Func<PlannedRun, long> chunksDone)
    {
        List<WorkUnit>[] shares = [.. Enumerable.Range(0, count).Select(_ => new List<WorkUnit>())];
        long[] loads = new long[count];
        foreach (WorkUnit unit in OnGrid(plan).Where(unit => !unit.Runs.All(isDone)).OrderByDescending(unit => unit.Weight))
        {
            int least = Array.IndexOf(loads, loads.Min());
            shares[least].Add(unit);
            loads[least] += unit.Weight;
        }
        foreach (PlannedRun run in plan.Runs.Where(run => run.IsParticles))
            Distribute(plan, run, shares, loads, chunksDone(run));
        return shares;
    }

    /// <summary>
    /// Runs that share an integration belong together, and so do the Liouville equation and the models that are compared with it at its N. The direct solver is
    /// not among them: every share has its own.
    /// </summary>
    private static List<WorkUnit> OnGrid(ExperimentPlan plan)
    {
        var groups = new List<List<PlannedRun>>();
        foreach (PlannedRun run in plan.Runs.Where(run => !run.IsReference && !run.IsParticles))
        {
            List<PlannedRun>[] joined = [.. groups.Where(group => group.Any(other => Together(other, run)))];
            groups.RemoveAll(joined.Contains);
            groups.Add([.. joined.SelectMany(group => group), run]);
        }
        return [.. groups.Select(group => group.OrderBy(run => Place(plan, run)).ToArray()).OrderBy(runs => Place(plan, runs[0]))
            .Select(runs => new WorkUnit(runs, Weight(plan, runs)))];
    }

    private static bool Together(PlannedRun one, PlannedRun other) => one.SharesIntegration(other) || (one.Particles == other.Particles && (one.IsExact || other.IsExact));

    private static long Weight(ExperimentPlan plan, PlannedRun[] runs)
    {
        double sum = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            if (i == 0 || !runs[i - 1].SharesIntegration(runs[i]))
                sum += RunWeight.Of(plan, runs[i]);
        }
        return Rounded(sum);
    }

    private static void Distribute(ExperimentPlan plan, PlannedRun run, List<WorkUnit>[] shares, long[] loads, long done)
    {
        using var particles = new ParticleRun(plan, run);
        long chunks = particles.Chunks, weight = Rounded(RunWeight.Of(plan, run) * (chunks - done) / chunks), first = done, given = 0;
        long[] parts = Filling(loads, weight);
        for (int i = 0; i < shares.Length; i++)
        {
            given += parts[i];
            long end = i == shares.Length - 1 ? chunks : done + (long)((Int128)(chunks - done) * given / weight);
            if (end > first)
                shares[i].Add(new WorkUnit([run], parts[i]) { FirstChunk = first, EndChunk = end });
            loads[i] += parts[i];
            first = end;
        }
    }

    /// <summary>How much each share takes so that all that take something end at one level.</summary>
    private static long[] Filling(long[] loads, long weight)
    {
        long low = loads.Min(), high = loads.Max() + weight;
        while (low < high)
        {
            long level = low + (high - low) / 2;
            if (loads.Sum(load => Math.Max(0, level - load)) >= weight)
                high = level;
            else
                low = level + 1;
        }
        long[] parts = [.. loads.Select(load => Math.Max(0, low - load))];
        for (long excess = parts.Sum() - weight; excess > 0; excess--)
            parts[Array.FindLastIndex(parts, part => part > 0)]--;
        return parts;
    }

    private static int Place(ExperimentPlan plan, PlannedRun run) => Enumerable.Range(0, plan.Runs.Count).First(i => plan.Runs[i] == run);

    /// <summary>Three digits, so that the last bits of a power on another machine decide nothing.</summary>
    private static long Rounded(double seconds)
    {
        double milliseconds = Math.Max(1, seconds * Milliseconds), unit = Math.Pow(10, Math.Floor(Math.Log10(milliseconds)) - 2);
        return Math.Max(1, (long)(Math.Round(milliseconds / unit) * unit));
    }
}
