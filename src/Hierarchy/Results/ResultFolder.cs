using System.Text;
using Hierarchy.Densities;
using Hierarchy.Particles;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Results;

/// <summary>
/// The output folder of one experiment. Files grow under temporary names and take their own when the experiment ends, however it ends,
/// so that a file with its own name is complete.
/// </summary>
internal sealed class ResultFolder : IExperimentObserver, IDisposable
{
    public const string ManifestName = "manifest.json";
    public const string ResolvedName = "resolved.json";
    public const string DiagnosticsName = "diagnostics.csv";
    public const string ModesName = "modes.csv";
    public const string HistogramsName = "histograms.csv";
    public const string NoiseName = "noise.csv";
    public const string FieldsName = "results.h5";
    /// <summary>With the extension by which ParaView takes the reader that knows slabs of datasets; under .xdmf it takes another one, which shows nothing.</summary>
    public const string XdmfName = "results.xdmf2";

    private const string EarlierXdmfName = "results.xdmf";
    private const string DensitiesStart = "initial-";
    private const string Unfinished = SealedFile.Unfinished;

    /// <summary>What results always have, in the order in which it gets its names; see <see cref="Publication"/>.</summary>
    private static readonly string[] Always = [DiagnosticsName, NoiseName, FieldsName, ManifestName, ResolvedName];

    /// <summary>What they have where there are particles or three dimensions, with the first line.</summary>
    private static readonly Dictionary<string, string> Optional =
        new() { [ModesName] = DetailTable.ModesHeader, [HistogramsName] = DetailTable.HistogramsHeader, [XdmfName] = XdmfFile.FirstLine, [EarlierXdmfName] = XdmfFile.FirstLine };

    private readonly DiagnosticsFile _diagnostics;
    private readonly DetailTable _details;
    private readonly ExperimentPlan _plan;
    private readonly FolderLock _lock;
    private readonly string _toolVersion, _scenario;
    private bool _closed;

