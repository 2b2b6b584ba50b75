using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// The results of an experiment, in memory or in a folder: every model at every N, over time, with its quantities and their errors. Fields in a folder are read when
/// they are asked for; the file is closed when the results are disposed of.
/// </summary>
/// <example><code>
/// using Results results = Results.Open("runs/quickstart");
/// PairCorrelation g = results["cluster", 16].At(0.5).Correlation;
/// </code></example>
public sealed class Results : IDisposable
{
    private readonly Lazy<IFieldSource?> _fields;
    private readonly Dictionary<(string Model, ParticleNumber Particles, double Time), List<ResultRow>> _rows = [];

    internal Results(ExperimentPlan plan, Scenario scenario, IReadOnlyList<RunEnding> endings, IEnumerable<ResultRow> rows, Func<IFieldSource?> fields)
    {
        Plan = plan;
        Scenario = scenario;
        _fields = new Lazy<IFieldSource?>(fields);
        Rows = [.. rows];
        Table = new ResultTable(Rows);
        foreach (ResultRow row in Rows)
        {
            (string, ParticleNumber, double) place = (row.Model, row.Particles, row.Time);
            if (!_rows.TryGetValue(place, out List<ResultRow>? found))
                _rows[place] = found = [];
            found.Add(row);
        }
        Runs = [.. plan.Runs.Select(run => Run(run, endings)).OfType<RunResults>()];
    }

