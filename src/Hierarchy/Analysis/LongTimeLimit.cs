using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>A second moment at the last output time against its limit for large times.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Quantity">covariance_ab or pair_covariance_ab.</param>
/// <param name="Initial">At time 0.</param>
/// <param name="Final">At the last time.</param>
/// <param name="Limit">For t to infinity.</param>
public sealed record LimitRow(string Model, ParticleNumber Particles, string Quantity, double Initial, double Final, double Limit)
{
    /// <summary>The share of the way from the initial value to the limit that is left; NaN where there is no way to go.</summary>
    public double Remaining => Initial == Limit ? double.NaN : (Final - Limit) / (Initial - Limit);
}

/// <summary>
/// The equilibrium of N particles with iid centred data is no Maxwellian but the mixture, over the conserved total momentum and energy, of uniform laws on
/// their spheres. With Sigma_0 the initial covariance and e = tr(Sigma_0)/d its second moments are
/// E[v1 v1^T] = Sigma_0/N + (1 - 1/N) e I and E[v1 v2^T] = (Sigma_0 - e I)/N.
/// </summary>
public static class LongTimeLimit
{
    /// <summary>The second moments of every run with chaotic data.</summary>
    public static IReadOnlyList<LimitRow> Of(ResultTable results, int dimension)
    {
        var rows = new List<LimitRow>();
        foreach ((string model, ParticleNumber particles) in results.Runs)
        {
            double temperature = 0;
            for (int a = 0; a < dimension; a++)
                temperature += Value(results, model, particles, 0, "covariance", a, a) / dimension;
            for (int a = 0; a < dimension; a++)
            {
                for (int b = a; b < dimension; b++)
                    Add(results, rows, model, particles, a, b, a == b ? temperature : 0);
            }
        }
        return [.. rows.Where(row => double.IsFinite(row.Final) && double.IsFinite(row.Initial))];
    }

    private static void Add(ResultTable results, List<LimitRow> rows, string model, ParticleNumber particles, int a, int b, double isotropic)
    {
        double last = results.Times[^1], initial = Value(results, model, particles, 0, "covariance", a, b);
        double limit = initial * particles.Inverse + isotropic * (1 - particles.Inverse);
        rows.Add(new LimitRow(model, particles, Name("covariance", a, b), initial, Value(results, model, particles, last, "covariance", a, b), limit));
        double pair = Value(results, model, particles, 0, "pair_covariance", a, b);
        if (pair == 0)
            rows.Add(new LimitRow(model, particles, Name("pair_covariance", a, b), pair, Value(results, model, particles, last, "pair_covariance", a, b), (initial - isotropic) * particles.Inverse));
    }

    private static double Value(ResultTable results, string model, ParticleNumber particles, double time, string quantity, int a, int b) =>
        results.Find(model, particles, time, Name(quantity, a, b))?.Value ?? double.NaN;

    private static string Name(string quantity, int a, int b) => $"{quantity}_{"xyz"[a]}{"xyz"[b]}";
}
