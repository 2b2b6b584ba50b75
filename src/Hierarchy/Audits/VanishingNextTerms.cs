using System.Globalization;
using Hierarchy.Diagnostics;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// (4.1), (4.7): the terms (m^2/N) int I dt of B and (m^2/N) int I' dt of A at m = 1, I = int int B.(grad a(v1) - grad a(v2)) f_{N,2} and I' = int int A:Hess
/// a(v1) f_{N,2}, are O(1/N): N times them is bounded by Lemma 3.2, and their slope over N tends to -1.
/// </summary>
internal sealed class VanishingNextTerms : IAuditStatement
{
    public string Equation => "(4.1)";

    public string Covers => "(4.1), (4.7)";

    public string Statement => "terms I and I' are O(1/N)";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        AuditRun[] runs = [.. input.Runs.Where(run => !run.Particles.IsInfinite && run.PairTimes.Length > 2 && run.Facts.System == ParticleSystem.Conservative)];
        foreach (IGrouping<string, AuditRun> model in runs.GroupBy(run => run.Model).Where(group => group.Count() > 1))
        {
            AuditRun[] some = [.. model.OrderBy(run => run.Particles).TakeLast(2)];
            yield return Rate(input, some, "rate of I in N", sums => 2 * sums.OutwardB);
            yield return Rate(input, some, "rate of I' in N", sums => sums.OutwardA);
        }
    }

    private AuditRow Rate(AuditInput input, AuditRun[] runs, string part, Func<TermSums, PairSum> term)
    {
        Measured[] terms = [.. runs.Select(run => run.Particles.Inverse * input.TermsOf(run).Signed(term))];
        double ratio = Math.Log(runs[1].Particles.Value / runs[0].Particles.Value), slope = Math.Log(Math.Abs(terms[1].Value / terms[0].Value)) / ratio;
        double error = terms.Sum(value => value.Floor / Math.Abs(value.Value)) / ratio;
        string note = string.Create(CultureInfo.InvariantCulture, $"from N = {runs[0].Particles} to {runs[1].Particles}, {terms[0].Value:E2} to {terms[1].Value:E2}; "
            + $"the floor is the next order, 2/N of the smaller N, and the errors of both terms");
        return this.Identity(part, runs[1], runs[1].Span(), slope, -1, 2 * runs[0].Particles.Inverse + error, false, note);
    }
}
