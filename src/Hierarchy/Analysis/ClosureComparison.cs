using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>
/// compare: the errors of every model and N over time, against the direct Landau solver and against the best finite-N reference present at the same N:
/// the Liouville equation (L1 distances of f_{N,1} and f_{N,2}), or else the particles (second and fourth moments, with standard errors).
/// </summary>
internal sealed class ClosureComparison
{
    private const string PairDistance = "closure_error_pair_l1";

    private static readonly string[] ToLandau = ["error_l1", "error_pair_l1"];
    private static readonly string[] ToLiouville = ["closure_error_l1", PairDistance];

    private readonly ExperimentPlan _plan;
    private readonly ResultTable _results;

    private ClosureComparison(ExperimentPlan plan, ResultTable results)
    {
        _plan = plan;
        _results = results;
    }

    /// <summary>
    /// All errors, in the order of N, time and model. Models that are a reference themselves are compared with landau only. One quantity ranks the models at every N and time:
    /// the L1 distance of f_{N,2} where every N with a reference has the Liouville equation, else the moment that tells the models apart best at the last time, over all N.
    /// </summary>
    public static IReadOnlyList<ComparisonRow> Of(ExperimentPlan plan, ResultTable results)
    {
        var comparison = new ClosureComparison(plan, results);
        ComparisonRow[] rows = [.. comparison.Rows()];
        ComparisonRow[] judged = [.. rows.Where(row => !IsLandau(row.Reference))];
        return RankingQuantity(judged) is { } quantity ? [.. rows.Select(
            row => row.Quantity == quantity && !IsLandau(row.Reference) ? comparison.Ranked(row, judged) : row)] : rows;
    }

    /// <summary>Whether a model is exact up to its discretisation or its noise, and so a reference for closures.</summary>
    public static bool IsReference(string model) => ModelRegistry.FactsOf(model).Reference != ReferenceKind.None;

    /// <summary>Whether a reference is the Landau equation, on the grid or for isotropic data.</summary>
    private static bool IsLandau(string model) => model == ModelRegistry.Landau.Name || model == ModelRegistry.RadialLandau.Name;

    /// <summary>The Landau equation in the variables of a model.</summary>
    private static string LandauOf(string model) => ModelRegistry.Find(model) is IRadialModel ? ModelRegistry.RadialLandau.Name : ModelRegistry.Landau.Name;

    private IEnumerable<ComparisonRow> Rows()
    {
        foreach (ParticleNumber particles in _results.Runs.Select(run => run.Particles).Distinct().Order())
        {
            string[] models = [.. _results.Runs.Where(run => run.Particles == particles && !IsLandau(run.Model)).Select(run => run.Model)];
            string? reference = ReferenceAt(particles);
            foreach (double time in _results.Times)
            {
                foreach (ComparisonRow row in models.SelectMany(model => Distances(ToLandau, LandauOf(model), model, particles, time)))
                    yield return row;
                foreach (ComparisonRow row in reference is null ? [] : models.Where(model => !IsReference(model)).SelectMany(model => Against(reference, model, particles, time)))
                    yield return row;
            }
        }
    }

    private string? ReferenceAt(ParticleNumber particles)
    {
        foreach (string reference in (ReadOnlySpan<string>)[ModelRegistry.Liouville.Name, ModelRegistry.Particles.Name])
        {
            if (_results.Runs.Contains((reference, particles)))
                return reference;
        }
        return null;
    }

    /// <summary>Distances of densities of mass 1, both integrated to the tolerance, with what the grid leaves open in them where that is known.</summary>
    private IEnumerable<ComparisonRow> Distances(string[] quantities, string reference, string model, ParticleNumber particles, double time)
    {
        foreach (string quantity in quantities)
        {
            if (_results.Find(model, particles, time, quantity) is { } row)
            {
                double least = ModelRegistry.Find(model) is IRadialModel ? 0 : 2 * _plan.Scenario.Time.Tolerance;
                yield return new ComparisonRow(model, particles, time, quantity, reference, row.Value, ErrorOf(row), Math.Max(least, Discretisation(row)));
            }
        }
    }

