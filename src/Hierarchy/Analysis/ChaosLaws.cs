using Hierarchy.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>One law of propagation of chaos at one N: N^power times a distance beside its limit.</summary>
/// <param name="Time">The time.</param>
/// <param name="Law">What is multiplied, with its power of N.</param>
/// <param name="Formula">The limit in h1, mi, i1, i2 and phi and G.</param>
/// <param name="Limit">Its value.</param>
/// <param name="LimitError">The error of it.</param>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Value">N^power times the distance.</param>
/// <param name="Error">The error of it, standard and discretisation error together; NaN where it is not known.</param>
internal sealed record LawRow(double Time, string Law, string Formula, double Limit, double LimitError, string Model, ParticleNumber Particles, double Value, double Error);

/// <summary>
/// The laws that one run to leading order gives, N^2 H(f_{N,k}|f^k) -> k h1 + k(k-1)/2 mi for k = 1, 2 and, with the Liouville equation of three particles, 3,
/// N^2 I(f_{N,k}|f^k) -> k i1 + k(k-1)/2 i2, and those of moments and norms, beside what every other model has at its N. h1 = (1/2) int phi^2/f, mi = (1/2) int
/// int G^2/(f f), i1 = int f |grad(phi/f)|^2, i2 = int int f f |grad(G/(f f))|^2.
/// </summary>
internal static class ChaosLaws
{
    private const string H1 = "relative_entropy_limit", Mi = "mutual_information_limit", I1 = "relative_fisher_to_landau_limit", I2 = "relative_fisher_limit";

    /// <summary>A law: N^Power (Quantity - that of the Landau equation, if Relative) tends to the sum of Factor times Quantity of Limits.</summary>
    private sealed record Law(string Name, string Formula, int Power, string Quantity, (double Factor, string Quantity)[] Limits, bool Relative = false);

    private static readonly Law[] All =
    [
        new("N^2 H(f_N,1|f)", "h1", 2, "relative_entropy_to_landau", [(1, H1)]),
        new("N^2 H(f_N,2|f f)", "2 h1 + mi", 2, "pair_relative_entropy_to_landau", [(2, H1), (1, Mi)]),
        new("N^2 H(f_N,3|f f f)", "3 h1 + 3 mi", 2, "triple_relative_entropy_to_landau", [(3, H1), (3, Mi)]),
        new("N^2 MI(f_N,2)", "mi", 2, "mutual_information", [(1, Mi)]),
        new("N^2 I(f_N,1|f)", "i1", 2, "relative_fisher_to_landau", [(1, I1)]),
        new("N^2 I(f_N,2|f f)", "2 i1 + i2", 2, "pair_relative_fisher_to_landau", [(2, I1), (1, I2)]),
        new("N^2 I(f_N,2|f_N,1 f_N,1)", "i2", 2, "relative_fisher", [(1, I2)]),
        new("N int |f_N,1 - f|", "int |phi|", 1, "error_l1", [(1, "phi_l1")]),
        new("N int int |f_N,2 - f_N,1 f_N,1|", "int int |G|", 1, "chaos_l1", [(1, "correlation_limit_l1")]),
        new("N (E|v|^4 - that of f)", "int phi |v|^4", 1, "fourth_moment", [(1, "phi_fourth_moment")], Relative: true),
        .. FluctuationNames.All(3).Select(quantity => new Law(quantity.Name, "Var_f(test) + int int G test test", 0, quantity.Name, [(1, quantity.Name + Fluctuations.Limit)])),
        new("N cov(|v1|^2, |v2|^2)", "int int G |v1|^2 |v2|^2", 1, "pair_energy_covariance", [(1, "energy_covariance_limit")]),
    ];

    /// <summary>
    /// Every law at every output time but the first, by time, law, model and N; none without a model that gives the limits. Models that count are those whose
    /// limit it is.
    /// </summary>
    /// <param name="results">The results.</param>
    public static IReadOnlyList<LawRow> Of(ResultTable results)
    {
        var rows = new List<LawRow>();
        foreach (double time in results.Times.Skip(1))
        {
            foreach (Law law in All)
            {
                foreach (string model in results.Models.Where(Approaches))
                {
                    if (Limit(results, model, time, law) is { } limit)
                        rows.AddRange(results.FiniteParticles(model).Select(particles => Row(results, law, limit, model, particles, time)).OfType<LawRow>());
                }
            }
        }
        return rows;
    }

    /// <summary>Whether the first correction in 1/N of a model is that of the particle system (1.5).</summary>
    private static bool Approaches(string model) => ModelRegistry.FactsOf(model)
        is { GivesLimits: false, Reference: not ReferenceKind.Landau, System: Particles.ParticleSystem.Conservative } facts
        && !facts.Violates.HasFlag(ModelProperty.LeadingOrder);

    private static (double Value, double Error)? Limit(ResultTable results, string model, double time, Law law)
    {
        string? source = results.Models.Where(other => ModelRegistry.FactsOf(other).GivesLimits).MaxBy(other => IsRadial(other) == IsRadial(model));
        if (source is null)
            return null;
        ParticleNumber particles = results.Runs.First(run => run.Model == source).Particles;
        double value = 0, error = 0;
        foreach ((double factor, string quantity) in law.Limits)
        {
            if (results.Find(source, particles, time, quantity) is not { } row)
                return null;
            value += factor * row.Value;
            error += factor * (row.Error > 0 ? row.Error : double.IsNaN(row.NoiseFloor) ? 0 : row.NoiseFloor);
        }
        return (value, error);
    }

    private static LawRow? Row(ResultTable results, Law law, (double Value, double Error) limit, string model, ParticleNumber particles, double time)
    {
        if (results.Find(model, particles, time, law.Quantity) is not { } row)
            return null;
        double value = row.Value, factor = Math.Pow(particles.Value, law.Power), error = row.Error > 0 ? row.Error : double.IsNaN(row.NoiseFloor) ? 0 : row.NoiseFloor;
        if (law.Relative)
        {
            string? landau = results.Models.FirstOrDefault(other => ModelRegistry.Find(other) is { } found && IsLandau(found) && IsRadial(other) == IsRadial(model));
            if (landau is null || results.Find(landau, ParticleNumber.Infinity, time, law.Quantity) is not { } reference)
                return null;
            value -= reference.Value;
            // What the grid adds to both values is all but the same, and the errors of each say nothing of their difference.
            error = ModelRegistry.Find(model) is IParticleModel ? double.Hypot(error, reference.Error) : double.NaN;
        }
        return new LawRow(time, law.Name, law.Formula, limit.Value, limit.Error, model, particles, factor * value, factor * error);
    }

    private static bool IsLandau(IModel model) => model.Facts.Reference == ReferenceKind.Landau || model is IRadialModel { IsReference: true };

    private static bool IsRadial(string model) => ModelRegistry.Find(model) is IRadialModel;
}
