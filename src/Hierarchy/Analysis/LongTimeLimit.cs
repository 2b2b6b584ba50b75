using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>A second moment at the last output time against the limit for large times that it has for N particles.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Quantity">covariance_ab or pair_covariance_ab.</param>
/// <param name="Initial">At time 0.</param>
/// <param name="InitialError">Its error.</param>
/// <param name="Final">At the last time.</param>
/// <param name="FinalError">Its error, of sample and discretisation together; 0 where none is known.</param>
/// <param name="Limit">For t to infinity.</param>
/// <param name="LimitError">From the errors of what it is computed from.</param>
/// <param name="Scale">The temperature, beside which a way is long or short.</param>
internal sealed record LimitRow(
    string Model, ParticleNumber Particles, string Quantity, double Initial, double InitialError, double Final, double FinalError, double Limit, double LimitError, double Scale)
{
    /// <summary>A shorter way, as a part of the temperature, is made by the truncation of the box as well.</summary>
    private const double ShortestWay = 1e-3;

    /// <summary>Whether the moment has a way to go.</summary>
    public bool Moves => Math.Abs(Initial - Limit) > ShortestWay * Scale;

    /// <summary>The share of the way from the initial value to the limit that is left; NaN where there is no way to go.</summary>
    public double Remaining => Moves ? (Final - Limit) / (Initial - Limit) : double.NaN;

    /// <summary>The error of that share to first order, at most: (e_F + |1 - left| e_L + |left| e_I)/|I - L|.</summary>
    public double RemainingError => Moves
        ? (FinalError + Math.Abs(1 - Remaining) * LimitError + Math.Abs(Remaining) * InitialError) / Math.Abs(Initial - Limit) : double.NaN;
}

/// <summary>
/// The equilibrium of N particles whose pairs keep momentum and energy is no Maxwellian but the mixture, over the conserved total momentum and energy, of uniform
/// laws on their spheres. With S = E[v1 v1^T], C = E[v1 v2^T] at time 0 for any exchangeable datum, and e = tr(S - C)/d, its second moments are
/// E[v1 v1^T] = (S + (N-1) C)/N + (1 - 1/N) e I and E[v1 v2^T] = (S + (N-1) C)/N - e I/N: the first term is conserved, the trace of the first moment too,
/// and what is left is isotropic. All may be taken less their means, which are conserved. For independent particles C = 0.
/// </summary>
/// <remarks>It is the limit of N particles, which a closure need not reach. A kernel that heats has none, nor has system (1.6), whose total momentum and energy diffuse.</remarks>
internal static class LongTimeLimit
{
    /// <summary>Why there is no limit for any N and model of an experiment; null if there may be one.</summary>
    public static string? Obstacle(ExperimentPlan plan) =>
        plan.Kernel.Viscosity > 0 || plan.Kernel.Isotropic > 0
            ? $"the kernel with regularisation \"{plan.Scenario.Kernel.Regularisation}\" heats the particles without end: there is no limit for large times" : null;

    /// <summary>
    /// Why there is none with that N; null if there is: the pair has to be that of N particles.
    /// </summary>
    public static string? Obstacle(ExperimentPlan plan, ParticleNumber particles)
    {
        if (Obstacle(plan) is { } obstacle)
            return obstacle;
        PairSettings pair = plan.Scenario.Pair.Canonical();
        return pair.Kind != PairDatum.Other || pair.IsOfParticles(InitialData.PairOf(plan.Scenario, plan.Grid), particles.IsInfinite ? null : (int)particles.Value)
            ? null : $"N = {particles}: no law of so many particles is known that has the {pair.Type} pair, so there is no limit for large times";
    }

    /// <summary>The second moments of every run that has a limit.</summary>
    public static IReadOnlyList<LimitRow> Of(ExperimentPlan plan, ResultTable results)
    {
        ParticleNumber[] numbers = [.. results.Runs.Select(run => run.Particles).Distinct().Where(particles => Obstacle(plan, particles) is null)];
        (string Model, ParticleNumber Particles)[] runs =
            [.. results.Runs.Where(run => numbers.Contains(run.Particles) && ModelRegistry.FactsOf(run.Model).System == ParticleSystem.Conservative)];
        return [.. runs.SelectMany(run => new Moments(plan, results, run.Model, run.Particles).Rows())];
    }

