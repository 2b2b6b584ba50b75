using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots;

/// <summary>The results of a folder as figures and pages look at them. Fields are read plane by plane.</summary>
internal sealed class StoredExperiment(Results.Results results) : IDisposable
{
    /// <summary>Opens a folder.</summary>
    /// <exception cref="IOException">A file is missing or is not what its name says; the message tells which.</exception>
    public static StoredExperiment Open(string folder)
    {
        var experiment = new StoredExperiment(Hierarchy.Results.Results.Open(folder));
        // A field file that cannot be read is told before anything is drawn.
        _ = experiment.Fields;
        return experiment;
    }

    public string Folder => results.Folder!;

    public ExperimentPlan Plan => results.Plan;

    public Scenario Scenario => Plan.Scenario;

    /// <summary>Every model at every N that has results.</summary>
    public IReadOnlyList<RunResults> Runs => results.Runs;

    public ResultTable Results => results.Table;

    public StoredManifest Manifest => results.Manifest!;

    /// <summary>The fields, or null if the folder has none.</summary>
    public FieldReader? Fields => (FieldReader?)results.Fields;

    /// <summary>The rates in N, fitted to the stored results.</summary>
    public IReadOnlyList<ChaosRow> Rates => field ??= results.Chaos();

    /// <summary>The closure errors.</summary>
    public IReadOnlyList<ComparisonRow> Errors => field ??= results.Compare();

    /// <summary>The models of the results in the order in which they ran.</summary>
    public IReadOnlyList<string> Models => [.. Results.Models];

    /// <summary>The finite N of the results, increasing.</summary>
    public IReadOnlyList<ParticleNumber> FiniteN => [.. Results.Runs.Select(run => run.Particles).Where(n => !n.IsInfinite).Distinct().Order()];

    /// <summary>
    /// The N that have something to show beside the Landau equation, increasing: infinity is among them where particles are correlated at the start, since all
    /// models are that equation otherwise.
    /// </summary>
    public IReadOnlyList<ParticleNumber> Numbers => Scenario.Pair.Datum != PairDatum.Chaotic && ModelsAt(ParticleNumber.Infinity).Any()
        ? [.. FiniteN, ParticleNumber.Infinity] : FiniteN;

    /// <summary>The files that a complete folder has and this one does not.</summary>
    public IReadOnlyList<string> Missing => results.MissingFiles;

    /// <summary>The models that have results for N, the Landau equation not among them.</summary>
    public IEnumerable<string> ModelsAt(ParticleNumber particles) => Results.Runs.Where(run => run.Particles == particles && run.Model != ModelRegistry.Landau.Name)
        .Select(run => run.Model);

    /// <summary>A quantity of a run over time, with errors of sample and discretisation together.</summary>
    public TimeSeries Series(string model, ParticleNumber particles, string quantity)
    {
        TimeSeries series = TimeSeries.Of(Results, model, particles, quantity);
        return series with { Errors = [.. series.Times.Select(time => Results.Find(model, particles, time, quantity)!.Value.Error)] };
    }

    /// <summary>
    /// The solver of the Landau equation that a model is compared with: that in r for models of rotation-invariant pairs, which is far more accurate than the one on
    /// the grid.
    /// </summary>
    public string ReferenceOf(string model) => ModelRegistry.Find(model) is IRadialModel && Models.Contains(ModelRegistry.RadialLandau.Name)
        ? ModelRegistry.RadialLandau.Name : ModelRegistry.Landau.Name;

    /// <summary>The solver of the Landau equation that stands for all models: the one in r where every model beside the direct solver has it.</summary>
    public string Reference => Models.Where(model => model != ModelRegistry.Landau.Name).Select(ReferenceOf).Distinct().ToArray() is [var one] ? one : ModelRegistry.Landau.Name;

    /// <summary>The output times with fields that every run on the grid reached, by their number.</summary>
    public IReadOnlyList<int> FieldTimes()
    {
        double last = Results.Runs.Select(run => Results.Times.LastOrDefault(time => Results.Find(run.Model, run.Particles, time, "mass") is not null))
            .Where(time => time > 0).DefaultIfEmpty(0).Min();
        return [.. Enumerable.Range(0, Plan.Times.Length).Where(time => Plan.Times[time] <= last && Plan.FieldIndex(time) >= 0)];
    }

    /// <summary>A number for a sentence.</summary>
    public static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>N for a label.</summary>
    public static string Text(ParticleNumber particles) => particles.IsInfinite ? "N = ∞" : $"N = {particles}";

    public void Dispose() => results.Dispose();
}
