using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>The tables of a report.</summary>
internal static class ReportTables
{
    private static readonly string[] Final = ["error_l1", "error_pair_l1", "closure_error_l1", "closure_error_pair_l1", "chaos_l1", "mutual_information", "entropy_1", "fisher_1"];
    private static readonly string[] Conserved = ["mass", "energy"];
    private static readonly string[] Drifts = ["invariant_momentum", "invariant_energy", "marginal_defect", "exchange_defect", "negative_mass_f1", "negative_mass_f2"];

    /// <summary>Every run at its last time.</summary>
    public static Listing Comparison(StoredExperiment experiment) => new(
        ["model", "N", "time", .. Final],
        [.. experiment.Results.Runs.Select(run => (object?[])[run.Model, run.Particles.ToString(), LastTime(experiment, run), .. Final.Select(quantity => Last(experiment, run, quantity))])]);

    /// <summary>Drifts of what is conserved, and defects.</summary>
    public static Listing Conservation(StoredExperiment experiment) => new(
        ["model", "N", .. Conserved.Select(quantity => quantity + " drift"), .. Drifts],
        [
            .. experiment.Results.Runs.Select(run => (object?[])
            [
                run.Model, run.Particles.ToString(), .. Conserved.Select(quantity => Drift(experiment, run, quantity)), .. Drifts.Select(quantity => Last(experiment, run, quantity)),
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
                    [row.Model, row.Quantity, row.Fit!.Slope, row.Fit.Lower, row.Fit.Upper, Slopes.Name(row.Fit.Interval), Slopes.Local(row.Fit), row.Expected, row.Constant, row.Predicted, string.Join(' ', row.Used)]),
            ]);
    }

    /// <summary>The errors against the references at the last time.</summary>
    public static Listing Errors(StoredExperiment experiment)
    {
        double last = experiment.Results.Times.Count > 0 ? experiment.Results.Times[^1] : 0;
        return new Listing(
            ["N", "model", "quantity", "reference", "error", "standard error", "offset", "N x error", "rank"],
            [
                .. experiment.Errors.Where(row => row.Time == last).Select(row => (object?[])
                    [row.Particles.ToString(), row.Model, row.Quantity, row.Reference, row.Error, row.StandardError, row.Offset, row.TimesN, row.Rank == 0 ? null : row.Rank]),
            ]);
    }

    /// <summary>What each run took.</summary>
    public static Listing Cost(StoredExperiment experiment) => new(
        ["model", "N", "status", "time", "steps", "rejected", "evaluations", "seconds", "message"],
        [.. experiment.Manifest.Runs.Select(run => (object?[])[run.Model, run.Particles, run.Status, run.Time, run.Steps, run.Rejected, run.Evaluations, run.Seconds, run.Message])]);

    private static double LastTime(StoredExperiment experiment, (string Model, States.ParticleNumber Particles) run) =>
        experiment.Results.Times.LastOrDefault(time => experiment.Results.Find(run.Model, run.Particles, time, "mass") is not null || experiment.Results.Find(run.Model, run.Particles, time, "energy") is not null);

    private static double Last(StoredExperiment experiment, (string Model, States.ParticleNumber Particles) run, string quantity)
    {
        TimeSeries series = experiment.Series(run.Model, run.Particles, quantity);
        return series.Count > 0 ? series.Values[^1] : double.NaN;
    }

    private static double Drift(StoredExperiment experiment, (string Model, States.ParticleNumber Particles) run, string quantity)
    {
        if (ModelRegistry.Find(run.Model) is IParticleModel)
            return double.NaN;
        TimeSeries series = experiment.Series(run.Model, run.Particles, quantity);
        return series.Count > 1 ? series.Drift(series.Values[0]).Values.Max() : double.NaN;
    }
}
