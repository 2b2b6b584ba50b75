using System.Reflection;
using Hierarchy.Densities;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>Runs scenarios: the direct Landau solver and every model at every N, from the same initial density.</summary>
public static class Experiment
{
    /// <summary>The threads that evaluations share, 1 to 1024, all processors by default. Results do not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in that range.</exception>
    public static int Threads
    {
        get => WorkCrew.Threads;
        set => WorkCrew.Threads = value;
    }

    /// <summary>
    /// Runs a scenario. In memory the results keep every density, and the pair correlations as far as the scenario's <see cref="OutputSettings.Pair"/> says.
    /// With a folder they are written there: an experiment that was interrupted in it goes on, and one that is complete is opened and not run again.
    /// </summary>
    /// <param name="scenario">Read by <see cref="Scenario.Load"/> or made in code; the same rules apply.</param>
    /// <param name="folder">The folder of the results; null keeps them in memory.</param>
    /// <param name="progress">Told after every step how far the experiment is.</param>
    /// <param name="cancellation">Stops the experiment between two steps.</param>
    /// <returns>The results; a model that failed has those up to its failure, see <see cref="RunResults.Status"/>.</returns>
    /// <exception cref="ScenarioException">The scenario cannot run; the exception lists all its faults.</exception>
    /// <exception cref="ResultFolderExistsException">The folder holds another experiment, or is in use.</exception>
    /// <exception cref="ExperimentStoppedException">The experiment was stopped; the exception has the results up to then.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <example><code>
    /// Results results = Experiment.Run(Scenario.Load("quickstart.json", "particles=[16]"));
    /// double[] density = results["cluster", 16].At(0.5).Density;
    /// </code></example>
    public static Results.Results Run(Scenario scenario, string? folder = null, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ScenarioReading reading = ScenarioReader.Check(scenario);
        if (scenario.Sweep is { } sweep && reading.IsValid)
            return SweepRun.Run(scenario, sweep, folder, Provenance, (variant, place) => Run(variant, place, progress, cancellation));
        Scenario sound = reading.Require(scenario.Name ?? "");
        ExperimentPlan plan = PlanOf(InitialSettings.AsValues(sound));
        if (folder is null)
        {
            Results.Results first = RunPlan(plan, progress, cancellation, sound, reading.Warnings);
            return Refinement.Next(plan, first, Obstacle, _ => { }) is not { } finer ? first
                : RunPlan(finer, progress, cancellation, sound with { Grid = finer.Scenario.Grid }, reading.Warnings);
        }
        if (sound.Initial.Any(component => component is OwnSettings))
            plan = PlanOf(StoredDensities.Write(plan.Scenario, folder));
        ResultFolder.FinishPublication(folder);
        plan = Refinement.In(folder, plan);
        if (ResultFolder.Holds(folder, plan) && Manifest.TransformIn(folder) == TransformEngines.Current)
            return Results.Results.Open(folder);
        bool isSecond = Refinement.IsUnderWay(folder);
        Results.Results results = RunInto(folder, plan, UseOf(folder, plan), reading.Warnings, progress, cancellation);
        return isSecond || Refinement.Next(plan, results, Obstacle, _ => { }) is not { } next ? results
            : RunInto(folder, next, FolderUse.Replace, reading.Warnings, progress, cancellation);
    }

    private static Results.Results RunInto(
        string folder, ExperimentPlan plan, FolderUse use, IReadOnlyList<string> warnings, IProgress<ExperimentProgress>? progress, CancellationToken cancellation)
    {
        using var session = new ExperimentSession(plan, folder, use, Provenance(), warnings);
        return Ended(session.Run(EquationFactory.Create, Observers(plan, progress), cancellation));
    }

    /// <summary>Why a plan does not fit into this machine; null if it does.</summary>
    private static string? Obstacle(ExperimentPlan plan) => plan.Obstacle ?? (plan.MemoryBytes <= MachineMemory.Available() ? null : "it does not fit into memory");

    /// <summary>Runs a plan in memory.</summary>
    internal static Results.Results RunPlan(
        ExperimentPlan plan, IProgress<ExperimentProgress>? progress, CancellationToken cancellation, Scenario? scenario = null, IReadOnlyList<string>? warnings = null)
    {
        using var session = new ExperimentSession(plan, warnings ?? []) { Scenario = scenario ?? plan.Scenario };
        return Ended(session.Run(EquationFactory.Create, Observers(plan, progress), cancellation));
    }

    /// <summary>A plan whose arrays are not too long for this runtime.</summary>
    private static ExperimentPlan PlanOf(Scenario scenario)
    {
        var plan = new ExperimentPlan(scenario);
        return plan.Obstacle is not { } obstacle ? plan
            : throw new ScenarioException(scenario.Name, [new Fault("grid.points", scenario.Grid.Points.ToString(System.Globalization.CultureInfo.InvariantCulture), obstacle)]);
    }

    /// <summary>What was interrupted goes on if it is the same experiment; all else has to be a free place.</summary>
    private static FolderUse UseOf(string folder, ExperimentPlan plan) =>
        ResultFolder.StandingOf(folder) == FolderStanding.Interrupted && ResultFolder.IsOf(folder, plan) ? FolderUse.Resume : FolderUse.New;

    private static IReadOnlyList<IExperimentObserver> Observers(ExperimentPlan plan, IProgress<ExperimentProgress>? progress) => progress is null ? []
        : [new ProgressObserver(plan, progress)];

    private static Results.Results Ended(Results.Results results) => results.Status == RunStatus.Stopped ? throw new ExperimentStoppedException(results) : results;

    private static Provenance Provenance()
    {
        string version = typeof(Experiment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return new Provenance
        {
            ToolVersion = version.Split('+')[0],
            Commit = version.Split('+') is [_, var commit] ? commit : null,
            CommandLine = Environment.CommandLine,
            Threads = WorkCrew.Threads,
            Transform = TransformEngines.Current,
            Start = DateTimeOffset.UtcNow,
            End = DateTimeOffset.UtcNow,
        };
    }
}

/// <summary>An experiment that was stopped before its end.</summary>
/// <param name="results">What it had come to.</param>
public sealed class ExperimentStoppedException(Results.Results results) : OperationCanceledException(
    $"the experiment {results.Scenario.Name} was stopped before its end" + (results.Folder is null ? "" : $"; run into {results.Folder} again, it goes on"))
{
    /// <summary>The runs that were complete, and the output times that the stopped one had reached.</summary>
    public Results.Results Results { get; } = results;
}
