using System.Numerics.Tensors;
using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Remark 1.1: H_1(f_1) &lt;= H_2(f_2) and I_1(f_1) &lt;= I_2(f_2), as what they are made of: H_2 - H_1 = 1/2 int f_2 log(f_2/(f f)) and
/// I_2 - I_1 = 1/2 int f_2 |grad log(f_2/(f f))|^2, both non-negative. The worst time of each run.
/// </summary>
/// <remarks>
/// The two sides of an identity come from different sums, both on two grids, so its residual measures the resolution. A theorem on densities with equal marginals: a
/// closure whose f_2 is negative somewhere, or whose marginal is not f, has no reason to obey it.
/// </remarks>
internal sealed class Subadditivity : IAuditStatement
{
    /// <summary>The negative mass of f_2 from which on statements about densities are not asserted.</summary>
    internal const double SmallNegativeMass = 1e-3;

    /// <summary>The difference between f and the marginal of f_2, relative to max f, that single precision leaves.</summary>
    private const double MarginalDefect = 1e-6;

    /// <summary>How many times the estimated errors count as noise: they are estimates, not bounds.</summary>
    private const double Safety = 2;

    public string Equation => "Remark 1.1";

    public string Statement => "subadditivity";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            if (!run.HasCorrelation)
            {
                yield return this.NotApplicable("", run, "f_2 = f x f: equality by construction");
                continue;
            }
            int[] times = run.PairTimes;
            if (times.Length == 0)
            {
                yield return this.NotApplicable("", run, "f_2 was not kept");
                continue;
            }
            yield return Worst(times, time => Entropy(input, run, time));
            yield return Worst(times, time => Fisher(input, run, time));
        }
    }

    /// <summary>The time with the largest residual in units of its floor; times at which both sides vanish or nothing can be said count least.</summary>
    private static AuditRow Worst(int[] times, Func<int, AuditRow> row) =>
        times.Select(row).MaxBy(found => found.Verdict == AuditVerdict.BelowNoise ? -1 : found.Left == found.Right ? -2 : -found.Margin / found.Floor)!;

    private AuditRow Entropy(AuditInput input, AuditRun run, int time) => Row(
        "H_2 - H_1 = MI/2", input, run, time, values => Difference(values.Direct(PairInformationByDirectSums.Entropy), values.Get<OneParticleInformation>("entropy_1")),
        values => Half(values.Get<PairFunctionals>("mutual_information")));

    private AuditRow Fisher(AuditInput input, AuditRun run, int time) => Row(
        "I_2 - I_1 = I(f_2 | f f)/2", input, run, time, values => Difference(values.Direct(PairInformationByDirectSums.Fisher), values.Get<OneParticleInformation>("fisher_1")),
        values => Half(values.Get<PairFisher>("relative_fisher")));

    /// <summary>The quadrature of f x f is common to both functionals and drops out of their difference.</summary>
    private static QuantityValue Difference(QuantityValue two, QuantityValue one) =>
        new(two.Name, two.Value - one.Value, Math.Abs(two.NoiseFloor - one.NoiseFloor) + 1e-14 * Math.Abs(one.Value));

    private static QuantityValue Half(QuantityValue value) => value with { Value = value.Value / 2, NoiseFloor = value.NoiseFloor / 2 };

    private AuditRow Row(string part, AuditInput input, AuditRun run, int time, Func<StateValues, QuantityValue> left, Func<StateValues, QuantityValue> right)
    {
        QuantityValue difference = input.Combination(run, time, left), relative = input.Combination(run, time, right);
        (bool isTheorem, string reason) = IsAdmissible(input, run, time);
        string note = "left: direct sums; right is a sum of non-negative terms" + reason;
        return this.Identity(part, run, run.At(time), difference.Value, relative.Value, Safety * (difference.NoiseFloor + relative.NoiseFloor), isTheorem, note);
    }

    /// <summary>Whether f_2 is a density with the marginal f.</summary>
    private static (bool IsTheorem, string Reason) IsAdmissible(AuditInput input, AuditRun run, int time)
    {
        Dictionary<string, QuantityValue> values = input.Values<PairFunctionals>(run, time, false);
        double marginal = values["marginal_defect"].Value, negative = values["negative_mass_f2"].Value, largest = TensorPrimitives.Max(run.Density(time));
        return run.Facts.GivesLimits && !run.Particles.IsInfinite ? (false, "; f_2 is an expansion in 1/N")
            : negative >= SmallNegativeMass ? (false, FormattableString.Invariant($"; f_2 is no density, its negative mass is {negative:G2}"))
            : marginal >= MarginalDefect * largest ? (false, FormattableString.Invariant($"; f is not the marginal of f_2, the largest difference is {marginal:G2}"))
            : (true, "");
    }
}
