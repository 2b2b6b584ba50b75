using Hierarchy.Collisions;
using Hierarchy.Diagnostics;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// (3.13): |int psi f_{N,m}(t2) - int psi f_{N,m}(t1)| &lt;= C(psi) |t2 - t1| with a constant that depends on the datum alone, for m = 1, 2 and the test functions of the
/// weak forms. The worst test function and interval of each run.
/// </summary>
/// <remarks>
/// From (3.7), (3.4): |Pi(z):Hess| &lt;= (d-1) |Hess| and |B(z).(grad psi(v1) - grad psi(v2))| &lt;= (d-1) a(|z|) |Hess|, with the operator norm. So, with S =
/// sup int int a(|v1-v2|) f_2 (<see cref="PotentialMoment"/>), C(psi) = (N-1)/N 2 (d-1) |Hess psi| S at m = 1, and at m = 2, psi = a(v1) a(v2): 4 (d-1) (
/// (|Hess a| + |grad a|^2)/N + (N-2)/N |Hess a| ) S. Viscosity and a multiple of I add d |Hess psi| times their coefficients.
/// </remarks>
internal sealed class LipschitzInTime : IAuditStatement
{
    public string Equation => "(3.13)";

    public string Statement => "Lipschitz in time against test functions";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            double moment = PotentialMoment.Uniform(input, run);
            if (double.IsNaN(moment))
            {
                yield return this.NotApplicable("", run, "no such bound for gamma > 0");
                continue;
            }
            if (run.PairTimes.Length < 2)
            {
                yield return this.NotApplicable("", run, "f_2 was not kept at two times");
                continue;
            }
            WeakSeries series = input.Weak(run);
            yield return Worst(input, run, series, "m = 1", terms => terms.One, function => One(input, run.Particles, function, moment));
            yield return Worst(input, run, series, "m = 2", terms => terms.Two, function => Two(input, run.Particles, function, moment));
        }
    }

    private static double One(AuditInput input, ParticleNumber particles, TestFunction function, double moment)
    {
        int d = input.Grid.Dimension;
        double heat = d * (input.Kernel.Viscosity + particles.Outside(1) * input.Kernel.Isotropic);
        return function.HessianNorm * (2 * (d - 1) * particles.Outside(1) * moment + heat);
    }

    private static double Two(AuditInput input, ParticleNumber particles, TestFunction function, double moment)
    {
        int d = input.Grid.Dimension;
        double within = particles.Inverse * (function.HessianNorm + function.GradientNorm * function.GradientNorm);
        double heat = 2 * d * (function.HessianNorm * (input.Kernel.Viscosity + particles.Outside(2) * input.Kernel.Isotropic) + within * input.Kernel.Isotropic);
        return 4 * (d - 1) * (within + particles.Outside(2) * function.HessianNorm) * moment + heat;
    }

    private AuditRow Worst(AuditInput input, AuditRun run, WeakSeries series, string level, Func<WeakTerms, Measured> term, Func<TestFunction, double> constant)
    {
        AuditRow? worst = null;
        bool isTheorem = PotentialMoment.IsTheorem(input, run);
        for (int test = 0; test < series.Terms.Length; test++)
        {
            TestFunction function = input.TestFunctions[test];
            double bound = constant(function);
            for (int k = 1; k < series.Times.Length; k++)
            {
                Measured before = term(series.Terms[test][k - 1]), after = term(series.Terms[test][k]);
                double elapsed = series.Times[k] - series.Times[k - 1], slope = Math.Abs(after.Value - before.Value) / elapsed;
                double floor = (before.Floor + after.Floor) / elapsed;
                string note = FormattableString.Invariant($"{function.Name}; right: C(psi) by the datum");
                AuditRow row = this.Inequality(level, run, (series.Times[k - 1], series.Times[k]), slope, bound, floor, isTheorem, note);
                worst = worst is null || row.Left / row.Right > worst.Left / worst.Right ? row : worst;
            }
        }
        return worst!;
    }
}
