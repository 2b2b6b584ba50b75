using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// (1.8) at m = 2 and 3, and Definition 1.4: int f_m = 1 and int f_m |V_m|^2 = m E|v|^2 of the datum. At m = 2 from the run's own f_2, with the two-particle invariants
/// E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)] of every closure whose f_3 is symmetric; at m = 3 where the run recorded the moments of f_3.
/// </summary>
internal sealed class PairConservation : IAuditStatement
{
    /// <summary>Round-off of sums over pairs and over steps, in double and in single precision of g.</summary>
    private const double RoundOff = 1e-10, SingleRoundOff = 1e-5;

    public string Equation => "(1.8)";

    public string Covers => "(1.8), Definition 1.4";

    public string Statement => "conservation by f_m";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        bool heats = input.Kernel.HeatingRate(input.Grid.Dimension, 1) > 0;
        foreach (AuditRun run in input.Runs)
        {
            int[] times = run.PairTimes;
            if (times.Length == 0)
            {
                yield return this.NotApplicable("m = 2", run, "f_2 was not kept");
                continue;
            }
            double[] start = Moments(input, run, times[0]), worst = new double[start.Length];
            foreach (int time in times)
            {
                double[] now = Moments(input, run, time);
                for (int k = 0; k < now.Length; k++)
                    worst[k] = Math.Max(worst[k], Math.Abs(now[k] - start[k]));
            }
            double round = Round(input), free = input.Options.Conservative ? 0 : double.NaN;
            bool keeps = !run.Facts.Violates.HasFlag(ModelProperty.MarginalConsistency), invariant = !run.Facts.Violates.HasFlag(ModelProperty.PairInvariants)
                && run.Facts.System == ParticleSystem.Conservative;
            yield return this.Inequality("m = 2, largest drift of the mass", run, run.Span(), worst[0], round + free, 0, keeps);
            if (heats)
                yield return this.NotApplicable("m = 2, largest drift of the energy", run, "the regularisation heats, see (2.22)");
            else
                yield return this.Inequality("m = 2, largest drift of the energy", run, run.Span(), worst[1], round * start[1] + free, 0, keeps);
            if (run.HasCorrelation && !heats)
                yield return this.Inequality("m = 2, largest drift of E|v1|^4 + (N-1) E[|v1|^2 |v2|^2]", run, run.Span(), worst[2], round * start[2] + free, 0,
                    invariant, invariant ? "an exact invariant at every N; at N = infinity E[|v1|^2 |v2|^2]" : "no invariant of this model");
            foreach (AuditRow row in OfThree(run, heats))
                yield return row;
        }
    }

    private static double Round(AuditInput input) => input.Options.SinglePairs ? SingleRoundOff : RoundOff;

    /// <summary>int int f_2, int int f_2 (|v1|^2 + |v2|^2), and E|v1|^4 + (N-1) E[|v1|^2 |v2|^2].</summary>
    private static double[] Moments(AuditInput input, AuditRun run, int time)
    {
        GridMoments one = GridMoments.Of(input.Grid, run.Density(time));
        double[] speed = [.. Enumerable.Range(0, input.Grid.Size).Select(input.Grid.SpeedSquared)], unit = new double[input.Grid.Size];
        Array.Fill(unit, 1);
        double[,]? pair = run.Correlation(time) is { IsZero: false } correlation ? correlation.Moments([unit, speed]) : null;
        double both = one.Energy * one.Energy + (pair?[1, 1] ?? 0),
            fourth = input.Grid.CellVolume * Enumerable.Range(0, speed.Length).Sum(i => run.Density(time)[i] * speed[i] * speed[i]);
        double invariant = run.Particles.IsInfinite ? both : fourth + (run.Particles.Value - 1) * both;
        return [one.Mass * one.Mass + (pair?[0, 0] ?? 0), 2 * one.Mass * one.Energy + (pair is null ? 0 : pair[0, 1] + pair[1, 0]), invariant];
    }

    private IEnumerable<AuditRow> OfThree(AuditRun run, bool heats)
    {
        foreach ((string quantity, string part) in ((string, string)[])[("mass_3", "m = 3, largest drift of the mass"), ("energy_3", "m = 3, largest drift of the energy")])
        {
            if (run.Recorded(0, quantity) is not { } first)
                continue;
            if (heats && quantity == "energy_3")
            {
                yield return this.NotApplicable(part, run, "the regularisation heats, see (2.22)");
                continue;
            }
            double drift = Enumerable.Range(0, run.Times.Length).Max(time => Math.Abs((run.Recorded(time, quantity) ?? first).Value - first.Value));
            yield return this.Inequality(part, run, run.Span(), drift, RoundOff * Math.Abs(first.Value), 0, run.SolvesLiouville);
        }
    }
}
