using System.Globalization;
using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>What a folder of results holds, and what it lacks. Fields are read plane by plane.</summary>
internal sealed class StoredExperiment : IDisposable
{
    /// <summary>Takes what was read; the field file is opened if there is one.</summary>
    /// <exception cref="IOException">The field file cannot be read.</exception>
    public StoredExperiment(string folder, ExperimentPlan plan, ResultTable results, StoredManifest manifest)
    {
        Folder = folder;
        Plan = plan;
        Results = results;
        Manifest = manifest;
        string fields = Path.Combine(folder, ResultFolder.FieldsName);
        if (File.Exists(fields))
            Fields = OpenFields(fields, plan);
    }

    public string Folder { get; }

    public ExperimentPlan Plan { get; }

    public Scenario Scenario => Plan.Scenario;

    public ResultTable Results { get; }

    public StoredManifest Manifest { get; }

    /// <summary>The fields, or null if the folder has none.</summary>
    public FieldReader? Fields { get; }

    /// <summary>The rates in N, fitted to the stored results.</summary>
    public IReadOnlyList<ChaosRow> Rates => field ??= Analyses.Chaos(Plan, Results);

    /// <summary>The closure errors.</summary>
    public IReadOnlyList<ComparisonRow> Errors => field ??= Analyses.Compare(Plan, Results);

    /// <summary>The models of the results in the order in which they ran.</summary>
    public IReadOnlyList<string> Models => [.. Results.Models];

    /// <summary>The finite N of the results, increasing.</summary>
    public IReadOnlyList<ParticleNumber> FiniteN => [.. Results.Runs.Select(run => run.Particles).Where(n => !n.IsInfinite).Distinct().Order()];

    /// <summary>The N that have something to show beside the Landau equation, increasing: infinity is among them where particles are correlated at the start, since all models are that equation otherwise.</summary>
    public IReadOnlyList<ParticleNumber> Numbers => Scenario.Pair.Type != PairSettings.Chaotic && ModelsAt(ParticleNumber.Infinity).Any() ? [.. FiniteN, ParticleNumber.Infinity] : FiniteN;

    /// <summary>The files that a complete folder has and this one does not.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The models that have results for N, the Landau equation not among them.</summary>
    public IEnumerable<string> ModelsAt(ParticleNumber particles) => Results.Runs.Where(run => run.Particles == particles && run.Model != ModelRegistry.Landau.Name).Select(run => run.Model);

    /// <summary>A quantity of a run over time.</summary>
    public TimeSeries Series(string model, ParticleNumber particles, string quantity) => TimeSeries.Of(Results, model, particles, quantity);

    /// <summary>The index of the last output time that every run on the grid reached.</summary>
    public int LastTimeIndex()
    {
        double last = Results.Runs.Select(run => Results.Times.LastOrDefault(time => Results.Find(run.Model, run.Particles, time, "mass") is not null)).Where(time => time > 0).DefaultIfEmpty(0).Min();
        return Math.Max(0, Array.IndexOf(Plan.Times, last));
    }

    /// <summary>A number for a sentence.</summary>
    public static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>N for a label.</summary>
    public static string Text(ParticleNumber particles) => particles.IsInfinite ? "N = ∞" : $"N = {particles}";

    public void Dispose() => Fields?.Dispose();

    private static FieldReader OpenFields(string path, ExperimentPlan plan)
    {
        try
        {
            return new FieldReader(path, plan);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new IOException($"{path} is no field file that can be read: {error.Message}", error);
        }
    }
}
