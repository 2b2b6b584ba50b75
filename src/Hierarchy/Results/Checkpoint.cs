using System.Diagnostics;
using System.Text;
using Hierarchy.Particles;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>
/// The folder ".hierarchy-checkpoint" of an experiment that is not complete: a journal of the output times and the runs that are done, two states of the run
/// that is going on, written in turns, one file for each particle run with the sums of its replicas, and a folder of the same kind for the companion. Every
/// file carries its format, program and experiment and is hashed; one that does not fit is refused, with a remark, and what it held is run again. An experiment
/// whose journal is not there is none that could go on.
/// </summary>
internal sealed class Checkpoint : IExperimentStore, IDisposable
{
    private readonly FolderLock _lock;
    private readonly string _output, _folder;
    private readonly List<string> _machines = [];
    private readonly ExperimentPlan _plan;
    private readonly StateFiles _states;
    private readonly Journal _journal;
    private readonly CheckpointPace _pace;
    private readonly List<string> _refused = [];
    private readonly Dictionary<(int Run, int Time), int> _times = [];
    private readonly Dictionary<int, int> _endings = [], _last = [];

    private Checkpoint? _companion;

    /// <summary>Opens or begins the checkpoint of an experiment in its output folder.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="scenario">The text of its resolved scenario.</param>
    /// <param name="lock">The lock of the folder.</param>
    /// <param name="acceptsOtherMachine">Whether it goes on though it was begun on a machine whose last bits may differ.</param>
    /// <exception cref="IOException">It cannot be read or written, or its journal is that of other data.</exception>
    /// <exception cref="ResultFolderExistsException">It was begun on a machine whose last bits may differ, and that is not accepted.</exception>
    public Checkpoint(string folder, ExperimentPlan plan, string scenario, FolderLock @lock, bool acceptsOtherMachine = false)
    {
        _output = folder;
        _folder = Path.Combine(folder, CheckpointFolder.FolderName);
        _plan = plan;
        _lock = @lock;
        Identity = CheckpointIdentity.Of(plan, scenario, acceptsOtherMachine);
        _pace = new CheckpointPace(plan.Scenario.Output.Checkpoint);
        Directory.CreateDirectory(_folder);
        _states = new StateFiles(_folder, Identity);
        _journal = OpenJournal();
        Index();
        KeepMachine();
    }

    /// <summary>What all its files belong to.</summary>
    public CheckpointIdentity Identity { get; }

    /// <summary>The files that were refused, with the reason and what follows from it.</summary>
    public IReadOnlyList<string> Refused => [.. Machines, .. _refused,
        .. _states.Refusals.Distinct().Select(text => text + "; the checkpoint before it is used, or its run begins again"), .. _companion?.Refused ?? []];

    /// <summary>Told when a run goes on from a checkpoint.</summary>
    public Action<string>? OnResume { get; set; }

    /// <summary>The seconds spent on writing states, and their number.</summary>
    public (double Seconds, int Count) Cost => (_pace.TotalCost + (_companion?.Cost.Seconds ?? 0), _pace.Count + (_companion?.Cost.Count ?? 0));

    /// <summary>
    /// The run-time pairs with fields, in the order in which one run after the other gives them, those that share an integration time by time: however they
    /// came here, a file made of them has one form.
    /// </summary>
    public IEnumerable<(PlannedRun Run, int TimeIndex)> Fields =>
        _times.Keys.OrderBy(key => FirstOf(key.Run)).ThenBy(key => key.Time).ThenBy(key => key.Run).Select(key => (_plan.Runs[key.Run], key.Time));

    /// <summary>The runs that failed with a last good state.</summary>
    public IEnumerable<PlannedRun> Failures => _last.Keys.Order().Select(run => _plan.Runs[run]);

    /// <summary>Adds a command to the history of the experiment.</summary>
    /// <param name="session">The command.</param>
    /// <param name="sources">Where the values of the scenario come from, if it is the first one.</param>
    /// <param name="before">The commands that worked on results which this experiment replaces.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RunHistory Begin(RunSession session, IReadOnlyList<KeyValuePair<string, string>> sources, IReadOnlyList<RunSession> before)
    {
        var history = RunHistory.Begin(_folder, Identity, session, sources, before, out string refusal);
        if (refusal.Length > 0)
            _refused.Add(refusal);
        return history;
    }