    /// <summary>Makes the folder and begins the files; no other run can use it until this is disposed of.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">What runs.</param>
    /// <param name="use">What becomes of the content of a folder that exists.</param>
    /// <param name="toolVersion">For the attributes of the field file.</param>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used, is used by another run, or the place is taken by a file.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public ResultFolder(string path, ExperimentPlan plan, FolderUse use, string toolVersion)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (File.Exists(Path))
            throw new ResultFolderExistsException(path, FolderObstacle.File);
        if (use == FolderUse.New)
            RequireFree(path);
        _plan = plan;
        _scenario = ResolvedScenario.Text(plan, Path);
        _toolVersion = toolVersion;
        Directory.CreateDirectory(Path);
        FolderLinks.Refuse(Path);
        _lock = new FolderLock(Path);
        try
        {
            if (use is FolderUse.Resume or FolderUse.ResumeElsewhere)
                RequireSameTransform(path);
            else
                CheckpointFolder.Remove(Path);
            CheckpointFolder.RemoveList(Path);
            Checkpoint = new Checkpoint(Path, plan, _scenario, _lock, use == FolderUse.ResumeElsewhere);
            OwnFile.Write(Of(ResolvedName + Unfinished), _scenario);
            _details = new DetailTable(Of(ModesName + Unfinished), Of(HistogramsName + Unfinished));
            _details.Clear();
            _diagnostics = new DiagnosticsFile(Of(DiagnosticsName + Unfinished), Of(NoiseName + Unfinished));
        }
        catch
        {
            Checkpoint?.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>What is kept of the experiment until it is complete; the runner's store.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public void Estimates(PlannedRun run, int timeIndex, ParticleEstimates estimates, FourierModes? modes, VelocityHistograms? histograms)
    {
        _lock.RequireInPlace();
        double time = _plan.Times[timeIndex];
        if (modes is not null)
            _details.Write(run.Model, run.Particles, time, [.. estimates.SingleModes(), .. estimates.PairModes()]);
        if (histograms is not null)
            _details.Write(run.Model, run.Particles, time, estimates, histograms, _plan.Grid.Dimension);
    }

    public void Modes(PlannedRun run, int timeIndex, IReadOnlyList<ModeEstimate> modes)
    {
        _lock.RequireInPlace();
        _details.Write(run.Model, run.Particles, _plan.Times[timeIndex], modes);
    }

    public void Record(ReadOnlySpan<ResultRow> rows) => _diagnostics.Write(rows);

    /// <summary>Whether results have a file of that name.</summary>
    public static bool IsResult(string name) => Always.Contains(name) || Optional.ContainsKey(name);

    /// <summary>The resolved scenario of the experiment in a folder, complete or not; null if there is none.</summary>
    public static string? ScenarioOf(string folder)
    {
        string resolved = System.IO.Path.Combine(folder, ResolvedName);
        return OpenScenario(folder) ?? (File.Exists(resolved) ? resolved : null);
    }

    /// <summary>The transform engine of the experiment in a folder: one that was interrupted goes on with no other, since the last bits would differ.</summary>
    /// <exception cref="IOException">The checkpoint names no engine of this program.</exception>
    public static TransformEngine TransformOf(string folder)
    {
        if (OpenScenario(folder) is null)
            return Manifest.TransformIn(folder);
        string name = CheckpointFolder.IdentityIn(folder)!.Transform;
        return TransformEngines.TryParse(name, out TransformEngine engine) ? engine
            : throw new IOException($"the experiment in {folder} was begun with the transforms of {name}, which this program does not have");
    }

    /// <summary>The file of the densities that a program brought, in the folder of their experiment.</summary>
    /// <param name="hash">What tells it from others.</param>
    public static string DensitiesName(string hash) => $"{DensitiesStart}{hash}.h5";

    /// <summary>Whether the experiment in a folder, complete or not, is that of a plan.</summary>
    public static bool IsOf(string folder, ExperimentPlan plan) => ScenarioOf(folder) is { } resolved
        && Encoding.UTF8.GetString(OrdinaryFile.ReadBytes(resolved)) == ResolvedScenario.Text(plan, folder);

    /// <summary>Whether a folder holds the complete results of a plan.</summary>
    public static bool Holds(string folder, ExperimentPlan plan)
    {
        string resolved = System.IO.Path.Combine(folder, ResolvedName);
        return File.Exists(resolved) && Encoding.UTF8.GetString(OrdinaryFile.ReadBytes(resolved)) == ResolvedScenario.Text(plan, folder) && HasEnded(folder);
    }

    /// <summary>What a folder holds.</summary>
    public static FolderStanding StandingOf(string folder)
    {
        if (OpenScenario(folder) is not null)
            return FolderStanding.Interrupted;
        return File.Exists(System.IO.Path.Combine(folder, ResolvedName)) && HasEnded(folder) ? FolderStanding.Complete : FolderStanding.Nothing;
    }

    /// <summary>If a run was killed while it gave its files their names, gives them the rest of the names.</summary>
    /// <exception cref="ResultFolderExistsException">The folder is used by another run.</exception>
    public static void FinishPublication(string folder)
    {
        if (Publication.Pending(folder) is null)
            return;
        FolderLinks.Refuse(folder);
        using var @lock = new FolderLock(folder);
        Publication.Pending(folder)?.Finish(Optional);
    }

    /// <summary>
    /// Writes the field file and the manifest and gives all files their names. A run that was stopped keeps its checkpoint, and leaves complete results of an
    /// earlier one in their place.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written, or a file of it was removed.</exception>
    public void Complete(string manifest, RunStatus status)
    {
        CloseTables();
        bool stopped = status == RunStatus.Stopped;
        if (stopped && HasEnded(Path))
            return;
        _lock.RequireInPlace();
        OwnFile.Write(Of(ResolvedName + Unfinished), _scenario);
        FieldFile.Write(Of(FieldsName + Unfinished), _plan, _toolVersion, Checkpoint);
        OwnFile.Write(Of(ManifestName + Unfinished), manifest);
        bool isSpace = _plan.Grid.Dimension == 3;
        if (isSpace)
            OwnFile.Write(Of(XdmfName + Unfinished), XdmfFile.Text(_plan));
        Checkpoint.Dispose();
        string[] names = [.. _details.Written.Select(file => System.IO.Path.GetFileNameWithoutExtension(file)), .. isSpace ? (string[])[XdmfName] : [], .. Always];
        var publication = Publication.Begin(Path, names, Checkpoint.Identity, keepCheckpoint: stopped || _plan.Scenario.Output.Keep);
        _lock.RequireInPlace();
        publication.Finish(Optional);
    }

    public void Dispose()
    {
        try
        {
            CloseTables();
        }
        finally
        {
            Checkpoint.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>The resolved scenario whose journal a folder has, to the byte, unless its results are complete.</summary>
    private static string? OpenScenario(string folder)
    {
        if (CheckpointFolder.IdentityIn(folder) is not { } experiment)
            return null;
        string resolved = System.IO.Path.Combine(folder, ResolvedName);
        if (experiment.IsOf(resolved + Unfinished))
            return resolved + Unfinished;
        return !HasEnded(folder) && experiment.IsOf(resolved) ? resolved : null;
    }

    private static bool HasEnded(string folder) => Manifest.StatusIn(folder) is RunStatus.Completed or RunStatus.Unphysical or RunStatus.Failed;

    private void CloseTables()
    {
        if (_closed)
            return;
        _closed = true;
        _diagnostics.Dispose();
        _details.Dispose();
    }

    private void RequireSameTransform(string path)
    {
        TransformEngine begun = TransformOf(Path);
        if (begun != TransformEngines.Current)
            throw new ResultFolderExistsException(path, FolderObstacle.Transform,
                $": it was begun with those of {begun.Name()} and cannot go on with those of {TransformEngines.Current.Name()}");
    }

    private void RequireFree(string path)
    {
        // A run that was killed in its first moment leaves these.
        string[] nothing = [FolderLock.FileName, ResolvedName + Unfinished + OwnFile.Temporary];
        bool IsNothing(string name) => nothing.Contains(name) || name.StartsWith(DensitiesStart, StringComparison.Ordinal)
            || (name == CheckpointFolder.FolderName && Directory.Exists(Of(name)) && CheckpointFolder.IsOwn(Path));
        if (!Directory.Exists(Path) || Directory.EnumerateFileSystemEntries(Path).All(entry => IsNothing(System.IO.Path.GetFileName(entry))))
            return;
        if (StandingOf(Path) != FolderStanding.Interrupted)
            throw new ResultFolderExistsException(path, FolderObstacle.Taken);
        FolderLinks.Refuse(Path);
        // Whose experiment is still running is told so.
        new FolderLock(path).Dispose();
        throw new ResultFolderExistsException(path, FolderObstacle.Interrupted);
    }

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>What becomes of the content of an output folder that exists.</summary>
internal enum FolderUse
{
    /// <summary>The folder must be empty or not exist.</summary>
    New,

    /// <summary>The results in it are replaced when the new ones are complete, no other files.</summary>
    Replace,

    /// <summary>The experiment in it goes on.</summary>
    Resume,

    /// <summary>The same, even if it was begun on a machine whose last bits may differ.</summary>
    ResumeElsewhere,
}

/// <summary>What an output folder holds.</summary>
internal enum FolderStanding
{
    /// <summary>No experiment.</summary>
    Nothing,

    /// <summary>An experiment that did not come to its end, perhaps beside complete results of an earlier one.</summary>
    Interrupted,

    /// <summary>Complete results.</summary>
    Complete,
}

/// <summary>Why a folder cannot take the results of an experiment.</summary>
public enum FolderObstacle
{
    /// <summary>The place is taken by a file.</summary>
    File,

    /// <summary>The folder holds other files or other results.</summary>
    Taken,

    /// <summary>The folder holds another experiment that was interrupted.</summary>
    Interrupted,

    /// <summary>Another run is using the folder.</summary>
    InUse,

    /// <summary>The experiment in the folder was begun with other transforms.</summary>
    Transform,

    /// <summary>The experiment in the folder was begun on a machine whose last bits may differ from those of this one.</summary>
    Machine,
}

/// <summary>The place of the results is taken.</summary>
/// <param name="folder">The folder.</param>
/// <param name="obstacle">What is in the way.</param>
/// <param name="details">More words about it.</param>
public sealed class ResultFolderExistsException(string folder, FolderObstacle obstacle, string details = "") : Exception($"the output folder {folder} {Words(obstacle)}{details}")
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>What is in the way.</summary>
    public FolderObstacle Obstacle { get; } = obstacle;

    private static string Words(FolderObstacle obstacle) => obstacle switch
    {
        FolderObstacle.File => "is a file",
        FolderObstacle.Taken => "exists",
        FolderObstacle.Interrupted => "holds another experiment, which was interrupted",
        FolderObstacle.Transform => "holds an experiment with other transforms",
        FolderObstacle.Machine => "holds an experiment of another machine",
        _ => "is in use by another run",
    };
}
