using System.Diagnostics;
using System.Text;
using Hierarchy.Equations;
using Hierarchy.Particles;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>
/// The folder "checkpoint" of an experiment that is not complete: a journal of the output times and the runs that are done, two states of the run that is going
/// on, written in turns, one file for each particle run with the sums of its replicas, and a folder of the same kind for the companion. Every file carries its format, program and experiment and is hashed;
/// one that does not fit is refused, with a remark, and what it held is run again.
/// </summary>
internal sealed class Checkpoint : IExperimentStore, IDisposable
{
    public const string FolderName = "checkpoint";
    private const string JournalName = "journal";
    private const string CompanionName = "companion";
    private readonly string _folder;
    private readonly ExperimentPlan _plan;
    private readonly CheckpointIdentity _identity;
    private readonly StateFiles _states;
    private readonly Journal _journal;
    private readonly CheckpointPace _pace;
    private readonly List<string> _refused = [];
    private readonly Dictionary<(int Run, int Time), int> _times = [];
    private readonly Dictionary<int, int> _endings = [], _last = [];

    private Checkpoint? _companion;

    private enum Entry : byte
    {
        Time = 1,
        Ending = 2,
        Last = 3,
    }

    /// <summary>Opens or begins the checkpoint of an experiment in its output folder.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="plan">The experiment.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public Checkpoint(string folder, ExperimentPlan plan)
    {
        _folder = Path.Combine(folder, FolderName);
        _plan = plan;
        _identity = new CheckpointIdentity(plan);
        _pace = new CheckpointPace(plan.Scenario.Output.Checkpoint);
        Directory.CreateDirectory(_folder);
        _states = new StateFiles(_folder, _identity);
        _journal = OpenJournal();
        Index();
    }

    /// <summary>The files that were refused, with the reason and what follows from it.</summary>
    public IReadOnlyList<string> Refused => [.. _refused, .. _states.Refusals.Distinct().Select(text => text + "; the checkpoint before it is used, or its run begins again"), .. _companion?.Refused ?? []];

    /// <summary>Told when a run goes on from a checkpoint.</summary>
    public Action<string>? OnResume { get; set; }

    /// <summary>The seconds spent on writing states, and their number.</summary>
    public (double Seconds, int Count) Cost => (_pace.TotalCost + (_companion?.Cost.Seconds ?? 0), _pace.Count + (_companion?.Cost.Count ?? 0));

    /// <summary>The run-time pairs with fields, in the order in which they were kept.</summary>
    public IEnumerable<(PlannedRun Run, int TimeIndex)> Fields => _times.OrderBy(pair => pair.Value).Select(pair => (_plan.Runs[pair.Key.Run], pair.Key.Time));

    /// <summary>The runs that failed with a last good state.</summary>
    public IEnumerable<PlannedRun> Failures => _last.Keys.Order().Select(run => _plan.Runs[run]);

    /// <inheritdoc/>
    public KeptTime? Find(PlannedRun run, int timeIndex) =>
        _times.TryGetValue((Number(run), timeIndex), out int entry) ? _journal.Read(entry, reader => ReadTime(reader, run, timeIndex)) : null;

    /// <inheritdoc/>
    public void Keep(PlannedRun run, int timeIndex, ResultRow[] rows, IReadOnlyList<ModeEstimate> modes, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        KeptPair? kept = run.HasCorrelation && (_plan.StoresPairs || run.IsExact) ? new KeptPair(correlation) : null;
        byte[] head = Head(Entry.Time, run, timeIndex, writer =>
        {
            CheckpointFormat.Write(writer, rows);
            CheckpointFormat.Write(writer, modes);
        }, density.Length, kept);
        _journal.Append(head, density, kept);
        _times[(Number(run), timeIndex)] = _journal.Count - 1;
    }

    /// <inheritdoc/>
    public RunRecord? Ending(PlannedRun run) =>
        _endings.TryGetValue(Number(run), out int entry) ? _journal.Read(entry, reader => CheckpointFormat.ReadRecord(Skip(reader), run)) : null;

    /// <inheritdoc/>
    public void Keep(RunRecord record)
    {
        _journal.Append(Head(Entry.Ending, record.Run, 0, writer => CheckpointFormat.Write(writer, record), 0, null), []);
        _endings[Number(record.Run)] = _journal.Count - 1;
    }

    /// <inheritdoc/>
    public void KeepLast(PlannedRun run, double time, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        KeptPair? kept = run.HasCorrelation ? new KeptPair(correlation) : null;
        _journal.Append(Head(Entry.Last, run, 0, writer => writer.Write(time), density.Length, kept), density, kept);
        _last[Number(run)] = _journal.Count - 1;
    }

    /// <summary>The last good state of a run that failed.</summary>
    public (double Time, double[] Density, PairCorrelation? Correlation) Last(PlannedRun run) => _journal.Read(_last[Number(run)], reader =>
    {
        Skip(reader);
        double time = reader.ReadDouble();
        (double[] density, PairCorrelation? correlation) = ReadFields(reader);
        return (time, density, correlation);
    });

    /// <inheritdoc/>
    public bool IsDue(bool atOutputTime) => _pace.IsDue(atOutputTime);

    /// <inheritdoc/>
    public void Save(PlannedRun run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        // A state is of use only with the output times before it.
        _journal.FlushToDisk();
        _states.Write(Number(run), equation, stepper, state, seconds);
        _pace.Written(start);
    }