    /// <inheritdoc/>
    public KeptTime? Find(PlannedRun run, int timeIndex) =>
        _times.TryGetValue((Number(run), timeIndex), out int entry) ? _journal.Read(entry, reader => ReadTime(reader, run, timeIndex)) : null;

    /// <inheritdoc/>
    public void Keep(PlannedRun run, int timeIndex, ResultRow[] rows, IReadOnlyList<ModeEstimate> modes, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        bool isRadial = run.Radial is not null, keepsField = _plan.FieldIndex(timeIndex) >= 0;
        KeptPair? kept = (keepsField && (isRadial || (run.HasCorrelation && _plan.StoresPairs))) || (run.HasCorrelation && run.IsExact) ? new KeptPair(correlation) : null;
        byte[] head = Head(EntryKind.Time, run, timeIndex, writer =>
        {
            CheckpointFormat.Write(writer, rows);
            CheckpointFormat.Write(writer, modes);
        }, density.Length, kept);
        Append(head, density, kept);
        _times[(Number(run), timeIndex)] = _journal.Count - 1;
    }

    /// <inheritdoc/>
    public RunRecord? Ending(PlannedRun run) =>
        _endings.TryGetValue(Number(run), out int entry) ? _journal.Read(entry, reader => CheckpointFormat.ReadRecord(CheckpointEntry.Skip(reader), run)) : null;

    /// <inheritdoc/>
    public void Keep(RunRecord record)
    {
        Append(Head(EntryKind.Ending, record.Run, 0, writer => CheckpointFormat.Write(writer, record), 0, null), [], null);
        _endings[Number(record.Run)] = _journal.Count - 1;
    }

    /// <inheritdoc/>
    public void KeepLast(PlannedRun run, double time, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        KeptPair? kept = run.HasCorrelation ? new KeptPair(correlation) : null;
        Append(Head(EntryKind.Last, run, 0, writer => writer.Write(time), density.Length, kept), density, kept);
        _last[Number(run)] = _journal.Count - 1;
    }

    /// <summary>The last good state of a run that failed.</summary>
    public (double Time, double[] Density, PairCorrelation? Correlation) Last(PlannedRun run) => _journal.Read(_last[Number(run)], reader =>
    {
        CheckpointEntry.Skip(reader);
        double time = reader.ReadDouble();
        (double[] density, PairCorrelation? correlation) = CheckpointEntry.ReadFields(reader, _plan);
        return (time, density, correlation);
    });

    /// <inheritdoc/>
    public bool IsDue(bool atOutputTime) => _pace.IsDue(atOutputTime);

    /// <inheritdoc/>
    public void Save(PlannedRun run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took)
    {
        long start = Stopwatch.GetTimestamp();
        _lock.RequireInPlace();
        // A state is of use only with the output times before it.
        _journal.FlushToDisk();
        _states.Write(Number(run), equation, stepper, state, took);
        _pace.Written(start);
    }

    /// <inheritdoc/>
    public void SaveEnd(PlannedRun run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took)
    {
        _lock.RequireInPlace();
        _states.WriteEnd(Number(run), equation, stepper, state, took);
    }

    /// <inheritdoc/>
    public (StepperState Stepper, RunTime Took)? TryRestore(PlannedRun run, IKineticEquation equation, Span<double> state)
    {
        PlannedRun[] together = [run, .. _plan.Runs.Where(other => other != run && run.SharesIntegration(other))];
        bool Usable(double time) => together.All(one => Enumerable.Range(0, _plan.Times.Length).All(i => _plan.Times[i] >= time || _times.ContainsKey((Number(one), i))));
        (StepperState Stepper, RunTime Took)? found = _states.TryRestore(Number(run), equation, state, Usable);
        if (found is { } restored)
            OnResume?.Invoke(FormattableString.Invariant($"{run} goes on from time {restored.Stepper.Time:G6}"));
        return found;
    }

