using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>The tables of a report.</summary>
internal static class ReportTables
{
    private static readonly string[] Final = ["negative_mass_f1", "negative_mass_f2", "error_l1", "error_pair_l1", "closure_error_l1", "closure_error_pair_l1",
        "chaos_l1", "mutual_information", "entropy_1", "fisher_1"];
    private static readonly string[] Moments = ["covariance_xx"];
    private static readonly string[] Conserved = ["mass", "energy"];
    private static readonly string[] Drifts = ["negative_mass_f1", "negative_mass_f2", "invariant_momentum", "invariant_energy", "marginal_defect", "exchange_defect"];

    /// <summary>Every run at its last time.</summary>
    public static Listing Comparison(StoredExperiment experiment)
    {
        // Particles have moments and no densities.
        bool hasParticles = experiment.Results.Runs.Any(run => ModelRegistry.Find(run.Model) is IParticleModel);
        string[] shown = hasParticles ? [.. Moments, .. Final] : Final;
        return new Listing(
            ["model", "N", "time", .. shown],
            [.. experiment.Results.Runs.Select(run => (object?[])[run.Model, run.Particles.ToString(), LastTime(experiment, run),
                .. shown.Select(quantity => Last(experiment, run, quantity))])]);
    }

    /// <summary>Drifts of what is conserved, and defects.</summary>
    public static Listing Conservation(StoredExperiment experiment) => new(
        ["model", "N", .. Drifts.Take(2), .. Conserved.Select(quantity => quantity + " drift"), .. Drifts.Skip(2)],
        [
            .. experiment.Results.Runs.Select(run => (object?[])
            [
                run.Model, run.Particles.ToString(), .. Drifts.Take(2).Select(quantity => Last(experiment, run, quantity)),
                    .. Conserved.Select(quantity => Drift(experiment, run, quantity)),
                .. Drifts.Skip(2).Select(quantity => Last(experiment, run, quantity)),
            ]),
        ]);

    /// <summary>The fitted rates at the last time.</summary>
    public static Listing Rates(StoredExperiment experiment)
    {
        double last = experiment.Rates.Select(row => row.Time).DefaultIfEmpty(0).Max();
        return new Listing(
            ["model", "quantity", "slope", "from", "to", "interval", "local slopes", "expected", "constant", "limit", "N"],
            [
                .. experiment.Rates.Where(row => row.Time == last && row.Fit is not null).Select(row => (object?[])
                    [row.Model, row.Quantity, row.Fit!.Slope, row.Fit.Lower, row.Fit.Upper, Slopes.Name(row.Fit.Interval), Slopes.Local(row.Fit), row.Expected,
                        row.Constant, row.Predicted, string.Join(' ', row.Used)]),
            ]);
    }

    /// <summary>The errors against the references at the last time.</summary>
    public static Listing Errors(StoredExperiment experiment)
    {
        double last = experiment.Results.Times.Count > 0 ? experiment.Results.Times[^1] : 0;
        return new Listing(
            ["N", "model", "quantity", "reference", "error", "N x error", "rank"],
            [
                .. experiment.Errors.Where(row => row.Time == last).Select(row => (object?[])
                    [row.Particles.ToString(), row.Model, row.Quantity, row.Reference, new Measured(row.Error, double.Hypot(row.StandardError, row.Offset)),
                        TimesN(row), row.Rank == 0 ? null : row.Rank]),
            ]);
    }

    /// <summary>What each run took.</summary>
    public static Listing Cost(StoredExperiment experiment) => new(
        ["model", "N", "status", "time", "steps", "rejected", "evaluations", "seconds", "message"],
        [.. experiment.Manifest.Runs.Select(run => (object?[])[run.Model, run.Particles, run.Status, run.Time, run.Steps, run.Rejected, run.Evaluations,
            run.Seconds, run.Message])]);

    private static double LastTime(StoredExperiment experiment, (string Model, ParticleNumber Particles) run) =>
        experiment.Results.Times.LastOrDefault(time => experiment.Results.Find(run.Model, run.Particles, time, "mass") is not null
            || experiment.Results.Find(run.Model, run.Particles, time, "energy") is not null);

    private static Measured? TimesN(ComparisonRow row) => double.IsFinite(row.TimesN)
        ? new Measured(row.TimesN, row.Particles.Value * double.Hypot(row.StandardError, row.Offset)) : null;

    /// <summary>A quantity at the last time that has it, with its error or its noise, whichever is larger.</summary>
    private static Measured? Last(StoredExperiment experiment, (string Model, ParticleNumber Particles) run, string quantity) =>
        experiment.Results.Times.Reverse().Select(time => experiment.Results.Find(run.Model, run.Particles, time, quantity)).FirstOrDefault(row => row is not null) is { } found
            ? new Measured(found.Value, RunVerdict.ErrorOf(found)) : null;

    private static double Drift(StoredExperiment experiment, (string Model, ParticleNumber Particles) run, string quantity)
    {
        if (ModelRegistry.Find(run.Model) is IParticleModel)
            return double.NaN;
        TimeSeries series = experiment.Series(run.Model, run.Particles, quantity);
        return series.Count > 1 ? series.Drift(series.Values[0]).Values.Max() : double.NaN;
    }
}
