using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>
/// Runs units of an experiment into the checkpoint of a folder, and joins such checkpoints; what is joined is completed like an experiment that was
/// interrupted, to the bits of one run.
/// </summary>
internal static class ShareRun
{
    /// <summary>Runs units of a plan.</summary>
    /// <param name="plan">The whole experiment.</param>
    /// <param name="units">Which of it.</param>
    /// <param name="folder">The folder, which keeps a checkpoint and gets no results.</param>
    /// <param name="use">What becomes of its content.</param>
    /// <param name="provenance">Who runs it.</param>
    /// <param name="equations">Makes the equations.</param>
    /// <param name="observers">Who sees it.</param>
    /// <param name="ended">Told of every unit that is done, with the checkpoint.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether all units are done.</returns>
    public static bool Fill(
        ExperimentPlan plan, IReadOnlyList<WorkUnit> units, string folder, FolderUse use, Provenance provenance, EquationMaker equations,
            IReadOnlyList<IExperimentObserver> observers,
        Action<WorkUnit, Checkpoint> ended, CancellationToken cancellation)
    {
        using var place = new ResultFolder(folder, plan, use, provenance.ToolVersion);
        var runner = new ExperimentRunner(plan, equations, observers, place.Checkpoint);
        return runner.Run(units, unit => ended(unit, place.Checkpoint), cancellation);
    }

    /// <summary>What is not among the checkpoints of some folders, in words; empty if they hold the whole experiment.</summary>
    /// <exception cref="IOException">A checkpoint cannot be read.</exception>
    /// <exception cref="ResultFolderExistsException">A folder is in use, or of another machine.</exception>
    public static IReadOnlyList<string> Missing(ExperimentPlan plan, IReadOnlyList<string> folders)
    {
        var done = new HashSet<PlannedRun>();
        var parts = new Dictionary<PlannedRun, List<(long First, long End)>>();
        foreach (string folder in folders)
        {
            using var source = new ShareSource(folder, plan);
            foreach (PlannedRun run in plan.Runs)
            {
                if (!run.IsParticles && source.Checkpoint.Ending(run) is not null)
                    done.Add(run);
                if (run.IsParticles && source.Part(run) is { } part)
                {
                    using (part)
                    {
                        if (!parts.TryGetValue(run, out List<(long First, long End)>? found))
                            parts[run] = found = [];
                        found.Add((part.FirstBlock, part.Blocks));
                    }
                }
            }
        }
        return [.. plan.Runs.Where(run => !run.IsParticles && !run.IsReference && !done.Contains(run)).Select(run => run.ToString()),
            .. plan.Runs.Where(run => run.IsParticles).SelectMany(run => Gaps(plan, run, parts.GetValueOrDefault(run, [])))];
    }

    /// <summary>Brings what some folders hold of an experiment into the checkpoint of another one.</summary>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    /// <exception cref="ResultFolderExistsException">A folder is in use, or taken.</exception>
    public static void Join(ExperimentPlan plan, IReadOnlyList<string> folders, string destination, FolderUse use, Provenance provenance)
    {
        using var place = new ResultFolder(destination, plan, use, provenance.ToolVersion);
        foreach (string folder in folders)
        {
            using var source = new ShareSource(folder, plan);
            place.Checkpoint.TakeRuns(source.Checkpoint);
        }
        foreach (PlannedRun run in plan.Runs.Where(run => run.IsParticles))
            JoinParts(plan, run, folders, place.Checkpoint);
    }

    private static void JoinParts(ExperimentPlan plan, PlannedRun run, IReadOnlyList<string> folders, Checkpoint destination)
    {
        List<ParticleExperiment> parts = [];
        try
        {
            foreach (string folder in folders)
            {
                using var source = new ShareSource(folder, plan);
                if (source.Part(run) is { } part)
                    parts.Add(part);
            }
            Append(parts, run, destination);
        }
        finally
        {
            foreach (ParticleExperiment part in parts)
                part.Dispose();
        }
    }

    /// <summary>Appends parts in their order, as far as there is no gap, and keeps them as one.</summary>
    public static void Append(List<ParticleExperiment> parts, PlannedRun run, Checkpoint destination)
    {
        ParticleExperiment[] order = [.. parts.Where(part => part.Replicas > 0).OrderBy(part => part.FirstBlock).ThenByDescending(part => part.Blocks)];
        if (order.Length == 0 || order[0].FirstBlock > 0)
            return;
        foreach (ParticleExperiment part in order.Skip(1))
        {
            if (part.FirstBlock == order[0].Blocks)
                order[0].Append(part);
        }
        destination.Save(run, order[0], default);
    }

    private static IEnumerable<string> Gaps(ExperimentPlan plan, PlannedRun run, List<(long First, long End)> parts)
    {
        const int BlockSize = LaneMath.Lanes;
        long reached = 0, wanted = (((Models.ParticleSettings)run.Settings).Replicas!.Value + BlockSize - 1) / BlockSize;
        foreach ((long first, long end) in parts.Order())
        {
            if (first > reached)
                yield return FormattableString.Invariant($"{run}: replicas {reached * BlockSize} to {first * BlockSize - 1}");
            reached = Math.Max(reached, end);
        }
        if (reached < wanted)
            yield return FormattableString.Invariant($"{run}: replicas {reached * BlockSize} to {wanted * BlockSize - 1}");
    }
}

/// <summary>The checkpoint that a share left in its folder, held while it is read.</summary>
internal sealed class ShareSource : IDisposable
{
    private readonly FolderLock _lock;
    private readonly ExperimentPlan _plan;

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">There is none of this experiment.</exception>
    /// <exception cref="ResultFolderExistsException">The folder is in use, or of another machine.</exception>
    public ShareSource(string folder, ExperimentPlan plan)
    {
        _plan = plan;
        if (CheckpointFolder.IdentityIn(folder) is null)
            throw new IOException($"{folder} holds no share: it has no checkpoint");
        _lock = new FolderLock(folder);
        try
        {
            Checkpoint = new Checkpoint(folder, plan, ResolvedScenario.Text(plan, folder), _lock);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public Checkpoint Checkpoint { get; }

    /// <summary>The replicas of a run that it holds; null if there are none.</summary>
    public ParticleExperiment? Part(PlannedRun run)
    {
        var part = new ParticleExperiment(ParticleSetup.Options(_plan, run, (int)run.Particles.Value));
        if (Checkpoint.TryRestore(run, part) is not null && part.Replicas > 0)
            return part;
        part.Dispose();
        return null;
    }

    public void Dispose()
    {
        Checkpoint.Dispose();
        _lock.Dispose();
    }
}
