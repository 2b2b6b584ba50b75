using System.Globalization;
using Hierarchy.Analysis;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>What came out, in one or two sentences with the digits that hold.</summary>
internal static class Opening
{
    private const string Distance = "error_l1", Correlation = "chaos_l1", Variance = "covariance_xx", Rate = "error_l1";

    /// <summary>The sentences; empty where the results have nothing of the kind.</summary>
    public static string Of(StoredExperiment experiment) =>
        string.Join(' ', ((string?[])[Effect(experiment) ?? Moments(experiment) ?? Relaxation(experiment), RateInN(experiment), Closures(experiment)]).OfType<string>());

    /// <summary>How far N particles are from the Landau equation, and how strongly they are correlated.</summary>
    private static string? Effect(StoredExperiment experiment)
    {
        var candidates = experiment.Runs.Where(run => !run.Particles.IsInfinite && IsSound(run) && Last(experiment, run, Distance) is not null).ToArray();
        if (candidates.Length == 0)
            return null;
        string model = candidates.OrderBy(run => Trust(run.Model)).First().Model;
        RunResults[] own = [.. candidates.Where(run => run.Model == model).OrderBy(run => run.Particles)];
        RunResults shown = own[own.Length / 2];
        (ResultRow distance, double time) = Last(experiment, shown, Distance)!.Value;
        string where = string.Create(CultureInfo.InvariantCulture, $"At N = {shown.Particles}, t = {time:G4}, by {model}");
        string pairs = Last(experiment, shown, Correlation) is { } g && g.Row.Value != 0 ? $"; pairs carry a correlation of {Percent(g.Row)} in the same norm" : "";
        return $"{where}, the density of one particle is {Percent(distance)} from the Landau equation in L1{pairs}.";
    }

    /// <summary>Where there are particles and no densities of theirs: how far their variance is from that of the Landau equation.</summary>
    private static string? Moments(StoredExperiment experiment)
    {
        RunResults[] own = [.. experiment.Runs.Where(run => !run.Particles.IsInfinite && IsSound(run) && Last(experiment, run, Variance) is not null)
            .OrderBy(run => run.Particles)];
        if (own.Length == 0)
            return null;
        (ResultRow variance, double time) = Last(experiment, own[own.Length / 2], Variance)!.Value;
        if (experiment.Results.Find(ModelRegistry.Landau.Name, ParticleNumber.Infinity, time, Variance) is not { } landau)
            return null;
        var difference = new Measured(variance.Value - landau.Value, double.Hypot(RunVerdict.ErrorOf(variance), RunVerdict.ErrorOf(landau)));
        string what = difference.IsBelowError ? $"differs from that of the Landau equation by less than its error, {StoredExperiment.Text(difference.Error)}"
            : $"lies {new Measured(Math.Abs(difference.Value), difference.Error)} {(difference.Value > 0 ? "above" : "below")} that of the Landau equation";
        return string.Create(CultureInfo.InvariantCulture, $"At N = {own[own.Length / 2].Particles}, t = {time:G4}, by {own[own.Length / 2].Model}, the variance of v_x {what}.");
    }

    /// <summary>Without finite N: how the density relaxes.</summary>
    private static string? Relaxation(StoredExperiment experiment)
    {
        TimeSeries entropy = experiment.Series(ModelRegistry.Landau.Name, ParticleNumber.Infinity, "entropy_1");
        if (entropy.Count < 2)
            return null;
        string time = StoredExperiment.Text(entropy.Times[^1]);
        return $"By t = {time} the entropy of the Landau equation falls from {Figures.Certain(entropy.Values[0], entropy.Errors[0])} to "
            + $"{Figures.Certain(entropy.Values[^1], entropy.Errors[^1])}."
            .Replace(" -", " −", StringComparison.Ordinal);
    }

    private static string? RateInN(StoredExperiment experiment)
    {
        double last = experiment.Rates.Select(row => row.Time).DefaultIfEmpty(0).Max();
        ChaosRow? row = experiment.Rates.Where(row => row.Time == last && row.Quantity == Rate && row.Fit is not null && row.Fit.Interval != SlopeInterval.None)
            .OrderBy(row => Trust(row.Model)).FirstOrDefault();
        if (row is null)
            return null;
        string slope = $"{Slopes.Value(row.Fit!)} {Slopes.Range(row.Fit!)}".Replace('-', '−');
        return $"From N = {row.Used.Min()} to {row.Used.Max()} that distance falls like N to the power {slope}.";
    }

    /// <summary>Which closure is nearest to the truth, where one is known and the order can be told.</summary>
    private static string? Closures(StoredExperiment experiment)
    {
        double last = experiment.Errors.Where(row => row.Rank > 0).Select(row => row.Time).DefaultIfEmpty(double.NaN).Max();
        ComparisonRow[] ranked = [.. experiment.Errors.Where(row => row.Rank > 0 && row.Time == last)];
        if (ranked.Length == 0)
            return null;
        ParticleNumber n = ranked.Min(row => row.Particles);
        ComparisonRow[] at = [.. ranked.Where(row => row.Particles == n)];
        string[] first = [.. at.Where(row => row.Rank == 1).Select(row => row.Model)];
        ComparisonRow best = at.First(row => row.Rank == 1);
        string verb = at.Length == 1 ? $"The error of {first[0]}" : first.Length == 1 ? $"Nearest to {best.Reference} at N = {n} is {first[0]}: its error"
            : $"At N = {n} {string.Join(" and ", first)} cannot be told apart: the error of {best.Model}";
        var error = new Measured(best.Error, double.Hypot(best.StandardError, best.Offset));
        string size = error.IsBelowError ? string.Create(CultureInfo.InvariantCulture, $"below {error.Error:G2}") : error.ToString();
        return $"{verb} in {QuantityWords.Of(best.Quantity) ?? best.Quantity} is {size}.";
    }

    /// <summary>Whether a run came to its end and is physical, so that a sentence may be made of it.</summary>
    internal static bool IsSound(RunResults run) => run.Status == RunStatus.Completed;

    /// <summary>A value in per cent, with the digits that hold.</summary>
    internal static string Percent(in ResultRow row) => Figures.Certain(100 * row.Value, 100 * RunVerdict.ErrorOf(row)) + "\u00a0%";

    /// <summary>What is exact comes first, then what has correlations and keeps what it ought to.</summary>
    internal static int Trust(string model) => ModelRegistry.Find(model) switch
    {
        null => 4,
        { Facts.Reference: ReferenceKind.Liouville } => 0,
        { Level: >= 2, Facts.Violates: ModelProperty.None } => 1,
        { Level: >= 2 } => 2,
        _ => 3,
    };

    private static (ResultRow Row, double Time)? Last(StoredExperiment experiment, RunResults run, string quantity)
    {
        double time = run.Times.DefaultIfEmpty(0).Max();
        return time > 0 && experiment.Results.Find(run.Model, run.Particles, time, quantity) is { } row ? (row, time) : null;
    }
}