    /// <summary>Opens a folder of results.</summary>
    /// <param name="folder">The folder that an experiment ran into.</param>
    /// <exception cref="IOException">The folder or a file is missing or is not what its name says; the message tells which.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static Results Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return ResultReader.Open(folder);
    }

    /// <summary>The scenario that ran.</summary>
    public Scenario Scenario { get; }

    /// <summary>The grid of the velocities.</summary>
    public VelocityGrid Grid => Plan.Grid;

    /// <summary>The output times, 0 and the end among them; a run that failed or was stopped has reached the first of them only.</summary>
    public IReadOnlyList<double> Times => Plan.Times;

    /// <summary>Every model at every N that has results, the direct solver first, in the order in which they ran.</summary>
    public IReadOnlyList<RunResults> Runs { get; }

    /// <summary>The names of the models that have results, in the order in which they ran.</summary>
    public IReadOnlyList<string> Models => [.. Runs.Select(run => run.Model).Distinct()];

    /// <summary>Every quantity of every model, N and time, as in diagnostics.csv.</summary>
    public IReadOnlyList<ResultRow> Rows { get; }

    /// <summary>The results of the variants, where the scenario is a sweep: then all results are theirs, and this has no rows of its own. Empty otherwise.</summary>
    public IReadOnlyList<VariantResults> Variants { get; internal init; } = [];

    /// <summary>How the experiment ended: stopped if it did not come to its end, failed if a model could not go on.</summary>
    public RunStatus Status { get; internal init; }

    /// <summary>What deserves attention: in the scenario, in the values, in what was interrupted.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>The full path of the folder of the results; null if they are in memory alone.</summary>
    public string? Folder { get; internal init; }

    /// <summary>The only N of a model.</summary>
    /// <param name="model">The name of the model, as in <c>results["landau"]</c>.</param>
    /// <exception cref="KeyNotFoundException">The model has no results, or has them for several N.</exception>
    public RunResults this[string model]
    {
        get
        {
            RunResults[] found = OfModel(model);
            return found.Length == 1 ? found[0] : throw new KeyNotFoundException(
                $"{found[0].Model} has results for N = {string.Join(", ", found.Select(run => run.Particles))}; one of them has to be named");
        }
    }

    /// <summary>A model at one N.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="particles">N.</param>
    /// <exception cref="KeyNotFoundException">There are no such results; the message names what is nearest.</exception>
    public RunResults this[string model, ParticleNumber particles]
    {
        get
        {
            RunResults[] found = OfModel(model);
            string name = found[0].Model;
            bool isPlanned = Plan.Runs.Any(run => run.Model == name && run.Particles == particles);
            return Array.Find(found, run => run.Particles == particles)
                ?? throw new KeyNotFoundException(isPlanned ? NotReached($"{name} N={particles}") : Missing.Particles(name, particles, [.. found.Select(run => run.Particles)]));
        }
    }

    /// <inheritdoc cref="this[string, ParticleNumber]"/>
    public RunResults this[string model, int particles] =>
        particles >= 2 ? this[model, new ParticleNumber(particles)]
            : throw new KeyNotFoundException($"N = {particles} is no number of particles: a whole number of at least 2 or \"infinity\"");

    /// <summary>A model at one N, which is written as in scenarios: <c>results["cluster", "infinity"]</c>.</summary>
    /// <inheritdoc cref="this[string, ParticleNumber]"/>
    public RunResults this[string model, string particles] =>
        ScenarioNames.TryReadParticles(particles, out ParticleNumber count) ? this[model, count]
            : throw new KeyNotFoundException($"N = \"{ScenarioNode.Shorten(particles)}\" is no number of particles: a whole number of at least 2 or \"infinity\"");

    internal ExperimentPlan Plan { get; }

    /// <summary>The rows by model, N, time and quantity.</summary>
    internal ResultTable Table { get; }

    /// <summary>The fields, or null where there are none.</summary>
    internal IFieldSource? Fields => _fields.Value;

    /// <summary>Those of <see cref="Warnings"/> that the runs gave, where they ran in this process.</summary>
    internal IReadOnlyList<string> RunWarnings { get; init; } = [];

    /// <summary>What the runs did, where they ran in this process; empty otherwise.</summary>
    internal IReadOnlyList<RunRecord> Records { get; init; } = [];

    /// <summary>What the manifest of the folder says; null in memory.</summary>
    internal StoredManifest? Manifest { get; init; }

    /// <summary>The files that a complete folder has and this one does not.</summary>
    internal IReadOnlyList<string> MissingFiles { get; init; } = [];

    /// <summary>Closes the field file, if it was opened.</summary>
    public void Dispose()
    {
        if (_fields.IsValueCreated)
            _fields.Value?.Dispose();
        foreach (VariantResults variant in Variants)
            variant.Dispose();
    }

    internal IEnumerable<ResultRow> RowsAt(string model, ParticleNumber particles, double time) => _rows.GetValueOrDefault((model, particles, time)) ?? [];

    private RunResults[] OfModel(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RunResults[] found = [.. Runs.Where(run => run.Model.Equals(model, StringComparison.OrdinalIgnoreCase))];
        if (found.Length > 0)
            return found;
        if (Variants.Count > 0)
            throw new KeyNotFoundException($"the results are those of a sweep: each of its {Variants.Count} variants, as Variants[0].Results, has its own {model}");
        bool planned = Plan.Runs.Any(run => run.Model.Equals(model, StringComparison.OrdinalIgnoreCase));
        throw new KeyNotFoundException(planned ? NotReached(model) : Missing.Name("the results have no model", model, Models));
    }

    private static string NotReached(string run) => $"{run} did not come to its turn before the experiment was stopped";

    private RunResults? Run(PlannedRun run, IReadOnlyList<RunEnding> endings)
    {
        double[] times = [.. Plan.Times.Where(time => _rows.ContainsKey((run.Model, run.Particles, time)))];
        RunEnding? ending = endings.FirstOrDefault(one => one.Model == run.Model && one.Particles == run.Particles);
        return ending is null && times.Length == 0 ? null : new RunResults(this, run, ending?.Status ?? RunStatus.Stopped, ending?.Message ?? "", times);
    }
}

/// <summary>How a run ended.</summary>
/// <param name="Model">Its model.</param>
/// <param name="Particles">Its N.</param>
/// <param name="Status">How.</param>
/// <param name="Message">Why it failed, or empty.</param>
internal sealed record RunEnding(string Model, ParticleNumber Particles, RunStatus Status, string Message);
