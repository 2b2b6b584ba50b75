using Hierarchy.Particles;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// Spreads the units of an experiment over ranks. Each rank fills a checkpoint of its own in a temporary folder and sends what is done to rank 0, which alone
/// writes the journal in the output folder; what stands there then is completed like an experiment that was interrupted. All ranks have read the same scenario.
/// </summary>
internal sealed class RankRun(MessagePassing ranks, EquationMaker equations, Provenance provenance, CancellationToken cancellation) : IExperimentObserver, IDisposable
{
    private readonly List<ParticleExperiment> _parts = [];
    private readonly Dictionary<ParticleExperiment, PlannedRun> _owners = [];
    private ExperimentPlan? _plan;
    private RankBatch? _batch;
    private ResultFolder? _place;
    private Checkpoint? _journal;
    private List<WorkUnit> _own = [];

    private enum Message : byte
    {
        Run = 1,
        Companion = 2,
        Part = 3,
        Complete = 4,
        Incomplete = 5,
    }

    /// <summary>The runs that are left for later: all ranks integrate them together.</summary>
    public Func<PlannedRun, bool> LeavesOut { get; init; } = _ => false;

    /// <summary>Told of every unit that is done, on rank 0, with the rank that did it.</summary>
    public Action<string>? OnUnit { get; init; }

    /// <summary>The rank that does all of it; null to spread it over all ranks.</summary>
    public int? Owner { get; init; }

    /// <summary>Whether everything is done that was not left for later.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Fills the checkpoint of a folder; on ranks other than 0 the folder is not touched.</summary>
    /// <returns>Whether everything is done.</returns>
    public bool Fill(ExperimentPlan plan, string folder, FolderUse use)
    {
        if (ranks.Rank > 0)
            return Serve(plan);
        new RankBatch(ranks).Fill([(this, plan, folder, use)]);
        return IsComplete;
    }

    /// <summary>Rank 0 has nothing to do of an experiment: the other ranks, which fill it too, are told.</summary>
    public void Skip(ExperimentPlan plan) => new RankBatch(ranks).Fill([(this, plan, null, FolderUse.New)]);

    /// <summary>Does what rank 0 gives this rank of an experiment.</summary>
    public bool Serve(ExperimentPlan plan)
    {
        _plan = plan;
        return Work(ReadUnits(ranks.Receive(0), plan));
    }

    /// <summary>On rank 0: gives every rank its part.</summary>
    /// <param name="batch">Takes in what they send.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="folder">Its folder; null where nothing of it is to be done.</param>
    /// <param name="use">What becomes of the content of the folder.</param>
    internal void Begin(RankBatch batch, ExperimentPlan plan, string? folder, FolderUse use)
    {
        (_plan, _batch) = (plan, batch);
        _place = folder is null ? null : new ResultFolder(folder, plan, use, provenance.ToolVersion);
        _journal = _place?.Checkpoint;
        List<WorkUnit>[] shares = _journal is null ? [.. Enumerable.Range(0, ranks.Size).Select(_ => new List<WorkUnit>())] : Shares(plan, _journal);
        for (int rank = 1; rank < ranks.Size; rank++)
            ranks.Send(rank, WriteUnits(shares[rank], plan));
        _own = shares[0];
    }

    /// <summary>On rank 0: does its own part.</summary>
    internal void WorkHere() => IsComplete &= Work(_own);

    /// <summary>On rank 0: joins what all have done and leaves the folder.</summary>
    internal void End()
    {
        if (_journal is not null)
            JoinParts();
        Dispose();
    }

    /// <summary>Leaves the folder.</summary>
    public void Dispose()
    {
        _place?.Dispose();
        _place = null;
    }

    /// <summary>Between two steps rank 0 takes in what the others have sent.</summary>
    public void Step(PlannedRun run, double time, in StepStatistics statistics) => _batch!.TakeMessages();

    public void Replicas(PlannedRun run, long done, long wanted) => _batch!.TakeMessages();

    private List<WorkUnit>[] Shares(ExperimentPlan plan, Checkpoint journal)
    {
        Dictionary<PlannedRun, long> begun = [];
        foreach (PlannedRun run in plan.Runs.Where(run => run.IsParticles))
        {
            var found = new ParticleExperiment(ParticleSetup.Options(plan, run, (int)run.Particles.Value));
            if (journal.TryRestore(run, found) is null || found.FirstBlock > 0 || found.Replicas == 0)
            {
                found.Dispose();
                continue;
            }
            _parts.Add(found);
            _owners[found] = run;
            begun[run] = found.WholeChunks;
        }
        bool IsDone(PlannedRun run) => LeavesOut(run) || journal.Ending(run) is not null;
        if (Owner is not { } owner)
            return WorkPlan.Shares(plan, ranks.Size, IsDone, run => begun.GetValueOrDefault(run));
        List<WorkUnit> all = WorkPlan.Shares(plan, 1, IsDone, run => begun.GetValueOrDefault(run))[0];
        return [.. Enumerable.Range(0, ranks.Size).Select(rank => rank == owner ? all : [])];
    }

