using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Remark 1.1: H_1(f_1) &lt;= H_2(f_2) and I_1(f_1) &lt;= I_2(f_2), as what they are made of: H_2 - H_1 = 1/2 int f_2 log(f_2/(f f)) and
/// I_2 - I_1 = 1/2 int f_2 |grad log(f_2/(f f))|^2, both non-negative. The worst time of each run.
/// </summary>
/// <remarks>
/// The two sides of an identity come from different sums, so its residual measures the resolution. A theorem on densities with equal marginals: a
/// closure whose f_2 is negative somewhere, or whose marginal is not f, has no reason to obey it.
/// </remarks>
internal sealed class Subadditivity : IAuditStatement
{
    private const string Defect = "marginal_defect";

    /// <summary>
    /// How many times the estimated errors of the entropies count as noise: they are estimates, not bounds, and those of the Fisher informations are
    /// larger.
    /// </summary>
    private const double EntropySafety = 4;

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

    private AuditRow Entropy(AuditInput input, AuditRun run, int time)
    {
        QuantityValue one = input.Quantity<OneParticleInformation>(run, time, "entropy_1"), two = input.Quantity<PairFunctionals>(run, time, "entropy_2");
        QuantityValue information = input.Quantity<PairFunctionals>(run, time, "mutual_information");
        return Row("H_2 - H_1 = MI/2", run, time, two.Value - one.Value, information.Value / 2,
            EntropySafety * (Floor(one, two) + information.NoiseFloor / 2), IsAdmissible(input, run, time));
    }

    private AuditRow Fisher(AuditInput input, AuditRun run, int time)
    {
        QuantityValue one = input.Quantity<OneParticleInformation>(run, time, "fisher_1"), two = input.Quantity<PairFisher>(run, time, "fisher_2");
        QuantityValue relative = input.Quantity<PairFisher>(run, time, "relative_fisher");
        return Row("I_2 - I_1 = I(f_2 | f f)/2", run, time, two.Value - one.Value, relative.Value / 2, Floor(one, two) + relative.NoiseFloor / 2,
            IsAdmissible(input, run, time));
    }

    /// <summary>The quadrature of f x f is common to both functionals and drops out of their difference.</summary>
    private static double Floor(QuantityValue one, QuantityValue two) => Math.Abs(two.NoiseFloor - one.NoiseFloor) + 1e-14 * Math.Abs(one.Value);

    private AuditRow Row(string part, AuditRun run, int time, double left, double right, double floor, bool isTheorem) =>
        this.Identity(part, run, run.At(time), left, right, floor, isTheorem, "right is a sum of non-negative terms");

    private static bool IsAdmissible(AuditInput input, AuditRun run, int time)
    {
        double marginal = input.Quantity<PairFunctionals>(run, time, Defect).Value, negative = input.Quantity<PairFunctionals>(run, time, "negative_mass_f2").Value;
        return marginal < 1e-10 && negative < 1e-3;
    }
}
