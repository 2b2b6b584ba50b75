using Hierarchy.Results;

namespace Hierarchy.Cli.Output;

/// <summary>Every run of several experiments at the last time that it reached, with what tells the experiments apart in the leading columns.</summary>
internal static class SweepTable
{
    private static readonly string[] Quantities = ["error_l1", "chaos_l1", "entropy_1", "energy"];

    /// <summary>The rows of all variants of a sweep.</summary>
    public static Listing Of(Results.Results sweep) =>
        Of([.. sweep.Scenario.Sweep!.Keys], sweep.Variants.Select(variant =>
            ((object?[])[.. sweep.Scenario.Sweep.Keys.Select(key => SweptValue.Words(variant.Values[key]))], variant.Results)));

    /// <summary>The rows of several results, each with its labels.</summary>
    public static Listing Of(string[] labels, IEnumerable<(object?[] Labels, Results.Results Results)> all)
    {
        (object?[] Labels, RunResults Run)[] runs = [.. all.SelectMany(one => one.Results.Runs.Select(run => (one.Labels, run)))];
        // How a run ended is spared only where all ended well.
        string[] spared = ["energy", "entropy_1", "time", .. Array.TrueForAll(runs, one => one.Run.Status == RunStatus.Completed) ? (string[])["status"] : []];
        return new([.. labels, "model", "N", "status", "time", .. Quantities], [.. runs.Select(one => Row(one.Labels, one.Run))]) { Dispensable = spared };
    }

    private static object?[] Row(object?[] labels, RunResults run)
    {
        QuantityResults? last = run.Times.Count > 0 ? run.At(run.Times[^1]).Quantities : null;
        return [.. labels, run.Model, run.Particles.ToString(), run.Status.ToString().ToLowerInvariant(), last is null ? null : run.Times[^1],
            .. Quantities.Select(name => Value(last, name))];
    }

    private static object? Value(QuantityResults? quantities, string name) =>
        quantities is not null && quantities.TryGetValue(name, out QuantityResult value) && double.IsFinite(value.Value) ? new Measured(value.Value, value.Error) : null;
}
