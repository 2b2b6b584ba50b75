using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>The error of one quantity of one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Time">The time.</param>
/// <param name="Quantity">The quantity; a distance is its own error.</param>
/// <param name="Reference">What it is compared with: landau, liouville or the particles.</param>
/// <param name="Error">Value less reference, or the distance.</param>
/// <param name="StandardError">Of the error, from that of either side; 0 where both are deterministic.</param>
/// <param name="Rank">1 for the smallest error among the models at this N and time, equal errors with equal ranks, 0 where the quantity is not the one that ranks them.</param>
/// <param name="GapInStandardErrors">How far the next larger error lies, in standard errors of the reference; infinite where it has none, NaN without one.</param>
public sealed record ComparisonRow(
    string Model, ParticleNumber Particles, double Time, string Quantity, string Reference, double Error, double StandardError, int Rank = 0, double GapInStandardErrors = double.NaN)
{
    /// <summary>N times the error: bounded for an error of order 1/N.</summary>
    public double TimesN => Particles.IsInfinite ? double.NaN : Particles.Value * Error;

    /// <summary>N^2 times the error: bounded for an error of order 1/N^2, such as that of a closure that leaves g_3 out.</summary>
    public double TimesNSquared => Particles.IsInfinite ? double.NaN : Particles.Value * Particles.Value * Error;

    /// <summary>Whether the error exceeds two standard errors.</summary>
    public bool IsResolved => Math.Abs(Error) > 2 * StandardError;
}

/// <summary>
/// compare: the errors of every model and N over time, against the direct Landau solver and against the best finite-N reference present at the same N:
/// the Liouville equation (L1 distances of f_{N,1} and f_{N,2}), or else the particles (second and fourth moments, with standard errors).
/// </summary>
public static class ClosureComparison
{
    private static readonly string[] ToLandau = ["error_l1", "error_pair_l1"];
    private static readonly string[] ToLiouville = ["closure_error_l1", "closure_error_pair_l1"];

    /// <summary>All errors, in the order of N, time and model. Models that are a reference themselves are compared with landau only.</summary>
    public static IReadOnlyList<ComparisonRow> Of(ResultTable results)
    {
        var rows = new List<ComparisonRow>();
        foreach (ParticleNumber particles in results.Runs.Select(run => run.Particles).Distinct().Order())
        {
            string[] models = [.. results.Runs.Where(run => run.Particles == particles && run.Model != ModelRegistry.Landau.Name).Select(run => run.Model)];
            string? reference = ReferenceAt(results, particles);
            foreach (double time in results.Times)
            {
                foreach (string model in models)
                    AddDistances(results, rows, ToLandau, ModelRegistry.Landau.Name, model, particles, time);
                if (reference is not null)
                    rows.AddRange(Ranked(Against(results, reference, [.. models.Where(model => !IsReference(model))], particles, time)));
            }
        }
        return rows;
    }

    /// <summary>Whether a model is exact up to its discretisation or its noise, and so a reference for closures.</summary>
    public static bool IsReference(string model) => ModelRegistry.FactsOf(model).Reference != ReferenceKind.None;

    private static string? ReferenceAt(ResultTable results, ParticleNumber particles)
    {
        foreach (string reference in (ReadOnlySpan<string>)[ModelRegistry.Liouville.Name, ModelRegistry.Particles.Name])
        {
            if (results.Runs.Contains((reference, particles)))
                return reference;
        }
        return null;
    }

    private static void AddDistances(ResultTable results, List<ComparisonRow> rows, string[] quantities, string reference, string model, ParticleNumber particles, double time)
    {
        foreach (string quantity in quantities)
        {
            if (results.Find(model, particles, time, quantity) is { } row)
                rows.Add(new ComparisonRow(model, particles, time, quantity, reference, row.Value, ErrorOf(row)));
        }
    }

    private static List<ComparisonRow> Against(ResultTable results, string reference, string[] models, ParticleNumber particles, double time)
    {
        var rows = new List<ComparisonRow>();
        foreach (string model in models)
        {
            if (ModelRegistry.FactsOf(reference).Reference == ReferenceKind.Liouville)
                AddDistances(results, rows, ToLiouville, reference, model, particles, time);
            foreach (string quantity in results.Quantities.Where(IsMoment))
            {
                if (results.Find(model, particles, time, quantity) is not { } row || results.Find(reference, particles, time, quantity) is not { } exact)
                    continue;
                rows.Add(new ComparisonRow(model, particles, time, quantity, reference, row.Value - exact.Value, Math.Sqrt(Square(ErrorOf(row)) + Square(ErrorOf(exact)))));
            }
        }
        return rows;
    }

    /// <summary>The moments that a closure can get wrong: second ones of f_{N,1} and f_{N,2}, and the fourth.</summary>
    private static bool IsMoment(string quantity) =>
        quantity.StartsWith("covariance_", StringComparison.Ordinal) || quantity.StartsWith("pair_covariance_", StringComparison.Ordinal)
        || quantity is "fourth_moment" or "pair_energy_covariance";

    /// <summary>Ranks the models by the L1 distance of f_{N,2} where it is known, else by the moment that tells them apart best in standard errors.</summary>
    private static List<ComparisonRow> Ranked(List<ComparisonRow> rows)
    {
        string? by = rows.Exists(row => row.Quantity == "closure_error_pair_l1")
            ? "closure_error_pair_l1"
            : rows.Where(row => row.StandardError > 0).GroupBy(row => row.Quantity).MaxBy(Separation)?.Key;
        ComparisonRow[] order = [.. rows.Where(row => row.Quantity == by).OrderBy(row => Math.Abs(row.Error))];
        for (int k = 0; k < order.Length; k++)
        {
            ComparisonRow row = order[k];
            int better = order.Count(other => Math.Abs(other.Error) < Math.Abs(row.Error));
            ComparisonRow? next = order.FirstOrDefault(other => Math.Abs(other.Error) > Math.Abs(row.Error));
            rows[rows.IndexOf(row)] = row with { Rank = better + 1, GapInStandardErrors = next is null ? double.NaN : Math.Abs(next.Error - row.Error) / row.StandardError };
        }
        return rows;
    }

    private static double Separation(IGrouping<string, ComparisonRow> quantity) =>
        (quantity.Max(row => row.Error) - quantity.Min(row => row.Error)) / quantity.Max(row => row.StandardError);

    private static double ErrorOf(in ResultRow row) => double.IsNaN(row.StandardError) ? 0 : row.StandardError;

    private static double Square(double value) => value * value;
}
