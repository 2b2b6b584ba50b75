using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>How one distance to chaos falls with N.</summary>
/// <param name="Model">The model.</param>
/// <param name="Time">The time.</param>
/// <param name="Quantity">The distance.</param>
/// <param name="Expected">The slope that propagation of chaos with its leading order in 1/N predicts: -1 for distances, -2 for relative entropies.</param>
/// <param name="Fit">The power law through the points above their noise, or null with fewer than two of them.</param>
/// <param name="Constant">N^(-expected) times the distance at the largest N that counts; NaN without one.</param>
/// <param name="Predicted">The same of the model leading-order, whose constants are the limit; NaN where it is not among the models.</param>
/// <param name="Used">The N that count.</param>
/// <param name="BelowNoise">The N whose value lies below its noise floor or within two standard errors of zero.</param>
public sealed record ChaosRow(
    string Model, double Time, string Quantity, double Expected, RateFit? Fit, double Constant, double Predicted, IReadOnlyList<ParticleNumber> Used, IReadOnlyList<ParticleNumber> BelowNoise);

/// <summary>
/// chaos: the rates in N at which f_{N,2} approaches f_{N,1} x f_{N,1} and f_1 x f_1, and f_{N,1} approaches f_1, by least squares on logarithmic axes.
/// </summary>
public static class ChaosRates
{
    /// <summary>The model whose constants are the limits.</summary>
    private static string LeadingOrder => ModelRegistry.All.First(model => model.Facts.GivesLimits).Name;

    /// <summary>The distances and their expected slopes.</summary>
    public static IReadOnlyList<(string Quantity, double Slope, string Meaning)> Distances { get; } =
    [
        ("error_l1", -1, "int |f_N1 - f_1|"),
        ("error_l2", -1, "(int (f_N1 - f_1)^2)^(1/2)"),
        ("error_linf", -1, "max |f_N1 - f_1|"),
        ("error_sobolev", -1, "negative Sobolev norm of f_N1 - f_1"),
        ("error_wasserstein", -1, "Wasserstein distance of the marginals of f_N1 and f_1"),
        ("relative_entropy_to_landau", -2, "int f_N1 log(f_N1/f_1)"),
        ("error_pair_l1", -1, "int |f_N2 - f_1 f_1|"),
        ("chaos_l1", -1, "int |f_N2 - f_N1 f_N1|"),
        ("chaos_l2", -1, "(int (f_N2 - f_N1 f_N1)^2)^(1/2)"),
        ("mutual_information", -2, "int f_N2 log(f_N2/(f_N1 f_N1)) on the part of the mass above its noise"),
        ("relative_fisher", -2, "relative Fisher information of f_N2 against f_N1 f_N1"),
    ];

    /// <summary>The rates of every model with at least two finite N, at every output time but the first.</summary>
    public static IReadOnlyList<ChaosRow> Of(ResultTable results)
    {
        var rows = new List<ChaosRow>();
        foreach (string model in results.Models.Where(model => results.FiniteParticles(model).Count > 1))
        {
            foreach (double time in results.Times.Skip(1))
            {
                foreach ((string quantity, double slope, _) in Distances)
                {
                    if (Rate(results, model, time, quantity, slope) is { } row)
                        rows.Add(row);
                }
            }
        }
        return rows;
    }

    private static ChaosRow? Rate(ResultTable results, string model, double time, string quantity, double expected)
    {
        ResultRow[] found = [.. results.FiniteParticles(model).Select(particles => results.Find(model, particles, time, quantity)).OfType<ResultRow>()];
        // A model without pair correlation has zeros here, which is no rate.
        if (found.Length == 0 || found.All(row => row.Value == 0))
            return null;
        ResultRow[] used = [.. found.Where(IsAboveNoise)];
        RateFit? fit = RateFit.Of([.. used.Select(row => row.Particles.Value)], [.. used.Select(row => row.Value)]);
        ParticleNumber[] below = [.. found.Where(row => !IsAboveNoise(row)).Select(row => row.Particles)];
        double constant = used.Length > 0 ? Scaled(used[^1], expected) : double.NaN;
        return new ChaosRow(model, time, quantity, expected, fit, constant, Predicted(results, time, quantity, expected), [.. used.Select(row => row.Particles)], below);
    }

    private static bool IsAboveNoise(ResultRow row) => row.Value > 0 && !row.BelowNoise && !(row.Value < 2 * row.StandardError);

    private static double Predicted(ResultTable results, double time, string quantity, double expected)
    {
        IReadOnlyList<ParticleNumber> all = results.FiniteParticles(LeadingOrder);
        return all.Count > 0 && results.Find(LeadingOrder, all[^1], time, quantity) is { } row && IsAboveNoise(row) ? Scaled(row, expected) : double.NaN;
    }

    private static double Scaled(in ResultRow row, double expected) => row.Value * Math.Pow(row.Particles.Value, -expected);
}