    private bool Work(List<WorkUnit> units)
    {
        string folder = MakeFolder();
        try
        {
            bool complete = units.Count == 0 || ShareRun.Fill(_plan!, units, folder, FolderUse.New, provenance, equations, ranks.Rank == 0 ? [this] : [], Ended, cancellation);
            if (ranks.Rank > 0)
                ranks.Send(0, [(byte)(complete ? Message.Complete : Message.Incomplete)]);
            return complete;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The folder on this node that the journal of the rank is in.</summary>
    /// <exception cref="IOException">There can be none.</exception>
    private static string MakeFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("hierarchy-rank-").FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The text of the system does not name the folder.
            throw new IOException(
                $"a rank keeps what it has done in the temporary folder of its node, and nothing can be written to {Path.GetTempPath()}; the variable TMPDIR names another one");
        }
    }

    /// <summary>A unit is done: its entries of the journal, or its sums, go to rank 0.</summary>
    private void Ended(WorkUnit unit, Checkpoint own)
    {
        if (unit.IsParticles)
        {
            using var part = new ParticleExperiment(ParticleSetup.Options(_plan!, unit.Runs[0], (int)unit.Runs[0].Particles.Value));
            own.TryRestore(unit.Runs[0], part);
            using var stream = new MemoryStream();
            part.Save(stream);
            Give(Message.Part, Number(unit.Runs[0]), stream.ToArray());
        }
        foreach (PlannedRun run in unit.Runs.Where(run => !run.IsParticles))
        {
            foreach (byte[] entry in own.EntriesOf(run))
                Give(Message.Run, Number(run), entry);
            if (own.CompanionOf(_plan!.Companion) is { } companion
                && _plan.Companion!.Runs.FirstOrDefault(other => other.Model == run.Model && other.Particles == run.Particles) is { } its && companion.Ending(its) is not null)
            {
                foreach (byte[] entry in companion.EntriesOf(its))
                    Give(Message.Companion, Number(run), entry);
            }
        }
    }

    private void Give(Message kind, int run, byte[] content)
    {
        byte[] whole = [(byte)kind, .. BitConverter.GetBytes(run), .. content];
        if (ranks.Rank > 0)
            ranks.Send(0, whole);
        else
            Take(0, whole);
    }

    /// <summary>Takes in what a rank has sent.</summary>
    /// <returns>Whether that rank has done its part.</returns>
    internal bool Take(int rank, byte[] message)
    {
        var kind = (Message)message[0];
        if (kind is Message.Complete or Message.Incomplete)
        {
            IsComplete &= kind == Message.Complete;
            return true;
        }
        PlannedRun run = _plan!.Runs[BitConverter.ToInt32(message, 1)];
        byte[] content = message[5..];
        if (kind == Message.Run)
            _journal!.TakeEntry(content);
        else if (kind == Message.Companion)
            ((Checkpoint)_journal!.OfCompanion(_plan.Companion!)).TakeEntry(content);
        else
            TakePart(run, content);
        if (kind == Message.Part || (kind == Message.Run && _journal!.Ending(run) is not null))
            OnUnit?.Invoke($"{run}: {(kind == Message.Part ? "a part" : "done")} by rank {rank}");
        return false;
    }

    private void TakePart(PlannedRun run, byte[] content)
    {
        var part = new ParticleExperiment(ParticleSetup.Options(_plan!, run, (int)run.Particles.Value));
        part.Restore(new MemoryStream(content));
        _parts.Add(part);
        _owners[part] = run;
    }

    private void JoinParts()
    {
        foreach (PlannedRun run in _owners.Values.Distinct().ToArray())
            ShareRun.Append([.. _parts.Where(part => _owners[part] == run)], run, _journal!);
        foreach (ParticleExperiment part in _parts)
            part.Dispose();
    }

    private int Number(PlannedRun run) => Enumerable.Range(0, _plan!.Runs.Count).First(i => _plan.Runs[i] == run);

    private byte[] WriteUnits(List<WorkUnit> units, ExperimentPlan plan)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(units.Count);
        foreach (WorkUnit unit in units)
        {
            writer.Write(unit.Runs.Count);
            foreach (PlannedRun run in unit.Runs)
                writer.Write(Number(run));
            writer.Write(unit.FirstChunk);
            writer.Write(unit.EndChunk);
        }
        writer.Flush();
        return stream.ToArray();
    }

    private static List<WorkUnit> ReadUnits(byte[] text, ExperimentPlan plan)
    {
        using var reader = new BinaryReader(new MemoryStream(text));
        var units = new List<WorkUnit>();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            var runs = new PlannedRun[reader.ReadInt32()];
            for (int i = 0; i < runs.Length; i++)
                runs[i] = plan.Runs[reader.ReadInt32()];
            units.Add(new WorkUnit(runs, 0) { FirstChunk = reader.ReadInt64(), EndChunk = reader.ReadInt64() });
        }
        return units;
    }
}
