using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// (1.8) at m = 2 by recorded values: the two-particle invariants E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)], phi and psi among v_a and |v|^2, of every
/// closure whose f_3 is symmetric, and the marginal of f_2. For runs without fields; the others are measured by <see cref="PairConservation"/>.
/// </summary>
internal sealed class PairInvariantDrift : IFunctionalStatement
{
    /// <summary>Round-off of the sums over steps.</summary>
    private const double RoundOff = 1e-10;

    public string Equation => "(1.8)";

    public string Statement => "conservation by f_2";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        bool heats = input.Kernel.HeatingRate(3, 1) > 0;
        foreach (AuditRun run in input.Runs.Where(run => run.IsRecorded && run.HasCorrelation && !run.Facts.GivesLimits))
        {
            bool exact = !run.Facts.Violates.HasFlag(Models.ModelProperty.PairInvariants), keeps = !run.Facts.Violates.HasFlag(Models.ModelProperty.MarginalConsistency);
            double others = run.Particles.IsInfinite ? 1 : run.Particles.Value, energy = run.Recorded(0, "energy")?.Value ?? double.NaN;
            if (!heats)
            {
                yield return Drift(run, "invariant_momentum", "E[v1a v1b] + (N-1) E[v1a v2b]", energy, exact, others);
                yield return Drift(run, "invariant_energy", "E|v1|^4 + (N-1) E[|v1|^2 |v2|^2]", energy * energy, exact, others);
            }
            yield return Drift(run, "marginal_defect", "the marginal of f_2 less f", 1, keeps, 1);
        }
    }

    /// <summary>The largest recorded drift against round-off in units of the invariant itself.</summary>
    private AuditRow Drift(AuditRun run, string quantity, string words, double unit, bool isTheorem, double others)
    {
        QuantityValue? largest = run.PairTimes.Select(time => run.Recorded(time, quantity)).MaxBy(value => value?.Value ?? double.NegativeInfinity);
        return largest is null
            ? this.NotApplicable(words, run, $"{quantity} was not recorded")
            : this.Inequality($"largest drift of {words}", run, run.Span(), largest.Value.Value, RoundOff * others * unit, 0, isTheorem);
    }
}