    private IEnumerable<ComparisonRow> Against(string reference, string model, ParticleNumber particles, double time)
    {
        foreach (ComparisonRow row in ModelRegistry.FactsOf(reference).Reference == ReferenceKind.Liouville ? Distances(ToLiouville, reference, model, particles, time) : [])
            yield return row;
        BoxDifference? box = ModelRegistry.FactsOf(reference).Reference == ReferenceKind.Particles ? new BoxDifference(_results, model, reference, particles) : null;
        foreach (string quantity in _results.Quantities.Where(IsMoment))
        {
            if (_results.Find(model, particles, time, quantity) is not { } row || _results.Find(reference, particles, time, quantity) is not { } exact)
                continue;
            double offset = ToleranceOf(row) + ToleranceOf(exact) + (box?.Of(quantity, exact.Value) ?? 0);
            yield return new ComparisonRow(model, particles, time, quantity, reference, row.Value - exact.Value, double.Hypot(ErrorOf(row), ErrorOf(exact)), offset);
        }
    }

    /// <summary>The moments that a closure can get wrong: second ones of f_{N,1} and f_{N,2}, and the fourth.</summary>
    private static bool IsMoment(string quantity) =>
        quantity.StartsWith("covariance_", StringComparison.Ordinal) || quantity.StartsWith("pair_covariance_", StringComparison.Ordinal)
        || quantity is "fourth_moment" or "pair_energy_covariance";

    /// <summary>The quantity that ranks the whole table, or null if there is none.</summary>
    private static string? RankingQuantity(ComparisonRow[] judged)
    {
        if (judged.Length == 0)
            return null;
        bool allExact = judged.GroupBy(row => row.Particles).All(group => group.Any(row => row.Quantity == PairDistance));
        double last = judged.Max(row => row.Time);
        return allExact ? PairDistance : judged.Where(row => row.Time == last && !ToLiouville.Contains(row.Quantity)).GroupBy(row => row.Quantity).MaxBy(Separation)?.Key;
    }

    /// <summary>The spread of the absolute errors over their own error, summed over N.</summary>
    private static double Separation(IGrouping<string, ComparisonRow> quantity) => quantity.GroupBy(row => row.Particles).Sum(group =>
        (group.Max(row => Math.Abs(row.Error)) - group.Min(row => Math.Abs(row.Error))) / Math.Max(double.Epsilon, group.Max(row => row.StandardError + row.Offset)));

    private ComparisonRow Ranked(ComparisonRow row, ComparisonRow[] judged)
    {
        ComparisonRow[] rivals = [.. judged.Where(other => other.Quantity == row.Quantity && other.Particles == row.Particles && other.Time == row.Time
            && other.Model != row.Model)];
        int better = rivals.Count(other => Math.Abs(other.Error) < Math.Abs(row.Error) && GapBetween(other, row).IsResolved);
        ComparisonRow? next = rivals.Where(other => Math.Abs(other.Error) >= Math.Abs(row.Error)).OrderBy(other => Math.Abs(other.Error)).FirstOrDefault();
        return row with { Rank = better + 1, Next = next is null ? null : GapBetween(row, next) };
    }

    private ErrorGap GapBetween(ComparisonRow better, ComparisonRow worse)
    {
        PlannedRun? reference = _plan.Runs.FirstOrDefault(run => run.Model == better.Reference && run.Particles == better.Particles);
        double replicas = reference?.Settings is ParticleSettings { Replicas: { } count } ? count : 0;
        return new ErrorGap(worse.Model, Math.Abs(worse.Error) - Math.Abs(better.Error), better.StandardError + worse.StandardError, better.Offset + worse.Offset, replicas);
    }

    private static double ErrorOf(in ResultRow row) => double.IsNaN(row.StandardError) ? 0 : row.StandardError;

    /// <summary>
    /// What the discretisation leaves open in a moment: its error where that is known, and at least the tolerance of the integration; particles are not integrated, and models of
    /// rotation-invariant pairs to a tolerance of their own.
    /// </summary>
    private double ToleranceOf(in ResultRow row) =>
        Math.Max(ModelRegistry.Find(row.Model) is IParticleModel or IRadialModel ? 0 : _plan.Scenario.Time.Tolerance * Math.Abs(row.Value), Discretisation(row));

    private static double Discretisation(in ResultRow row) => double.IsNaN(row.DiscretisationError) ? 0 : row.DiscretisationError;
}
