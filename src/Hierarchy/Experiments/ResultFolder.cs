using Hierarchy.Particles;

namespace Hierarchy.Experiments;

/// <summary>
/// The output folder of one experiment. Files grow under temporary names and take their own when the experiment ends, however it ends,
/// so that a file with its own name is complete.
/// </summary>
public sealed class ResultFolder : IExperimentObserver, IDisposable
{
    public const string ManifestName = "manifest.json";
    public const string ResolvedName = "resolved.json";
    public const string DiagnosticsName = "diagnostics.csv";
    public const string ModesName = "modes.csv";
    public const string HistogramsName = "histograms.csv";
    public const string NoiseName = "noise.csv";
    public const string FieldsName = "results.h5";
    private const string Unfinished = ".part";

    private static readonly string[] Names = [ResolvedName, DiagnosticsName, NoiseName, FieldsName, ModesName, HistogramsName, ManifestName];

    private readonly DiagnosticsFile _diagnostics;
    private readonly FieldFile _fields;
    private readonly DetailTable _details;
    private readonly ExperimentPlan _plan;
    private bool _closed;

    /// <summary>Makes the folder and begins the files.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">What runs.</param>
    /// <param name="replace">Whether a folder that exists is used; of its files only those of an experiment are replaced, at the end.</param>
    /// <param name="toolVersion">For the attributes of the field file.</param>
    /// <exception cref="ResultFolderExistsException">The folder exists and may not be used, or the place is taken by a file.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public ResultFolder(string path, ExperimentPlan plan, bool replace, string toolVersion)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (File.Exists(Path))
            throw new ResultFolderExistsException(path, "is a file");
        if (Directory.Exists(Path) && !replace)
            throw new ResultFolderExistsException(path, "exists; --force replaces the results in it, --out names another folder");
        _plan = plan;
        Checkpoints = new ParticleCheckpoints(Path, plan);
        Directory.CreateDirectory(Path);
        _details = new DetailTable(Of(ModesName + Unfinished), Of(HistogramsName + Unfinished));
        File.WriteAllText(Of(ResolvedName + Unfinished), ScenarioWriter.Write(plan.Scenario));
        _diagnostics = new DiagnosticsFile(Of(DiagnosticsName + Unfinished), Of(NoiseName + Unfinished));
        try
        {
            _fields = new FieldFile(Of(FieldsName + Unfinished), plan, toolVersion);
        }
        catch
        {
            _diagnostics.Dispose();
            throw;
        }
    }

    /// <summary>What is kept of particle runs that are not complete.</summary>
    public ParticleCheckpoints Checkpoints { get; }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public void State(PlannedRun run, int timeIndex, ReadOnlySpan<double> density, ReadOnlySpan<double> correlation) =>
        _fields.Write(run, timeIndex, density, correlation);

    public void Estimates(PlannedRun run, int timeIndex, ParticleEstimates estimates, FourierModes? modes, VelocityHistograms? histograms)
    {
        double time = _plan.Times[timeIndex];
        if (modes is not null)
            _details.Write(run.Model, run.Particles, time, [.. estimates.SingleModes(), .. estimates.PairModes()]);
        if (histograms is not null)
            _details.Write(run.Model, run.Particles, time, estimates, histograms, _plan.Grid.Dimension);
    }

    public void Modes(PlannedRun run, int timeIndex, FourierModes modes, ReadOnlySpan<double> density, ReadOnlySpan<double> correlation) =>
        _details.Write(run.Model, run.Particles, _plan.Times[timeIndex], DetailTable.OnGrid(_plan.Grid, modes, density, correlation));

    public void Record(ReadOnlySpan<ResultRow> rows) => _diagnostics.Write(rows);

    /// <summary>The resolved scenario of the experiment in a folder, complete or not; null if there is none.</summary>
    public static string? ScenarioOf(string folder)
    {
        string resolved = System.IO.Path.Combine(folder, ResolvedName);
        return File.Exists(resolved + Unfinished) ? resolved + Unfinished : File.Exists(resolved) ? resolved : null;
    }

    /// <summary>Closes the files, adds the manifest and gives all their names.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Complete(string manifest)
    {
        Close();
        File.WriteAllText(Of(ManifestName + Unfinished), manifest);
        foreach (string name in Names)
            Publish(name);
    }

    public void Dispose() => Close();

    private void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _diagnostics.Dispose();
        _fields.Dispose();
        _details.Dispose();
    }

    /// <summary>Gives a file its name; what this experiment does not have is removed.</summary>
    private void Publish(string name)
    {
        if (File.Exists(Of(name + Unfinished)))
            File.Move(Of(name + Unfinished), Of(name), overwrite: true);
        else
            File.Delete(Of(name));
    }

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}

/// <summary>The place of the results is taken.</summary>
public sealed class ResultFolderExistsException(string path, string reason) : Exception($"the output folder {path} {reason}");