    /// <summary>The second moments of one run.</summary>
    private sealed class Moments(ExperimentPlan plan, ResultTable results, string model, ParticleNumber particles)
    {
        private readonly int _dimension = plan.Scenario.Dimension;

        /// <summary>A run that holds the pair correlation of the datum.</summary>
        private readonly (string Model, ParticleNumber Particles)? _pairs =
            plan.Scenario.Pair.Datum == PairDatum.Chaotic || model == ModelRegistry.Landau.Name ? null : PairRun(plan, model, particles);

        public IEnumerable<LimitRow> Rows()
        {
            if (_pairs is null && plan.Scenario.Pair.Datum != PairDatum.Chaotic && model != ModelRegistry.Landau.Name)
                return [];
            (double temperature, double error) = Temperature();
            var rows = new List<LimitRow>();
            for (int a = 0; a < _dimension; a++)
            {
                for (int b = a; b < _dimension; b++)
                    Add(rows, a, b, temperature, error);
            }
            return rows.Where(row => double.IsFinite(row.Final) && double.IsFinite(row.Limit));
        }

        private static (string Model, ParticleNumber Particles)? PairRun(ExperimentPlan plan, string model, ParticleNumber particles)
        {
            PlannedRun[] holding = [.. plan.Runs.Where(run => run.HasCorrelation || run.IsParticles)];
            PlannedRun? found = holding.FirstOrDefault(run => run.Model == model && run.Particles == particles) ?? holding.FirstOrDefault();
            return found is null ? null : (found.Model, found.Particles);
        }

        /// <summary>e = tr(S - C)/d.</summary>
        private (double Value, double Error) Temperature()
        {
            (double value, double error) = (0, 0);
            for (int a = 0; a < _dimension; a++)
            {
                ((double one, double oneError), (double pair, double pairError)) = (Initial("covariance", a, a), InitialPair(a, a));
                value += (one - pair) / _dimension;
                error += (oneError + pairError) / _dimension;
            }
            return (value, error);
        }

        private void Add(List<LimitRow> rows, int a, int b, double temperature, double temperatureError)
        {
            double inverse = particles.Inverse, isotropic = a == b ? temperature : 0, isotropicError = a == b ? temperatureError : 0;
            ((double one, double oneError), (double pair, double pairError)) = (Initial("covariance", a, b), InitialPair(a, b));
            double kept = one * inverse + pair * (1 - inverse), keptError = oneError * inverse + pairError * (1 - inverse);
            AddRow("covariance", kept + isotropic * (1 - inverse), keptError + isotropicError * (1 - inverse));
            AddRow("pair_covariance", kept - isotropic * inverse, keptError + isotropicError * inverse);

            void AddRow(string tensor, double limit, double error)
            {
                (double last, double lastError) = At(model, particles, results.Times[^1], tensor, a, b);
                (double first, double firstError) = Initial(tensor, a, b);
                rows.Add(new LimitRow(model, particles, Name(tensor, a, b), first, firstError, last, lastError, limit, error, temperature));
            }
        }

        private (double Value, double Error) Initial(string tensor, int a, int b) => At(model, particles, 0, tensor, a, b);

        private (double Value, double Error) InitialPair(int a, int b) => _pairs is { } run ? At(run.Model, run.Particles, 0, "pair_covariance", a, b) : (0, 0);

        private (double Value, double Error) At(string of, ParticleNumber number, double time, string tensor, int a, int b) =>
            results.Find(of, number, time, Name(tensor, a, b)) is { } row ? (row.Value, row.Error) : (double.NaN, 0);

        private static string Name(string tensor, int a, int b) => $"{tensor}_{"xyz"[a]}{"xyz"[b]}";
    }
}