    /// <inheritdoc/>
    public (StepperState Stepper, double Seconds)? TryRestore(PlannedRun run, IKineticEquation equation, Span<double> state)
    {
        PlannedRun[] together = [run, .. _plan.Runs.Where(other => other != run && run.SharesIntegration(other))];
        bool Usable(double time) => together.All(one => Enumerable.Range(0, _plan.Times.Length).All(i => _plan.Times[i] >= time || _times.ContainsKey((Number(one), i))));
        (StepperState Stepper, double Seconds)? found = _states.TryRestore(Number(run), equation, state, Usable);
        if (found is { } restored)
            OnResume?.Invoke(FormattableString.Invariant($"{run} goes on from time {restored.Stepper.Time:G6}"));
        return found;
    }

    /// <inheritdoc/>
    public IExperimentStore OfCompanion(ExperimentPlan companion) => _companion ??= new Checkpoint(Path.Combine(_folder, CompanionName), companion);

    /// <inheritdoc/>
    public bool TryRestore(PlannedRun run, ParticleExperiment experiment)
    {
        string file = ParticleFile(run);
        if (!File.Exists(file))
            return false;
        using BinaryReader? reader = SealedFile.Open(file, _identity, out string refusal);
        if (reader is null)
        {
            _refused.Add($"{file} {refusal}; its replicas were run again");
            return false;
        }
        SealedFile.Read(file, () =>
        {
            experiment.Restore(reader.BaseStream);
            return true;
        });
        OnResume?.Invoke($"{run} goes on with {experiment.Replicas} replicas");
        return true;
    }

    /// <inheritdoc/>
    public void Save(PlannedRun run, ParticleExperiment experiment)
    {
        long start = Stopwatch.GetTimestamp();
        SealedFile.Write(ParticleFile(run), _identity, [], writer =>
        {
            writer.Flush();
            experiment.Save(writer.BaseStream);
        });
        _pace.Written(start);
    }

    /// <summary>Whether an output folder has a checkpoint.</summary>
    public static bool IsIn(string folder) => Directory.Exists(Path.Combine(folder, FolderName));

    /// <summary>Removes the checkpoint of an output folder.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="last">A file of it that goes last.</param>
    public static void Remove(string folder, string? last = null)
    {
        string checkpoint = Path.Combine(folder, FolderName);
        if (!Directory.Exists(checkpoint))
            return;
        foreach (string file in Directory.EnumerateFiles(checkpoint).Where(file => Path.GetFileName(file) != last).ToArray())
            File.Delete(file);
        Directory.Delete(checkpoint, recursive: true);
    }

    public void Dispose()
    {
        _companion?.Dispose();
        _journal.Dispose();
    }

    private Journal OpenJournal()
    {
        string path = Path.Combine(_folder, JournalName);
        if (!File.Exists(path))
            return Journal.Create(path, _identity);
        Journal? journal = Journal.Open(path, _identity, out string remark);
        if (remark.Length > 0)
            _refused.Add($"{path} {remark}{(journal is null ? "; the runs on the grid begin again" : "")}");
        return journal ?? Journal.Create(path, _identity);
    }

    private void Index()
    {
        for (int i = 0; i < _journal.Count; i++)
        {
            (Entry kind, int run, int time) = _journal.Read(i, ReadKey);
            if (kind == Entry.Time)
                _times[(run, time)] = i;
            else
                (kind == Entry.Ending ? _endings : _last)[run] = i;
        }
    }

    private (Entry Kind, int Run, int Time) ReadKey(BinaryReader reader)
    {
        (Entry kind, int run, int time) = ((Entry)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32());
        bool isSound = Enum.IsDefined(kind) && run >= 0 && run < _plan.Runs.Count && time >= 0 && time < _plan.Times.Length;
        return isSound ? (kind, run, time) : throw new InvalidDataException($"no entry of this experiment: kind {kind}, run {run}, output time {time}");
    }

    private KeptTime ReadTime(BinaryReader reader, PlannedRun run, int timeIndex)
    {
        Skip(reader);
        ResultRow[] rows = CheckpointFormat.ReadRows(reader, run, _plan.Times[timeIndex]);
        ModeEstimate[] modes = CheckpointFormat.ReadModes(reader);
        (double[] density, PairCorrelation? correlation) = ReadFields(reader);
        return new KeptTime(rows, modes, density, correlation);
    }

    private (double[] Density, PairCorrelation? Correlation) ReadFields(BinaryReader reader)
    {
        int length = CheckpointFormat.ReadLength(reader), form = reader.ReadInt32();
        return (CheckpointFormat.ReadValues(reader, length), KeptPair.Read(reader, form, _plan.Grid));
    }

    private byte[] Head(Entry kind, PlannedRun run, int timeIndex, Action<BinaryWriter> content, int density, KeptPair? correlation)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write((byte)kind);
            writer.Write(Number(run));
            writer.Write(timeIndex);
            content(writer);
            writer.Write(density);
            writer.Write(KeptPair.FormOf(correlation));
        }
        return stream.ToArray();
    }

    private static BinaryReader Skip(BinaryReader reader)
    {
        reader.ReadByte();
        reader.ReadInt32();
        reader.ReadInt32();
        return reader;
    }

    private int Number(PlannedRun run)
    {
        for (int i = 0; i < _plan.Runs.Count; i++)
        {
            if (_plan.Runs[i].Model == run.Model && _plan.Runs[i].Particles == run.Particles)
                return i;
        }
        throw new ArgumentException($"{run} is no run of the plan", nameof(run));
    }

    private string ParticleFile(PlannedRun run) => Path.Combine(_folder, $"{run.Model}-{run.Particles}.bin");
}