    /// <inheritdoc/>
    public IExperimentStore OfCompanion(ExperimentPlan companion) =>
        _companion ??= new Checkpoint(
            Path.Combine(_folder, CheckpointFolder.CompanionName), companion, ResolvedScenario.Text(companion, _output), _lock, Identity.AcceptsOtherMachine);

    /// <inheritdoc/>
    public RunTime? TryRestore(PlannedRun run, ParticleExperiment experiment)
    {
        string file = ParticleFile(run);
        if (!File.Exists(file))
            return null;
        using BinaryReader? reader = SealedFile.Open(file, Identity, out string refusal);
        if (reader is null)
        {
            _refused.Add($"{file} {refusal}; its replicas were run again");
            return null;
        }
        RunTime took = SealedFile.Read(file, () =>
        {
            RunTime before = RunTime.Read(reader);
            experiment.Restore(reader.BaseStream);
            return before.IsFinite ? before : throw new InvalidDataException("a value that is not finite");
        });
        OnResume?.Invoke($"{run} goes on with {experiment.Replicas} replicas");
        return took;
    }

    /// <inheritdoc/>
    public void Save(PlannedRun run, ParticleExperiment experiment, RunTime took)
    {
        long start = Stopwatch.GetTimestamp();
        _lock.RequireInPlace();
        SealedFile.Write(ParticleFile(run), Identity, [], writer =>
        {
            took.Write(writer);
            writer.Flush();
            experiment.Save(writer.BaseStream);
        });
        _pace.Written(start);
    }

    /// <summary>Takes over the runs that have ended elsewhere and not here, with their companions.</summary>
    public void TakeRuns(Checkpoint other)
    {
        foreach (PlannedRun run in _plan.Runs.Where(run => Ending(run) is null && other.Ending(run) is not null))
        {
            foreach (byte[] entry in other.EntriesOf(run))
                TakeEntry(entry);
        }
        if (_plan.Companion is { } companion && other.HasCompanion)
            ((Checkpoint)OfCompanion(companion)).TakeRuns((Checkpoint)other.OfCompanion(companion));
    }

    /// <summary>The companion's checkpoint; null if there is none yet.</summary>
    public Checkpoint? CompanionOf(ExperimentPlan? companion) => companion is null || !HasCompanion ? null : (Checkpoint)OfCompanion(companion);

    /// <summary>What the journal holds of a run that has ended, its ending last; the content is the same in every journal of the experiment.</summary>
    public IEnumerable<byte[]> EntriesOf(PlannedRun run)
    {
        int number = Number(run);
        foreach (int entry in _times.Where(pair => pair.Key.Run == number).OrderBy(pair => pair.Key.Time).Select(pair => pair.Value))
            yield return _journal.ReadWhole(entry);
        if (_last.TryGetValue(number, out int last))
            yield return _journal.ReadWhole(last);
        yield return _journal.ReadWhole(_endings[number]);
    }

    /// <summary>Takes an entry of another journal of the experiment over.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void TakeEntry(byte[] entry)
    {
        using var reader = new BinaryReader(new MemoryStream(entry));
        (EntryKind kind, int run, int time) = CheckpointEntry.ReadKey(reader, _plan);
        Append(entry, [], null);
        if (kind == EntryKind.Time)
            _times[(run, time)] = _journal.Count - 1;
        else
            (kind == EntryKind.Ending ? _endings : _last)[run] = _journal.Count - 1;
    }

    /// <summary>The first run of the integration that a run belongs to.</summary>
    private int FirstOf(int run)
    {
        while (run > 0 && _plan.Runs[run - 1].SharesIntegration(_plan.Runs[run]))
            run--;
        return run;
    }

    private bool HasCompanion => _companion is not null || Directory.Exists(Path.Combine(_folder, CheckpointFolder.CompanionName));

    public void Dispose()
    {
        _companion?.Dispose();
        _journal.Dispose();
    }

