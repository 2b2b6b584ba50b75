using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>
/// Remark 1.6: a mixture of products, each a solution of the Landau equation, satisfies (1.12) at m = 2 and is no product. Its f_3 = sum_k w_k f^k f^k f^k is
/// known, so against a(v1) a(v2) d/dt sum_k w_k (int a f^k)^2 = sum_k w_k 2 (int a f^k) int int W_a f^k f^k.
/// </summary>
internal sealed class MixtureWeakForm : IAuditStatement
{
    private const double Safety = 3;

    public string Equation => "Remark 1.6";

    public string Statement => "a mixture satisfies the weak form of the Landau hierarchy";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs.Where(run => run.Facts.SolvesLandauHierarchy && run.HasCorrelation))
        {
            if (MixtureParts.Of(run) is not { } parts || run.Times.Length < 3)
                yield return this.NotApplicable("m = 2", run, "the components were not kept at three times");
            else
                yield return Enumerable.Range(0, input.TestFunctions.Count).Select(test => Row(input, run, parts, test))
                    .MaxBy(row => row.Verdict == AuditVerdict.Violated ? 1e100 : -row.Margin / row.Floor)!;
        }
    }

    private AuditRow Row(AuditInput input, AuditRun run, IReadOnlyList<(double Weight, AuditRun Run)> parts, int test)
    {
        double[] times = run.Times, rates = new double[times.Length];
        double first = 0, last = 0, floor = 0;
        foreach ((double weight, AuditRun component) in parts)
        {
            WeakSeries series = input.Weak(component);
            WeakTerms[] terms = series.Terms[test];
            for (int k = 0; k < rates.Length; k++)
                rates[k] += weight * 2 * terms[k].One.Value * terms[k].OneRate.Value;
            (first, last) = (first + weight * Square(terms[0]), last + weight * Square(terms[^1]));
            floor += 2 * weight * terms.Max(term => Math.Abs(term.One.Value)) * series.Residual(test, term => term.One, term => term.OneRate).Floor;
        }
        (double integral, double rule) = TimeQuadrature.Integrate(times, rates);
        floor = Safety * (floor + rule + input.Tolerance * Math.Abs(first));
        return this.Identity("m = 2, f_3 of the mixture", run, run.Span(), last - first, integral, floor, true, input.TestFunctions[test].Name);

        static double Square(WeakTerms terms) => terms.One.Value * terms.One.Value;
    }
}
