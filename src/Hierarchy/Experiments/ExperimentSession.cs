using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>An experiment from its first to its last moment, in memory or in a folder that it holds while it lives: the one way in which runs are made into results.</summary>
internal sealed class ExperimentSession : IDisposable
{
    private readonly ExperimentPlan _plan;
    private readonly ResultFolder? _folder;
    private readonly Provenance? _provenance;
    private readonly RunHistory? _history;
    private readonly IReadOnlyList<string> _warnings;

    /// <summary>Begins an experiment in memory.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="warnings">What is known of the scenario before.</param>
    public ExperimentSession(ExperimentPlan plan, IReadOnlyList<string> warnings)
    {
        _plan = plan;
        _warnings = warnings;
        Scenario = plan.Scenario;
    }

    /// <summary>Begins an experiment in a folder, or goes on with it.</summary>
    /// <param name="plan">What runs.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="use">What becomes of its content.</param>
    /// <param name="provenance">For the manifest; the end is filled in.</param>
    /// <param name="warnings">What is known of the scenario before.</param>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public ExperimentSession(ExperimentPlan plan, string folder, FolderUse use, Provenance provenance, IReadOnlyList<string> warnings)
        : this(plan, warnings)
    {
        _folder = new ResultFolder(folder, plan, use, provenance.ToolVersion);
        try
        {
            IReadOnlyList<KeyValuePair<string, string>> sources = SettingSources.Of(plan);
            _history = _folder.Checkpoint.Begin(new RunSession(provenance.CommandLine, provenance.ToolVersion, provenance.Threads, provenance.Start),
                provenance.Sources.Count > 0 ? SettingSources.Joined(provenance.Sources, sources) : sources, provenance.Sessions);
            _provenance = provenance with { DataFiles = DataFileContent.Of(plan), Folder = _folder.Path };
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>The scenario that the results tell of.</summary>
    public Scenario Scenario { get; init; }

    /// <summary>Told when a run goes on from a checkpoint.</summary>
    public Action<string>? OnResume
    {
        set
        {
            if (_folder is not null)
                _folder.Checkpoint.OnResume = value;
        }
    }

    /// <summary>Runs everything that has not been done and completes the folder, however it ends.</summary>
    /// <param name="equations">Makes the equations.</param>
    /// <param name="observers">See the experiment go on.</param>
    /// <param name="cancellation">Stops it between two steps; then the results have the status stopped.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Results.Results Run(EquationMaker equations, IReadOnlyList<IExperimentObserver> observers, CancellationToken cancellation) =>
        _folder is { } folder ? RunInto(folder, equations, observers, cancellation) : RunInMemory(equations, observers, cancellation);

    public void Dispose() => _folder?.Dispose();

    private Results.Results RunInMemory(EquationMaker equations, IReadOnlyList<IExperimentObserver> observers, CancellationToken cancellation)
    {
        var fields = new KeptFields(_plan);
        IReadOnlyList<RunRecord> records = new ExperimentRunner(_plan, equations, [fields, .. observers]).Run(cancellation);
        return Make(records, RunWarnings.Of(_plan, records), () => fields, null);
    }

    private Results.Results RunInto(ResultFolder folder, EquationMaker equations, IReadOnlyList<IExperimentObserver> observers, CancellationToken cancellation)
    {
        IReadOnlyList<RunRecord> records = new ExperimentRunner(_plan, equations, [folder, .. observers], folder.Checkpoint).Run(cancellation);
        IReadOnlyList<string> warnings = [.. folder.Checkpoint.Refused, .. RunWarnings.Of(_plan, records)];
        DateTimeOffset end = DateTimeOffset.UtcNow;
        _history!.End(end);
        Provenance provenance = _provenance! with { End = end, Checkpoints = folder.Checkpoint.Cost, Sessions = _history.Sessions, Sources = _history.Sources };
        RunStatus status = StatusOf(records);
        folder.Complete(Manifest.Write(_plan, provenance, records, status, [.. _warnings, .. warnings]), status);
        return Make(records, warnings, () => ResultReader.Fields(folder.Path, _plan), folder.Path);
    }

    private Results.Results Make(IReadOnlyList<RunRecord> records, IReadOnlyList<string> warnings, Func<IFieldSource?> fields, string? folder) => new(
        _plan, Scenario, [.. records.Select(record => new RunEnding(record.Run.Model, record.Run.Particles, record.Status, record.Message))],
            records.SelectMany(record => record.Rows), fields)
    {
        Status = StatusOf(records),
        Warnings = [.. _warnings, .. warnings],
        RunWarnings = warnings,
        Folder = folder,
        Records = records,
    };

    private RunStatus StatusOf(IReadOnlyList<RunRecord> records)
    {
        if (records.Count < _plan.Runs.Count || records.Any(record => record.Status == RunStatus.Stopped))
            return RunStatus.Stopped;
        foreach (RunStatus worst in (RunStatus[])[RunStatus.Failed, RunStatus.Unphysical])
        {
            if (records.Any(record => record.Status == worst))
                return worst;
        }
        return RunStatus.Completed;
    }
}
