using System.Globalization;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>What came out of several results together, in a sentence: over which range the distance to the Landau equation, or the fall of its entropy, goes.</summary>
internal static class OverlayOpening
{
    private const string Distance = "error_l1", Correlation = "chaos_l1", Entropy = "entropy_1", ParticlesKey = "particles";

    /// <summary>A value of one of the results at the last time of a run.</summary>
    private readonly record struct Found(int Member, RunResults Run, double Time, ResultRow Row);

    /// <summary>The sentence; empty where the results have nothing of the kind.</summary>
    public static string Of(ResultSet set)
    {
        Found[] all = [.. set.Members.Index().SelectMany(member => member.Item.Results.Runs.Where(run => !run.Particles.IsInfinite && Opening.IsSound(run))
            .Select(run => Last(member.Index, member.Item.Results, run, Distance)).OfType<Found>())];
        return Across(set, all) ?? OverN(set, all) ?? Relaxation(set) ?? "";
    }

    /// <summary>The least and the largest distance of one model at one N among the results.</summary>
    private static string? Across(ResultSet set, Found[] all)
    {
        Found[]? chosen = all.GroupBy(found => (found.Run.Model, found.Run.Particles)).Where(group => group.Count() > 1)
            .OrderByDescending(group => group.Count()).ThenBy(group => Opening.Trust(group.Key.Model)).ThenBy(group => group.Key.Particles).FirstOrDefault()?.ToArray();
        if (chosen is null)
            return null;
        Found least = chosen.MinBy(found => found.Row.Value), most = chosen.MaxBy(found => found.Row.Value);
        string when = chosen.Select(found => found.Time).Distinct().Count() == 1 ? Invariant($"t = {least.Time:G4}") : "the last time of each";
        string same = most.Row.Value - least.Row.Value <= RunVerdict.ErrorOf(least.Row) + RunVerdict.ErrorOf(most.Row) ? ", the same within their errors" : "";
        string pairs = Last(least.Member, set.Members[least.Member].Results, least.Run, Correlation) is { Row.Value: > 0 } low
            && Last(most.Member, set.Members[most.Member].Results, most.Run, Correlation) is { Row.Value: > 0 } high
            ? $"; pairs carry correlations of {Opening.Percent(low.Row)} and {Opening.Percent(high.Row)} in the same norm" : "";
        return $"At N = {least.Run.Particles}, {when}, by {least.Run.Model}, the density of one particle is from {Opening.Percent(least.Row)} ({Words(set, least.Member)}) to "
            + $"{Opening.Percent(most.Row)} ({Words(set, most.Member)}) from the Landau equation in L1{same}{pairs}.";
    }

    /// <summary>Where the results have no N in common: how the distance goes with N.</summary>
    private static string? OverN(ResultSet set, Found[] all)
    {
        Found[]? chosen = all.GroupBy(found => found.Run.Model).Where(group => group.Select(found => found.Run.Particles).Distinct().Count() > 1)
            .OrderBy(group => Opening.Trust(group.Key)).FirstOrDefault()?.OrderBy(found => found.Run.Particles).ToArray();
        if (chosen is null)
            return null;
        string[] places = [.. ((Found[])[chosen[0], chosen[^1]]).Select(found => Others(set, found.Member)).Select(words => words.Length > 0 ? $" ({words})" : "")];
        return Invariant($"At t = {chosen[0].Time:G4}, by {chosen[0].Run.Model}, the density of one particle is {Opening.Percent(chosen[0].Row)} from the ")
            + $"Landau equation in L1 at N = {chosen[0].Run.Particles}{places[0]} and {Opening.Percent(chosen[^1].Row)} at N = {chosen[^1].Run.Particles}{places[1]}.";
    }

    /// <summary>Without finite N: the least and the largest fall of the entropy.</summary>
    private static string? Relaxation(ResultSet set)
    {
        var falls = new List<(int Member, double Time, Measured Fall)>();
        foreach ((int i, (string[] _, Results.Results results)) in set.Members.Index())
        {
            RunResults? run = results.Runs.FirstOrDefault(run => run.Model == ModelRegistry.Landau.Name && Opening.IsSound(run));
            TimeSeries? series = run?.Series(Entropy);
            if (series is { Count: > 1 })
                falls.Add((i, series.Times[^1], new Measured(series.Values[0] - series.Values[^1], double.Hypot(Known(series.Errors[0]), Known(series.Errors[^1])))));
        }
        if (falls.Count < 2)
            return null;
        var (least, most) = (falls.MinBy(fall => fall.Fall.Value), falls.MaxBy(fall => fall.Fall.Value));
        string when = falls.Select(fall => fall.Time).Distinct().Count() == 1 ? Invariant($"By t = {least.Time:G4}") : "By the last time of each";
        return $"{when} the entropy of the Landau equation falls by {least.Fall} ({Words(set, least.Member)}) to {most.Fall} ({Words(set, most.Member)}).";
    }

    /// <summary>What tells a member apart, but for the N that a sentence names itself.</summary>
    private static string Words(ResultSet set, int member) => Others(set, member) is { Length: > 0 } others ? others : set.Words(member);

    /// <summary>The keys other than N in which a member differs; empty if there are none.</summary>
    private static string Others(ResultSet set, int member) =>
        string.Join(", ", set.Words(member).Split(", ").Where(words => !words.StartsWith(ParticlesKey + " = ", StringComparison.Ordinal)));

    private static Found? Last(int member, Results.Results results, RunResults run, string quantity)
    {
        double time = run.Times.DefaultIfEmpty(0).Max();
        return time > 0 && results.Table.Find(run.Model, run.Particles, time, quantity) is { } row ? new Found(member, run, time, row) : null;
    }

    private static double Known(double error) => double.IsFinite(error) ? error : 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
