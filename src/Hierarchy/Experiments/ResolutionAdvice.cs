using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>
/// What would resolve the quantities that are smaller than their errors: points for models on the grid, replicas for particles. Errors on the grid are taken to
/// fall like n^-(d+1), the order of the pair level with its kink at v1 = v2 and less than that of smooth densities, and a third of what that
/// leaves is promised, for errors that are as large as their values are known to no better than that; standard errors fall like the root of the replicas.
/// Of models whose f_2 does not keep its marginal nothing is promised: some of them are ill-posed, and no grid mends them.
/// </summary>
/// <remarks>How often the advice comes true is counted by the benchmark "advice", docs/accuracy.md.</remarks>
internal static class ResolutionAdvice
{
    /// <summary>The share of what twice the points would resolve that is enough.</summary>
    private const double Enough = 0.8;

    /// <summary>How far below its value an error has to be by the law.</summary>
    private const double Safety = 3;

    /// <summary>A line for each kind of model that has such quantities.</summary>
    public static IEnumerable<string> Of(ExperimentPlan plan, IReadOnlyList<RunRecord> records)
    {
        if (OfGrid(plan, Unresolved(OnGrid(records))) is { } points)
            yield return points;
        if (Unresolved(records.Where(record => record.Run.Radial is not null)) is { Count: > 0 } radial)
            yield return $"rotation-invariant pairs: {Counted(radial.Count)}; a smaller accuracy of those models would say more";
        foreach (IGrouping<string, RunRecord> model in records.Where(record => record.Run.IsParticles).GroupBy(record => record.Run.Model))
        {
            if (OfParticles(model.Key, Unresolved(model)) is { } replicas)
                yield return replicas;
        }
    }

    /// <summary>
    /// The smallest number of points that resolves most of what twice as many resolve, and how many quantities that is of those with the given errors over
    /// their values.
    /// </summary>
    internal static (int Points, int Resolved) Points(int points, int dimension, IReadOnlyCollection<double> factors)
    {
        int[] lengths = [.. Enumerable.Range(points + 1, points).Where(VelocityGrid.IsSupportedLength)];
        int Resolved(int length) => factors.Count(factor => IsPromised(factor, points, length, dimension));
        int most = lengths.Length == 0 ? 0 : Resolved(lengths[^1]);
        return most == 0 ? (0, 0) : lengths.Where(length => Resolved(length) >= Enough * most).Select(length => (length, Resolved(length))).First();
    }

    /// <summary>Whether a quantity with this error over its value on n points is promised to be resolved on others.</summary>
    internal static bool IsPromised(double factor, int points, int others, int dimension) => Safety * factor * Math.Pow((double)points / others, dimension + 1) < 1;

    /// <summary>The runs on the grid that more points are known to make better.</summary>
    internal static IEnumerable<RunRecord> OnGrid(IEnumerable<RunRecord> records) =>
        records.Where(record => record.Run.OnGrid is not null && !ModelRegistry.FactsOf(record.Run.Model).Violates.HasFlag(ModelProperty.MarginalConsistency));

    /// <summary>For each quantity that is judged its largest error over its value in some run; from 1 on it is not resolved.</summary>
    internal static Dictionary<string, double> Factors(IEnumerable<RunRecord> records) => records.SelectMany(record => RunVerdict.AtTheEnd(record.Rows))
        .Select(value => (value.Row.Quantity, Factor: RunVerdict.ErrorOf(value.Row) / value.Size))
        .GroupBy(value => value.Quantity).ToDictionary(values => values.Key, values => values.Max(value => value.Factor));

    private static Dictionary<string, double> Unresolved(IEnumerable<RunRecord> records) =>
        Factors(records).Where(factor => factor.Value >= 1).ToDictionary(factor => factor.Key, factor => factor.Value);

    private static string? OfGrid(ExperimentPlan plan, Dictionary<string, double> factors)
    {
        if (factors.Count == 0)
            return null;
        string what = Counted(factors.Count) + " in some run on the grid";
        (int points, int resolved) = Points(plan.Grid.Points, plan.Grid.Dimension, factors.Values);
        if (points == 0)
            return what + (2 * plan.Grid.Points > VelocityGrid.MostPoints ? "" : "; twice the points would not do");
        long bytes = new ExperimentPlan(plan.Scenario with { Grid = plan.Scenario.Grid with { Points = points } }).MemoryBytes;
        return string.Create(CultureInfo.InvariantCulture,
            $"{what}: n = {points} would resolve {(factors.Count == 1 ? "it" : $"about {resolved} of {factors.Count}")}, {bytes / 1e9:G2} GB");
    }

    private static string? OfParticles(string model, Dictionary<string, double> factors)
    {
        if (factors.Count == 0)
            return null;
        double most = factors.Values.Max();
        return string.Create(CultureInfo.InvariantCulture,
            $"{model}: {Counted(factors.Count)}; {most * most:G2} times the replicas would resolve {(factors.Count == 1 ? "it" : "them")}");
    }

    private static string Counted(int count) => count == 1 ? "1 quantity is smaller than its error" : $"{count} quantities are smaller than their errors";
}