    private Journal OpenJournal()
    {
        string path = Path.Combine(_folder, CheckpointFolder.JournalName);
        if (!File.Exists(path))
            return Journal.Create(path, Identity);
        CheckpointIdentity? found = Journal.IdentityOf(path);
        if (found?.IsSameExperiment(Identity) == false)
        {
            throw new IOException(
                $"{_folder} is the checkpoint of another scenario, or of other data files than those that are there now; with those of before the experiment goes on");
        }
        if (found?.IsOfOtherMachine(Identity) == true && !Identity.AcceptsOtherMachine)
            throw new ResultFolderExistsException(_output, FolderObstacle.Machine,
                $": it was begun on {Describe(found.Machine, found.Processor)}, this is {Describe(Identity.Machine, Identity.Processor)}, and last bits may differ");
        if (found is not null)
            _machines.Add(Describe(found.Machine, found.Processor));
        Journal? journal = Journal.Open(path, Identity, out string remark);
        if (remark.Length > 0)
            _refused.Add($"{path} {remark}{(journal is null ? "; the runs on the grid begin again" : "")}");
        return journal ?? Journal.Create(path, Identity);
    }

    private void Index()
    {
        for (int i = 0; i < _journal.Count; i++)
        {
            (EntryKind kind, int run, int time) = _journal.Read(i, reader => CheckpointEntry.ReadKey(reader, _plan));
            if (kind == EntryKind.Machine)
                _machines.Add(_journal.Read(i, reader => CheckpointEntry.Skip(reader).ReadString()));
            else if (kind == EntryKind.Time)
                _times[(run, time)] = i;
            else
                (kind == EntryKind.Ending ? _endings : _last)[run] = i;
        }
    }

    /// <summary>A machine that goes on with what another one began is entered, so that the results say so however often it changes.</summary>
    private void KeepMachine()
    {
        string here = Describe(Identity.Machine, Identity.Processor);
        if (_machines.Count == 0)
            _machines.Add(here);
        if (_machines[^1] == here)
            return;
        _machines.Add(here);
        Append(CheckpointEntry.Head(EntryKind.Machine, 0, 0, writer => writer.Write(here), 0, null), [], null);
    }

    /// <summary>The machines of an experiment that had more than one whose bits may differ.</summary>
    private string[] Machines => _machines.Select(machine => machine.Split('(')[0]).Distinct().Count() < 2 ? []
        : [$"the runs went on from machine to machine, and last bits may differ from those of any one of them: {string.Join("; ", _machines)}"];

    private static string Describe(string machine, string processor) => $"{machine} ({processor})";

    private KeptTime ReadTime(BinaryReader reader, PlannedRun run, int timeIndex)
    {
        CheckpointEntry.Skip(reader);
        ResultRow[] rows = CheckpointFormat.ReadRows(reader, run, _plan.Times[timeIndex]);
        ModeEstimate[] modes = CheckpointFormat.ReadModes(reader);
        (double[] density, PairCorrelation? correlation) = CheckpointEntry.ReadFields(reader, _plan);
        return new KeptTime(rows, modes, density, correlation);
    }

    private byte[] Head(EntryKind kind, PlannedRun run, int timeIndex, Action<BinaryWriter> content, int density, KeptPair? correlation) =>
        CheckpointEntry.Head(kind, Number(run), timeIndex, content, density, correlation);

    private int Number(PlannedRun run)
    {
        for (int i = 0; i < _plan.Runs.Count; i++)
        {
            if (_plan.Runs[i].Model == run.Model && _plan.Runs[i].Particles == run.Particles)
                return i;
        }
        throw new ArgumentException($"{run} is no run of the plan", nameof(run));
    }

    private void Append(ReadOnlySpan<byte> head, ReadOnlySpan<double> density, KeptPair? correlation)
    {
        _lock.RequireInPlace();
        _journal.Append(head, density, correlation);
    }

    private string ParticleFile(PlannedRun run) => Path.Combine(_folder, $"{run.Model}-{run.Particles}{CheckpointFolder.ParticleEnd}");
}
