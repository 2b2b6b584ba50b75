using Hierarchy.Diagnostics;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// Section 4, from (3.9) and (3.10): the collisions within an m-tuple contribute at most C m^2 T/N to the weak form; measured at m = 2 as N times the
/// time integral of these terms, against the explicit constant, and as their rate in N.
/// </summary>
/// <remarks>The viscosity of both particles, of order 1 in N, is none of them.</remarks>
internal sealed class VanishingPairTerms : IAuditStatement
{
    public string Equation => "(3.9), (3.10)";

    public string Statement => "collisions within a pair are O(1/N) in the weak form";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        List<(AuditRun Run, Measured Term)> measured = [];
        foreach (AuditRun run in input.Runs.Where(run => !run.Particles.IsInfinite))
        {
            double moment = PotentialMoment.Uniform(input, run);
            if (PotentialMoment.Excuse(moment, run, 2, "two") is { } excuse)
            {
                yield return this.NotApplicable("", run, excuse);
                continue;
            }
            if (run.Facts.System == ParticleSystem.NonConservative)
            {
                yield return this.NotApplicable("", run, "belongs to (1.6), whose pairs collide otherwise");
                continue;
            }
            AuditRow row = Worst(input, run, moment);
            measured.Add((run, new(row.Left, row.Floor)));
            yield return row;
        }
        foreach (IGrouping<string, (AuditRun Run, Measured Term)> model in measured.GroupBy(entry => entry.Run.Model).Where(group => group.Count() > 1))
            yield return Rate([.. model.OrderBy(entry => entry.Run.Particles)]);
    }

    private AuditRow Worst(AuditInput input, AuditRun run, double moment)
    {
        WeakSeries series = input.Weak(run);
        int d = input.Grid.Dimension;
        double count = run.Particles.Value, elapsed = series.Times[^1] - series.Times[0];
        AuditRow? worst = null;
        for (int test = 0; test < series.Terms.Length; test++)
        {
            TestFunction function = input.TestFunctions[test];
            Measured integral = count * series.Integral(test, terms => terms.Pair);
            double within = function.HessianNorm + function.GradientNorm * function.GradientNorm;
            double bound = elapsed * within * (4 * (d - 1) * moment + 2 * d * input.Kernel.Isotropic);
            AuditRow row = this.Inequality(
                "N |time integral|, m = 2", run, (series.Times[0], series.Times[^1]), Math.Abs(integral.Value), bound, integral.Floor,
                PotentialMoment.IsTheorem(input, run), function.Name);
            worst = worst is null || row.Left / row.Right > worst.Left / worst.Right ? row : worst;
        }
        return worst!;
    }

    /// <summary>The slope of the terms over N between the two largest N; that of N times them is the deviation from -1.</summary>
    private AuditRow Rate((AuditRun Run, Measured Term)[] entries)
    {
        (AuditRun first, Measured firstTerm) = entries[^2];
        (AuditRun last, Measured lastTerm) = entries[^1];
        double ratio = Math.Log(last.Particles.Value / first.Particles.Value), slope = Math.Log(lastTerm.Value / firstTerm.Value) / ratio - 1;
        double error = (firstTerm.Floor / firstTerm.Value + lastTerm.Floor / lastTerm.Value) / ratio;
        string note = $"from N = {first.Particles} to {last.Particles}; the floor is the next order, 2/N of the smaller N, and the errors of both terms";
        return this.Identity("rate in N", last, last.Span(), slope, -1, 2 * first.Particles.Inverse + error, false, note);
    }
}
