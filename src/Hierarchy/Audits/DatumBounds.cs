using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>H_m(f_m(t)) and I_m(f_m(t)) at every later time against H_1(f^0) and I_1(f^0): the bounds of the marginals that are uniform in t and N.</summary>
internal static class DatumBounds
{
    /// <summary>One row for the entropy and one for the Fisher information of every marginal that the run has.</summary>
    /// <param name="statement">Whose rows.</param>
    /// <param name="input">The results.</param>
    /// <param name="run">The run.</param>
    /// <param name="isTheorem">Whether the bounds are asserted; that of the Fisher information needs (2.11) besides.</param>
    /// <param name="levels">The m that are asked for.</param>
    public static IEnumerable<AuditRow> Rows(IAuditStatement statement, AuditInput input, AuditRun run, bool isTheorem, params int[] levels)
    {
        bool decays = isTheorem && input.Kernel.LogDerivativeMargin(input.Grid.Dimension).Holds;
        if (!run.StartsChaotic)
        {
            yield return statement.NotApplicable("", run, "f_m(0) is no product of f^0");
            yield break;
        }
        QuantityValue entropy = input.Quantity<OneParticleInformation>(run, 0, "entropy_1"), fisher = input.Quantity<OneParticleInformation>(run, 0, "fisher_1");
        int[] all = [.. Enumerable.Range(1, run.Times.Length - 1)], pairs = [.. run.PairTimes.Where(time => time > 0)];
        foreach (int m in levels)
        {
            if (m == 1)
            {
                yield return Row(statement, input, run, "H_1(f_1)", all, time => input.Quantity<OneParticleInformation>(run, time, "entropy_1"), entropy, isTheorem);
                yield return Row(statement, input, run, "I_1(f_1)", all, time => input.Quantity<OneParticleInformation>(run, time, "fisher_1"), fisher, decays);
            }
            else if (m == 2 && run.HasCorrelation)
            {
                yield return Row(statement, input, run, "H_2(f_2)", pairs, time => input.Quantity<PairFunctionals>(run, time, "entropy_2"), entropy, isTheorem);
                yield return Row(statement, input, run, "I_2(f_2)", pairs, time => input.Quantity<PairFisher>(run, time, "fisher_2"), fisher, decays);
            }
            else if (m == 3 && run.Recorded(0, "entropy_3") is not null)
            {
                yield return Row(statement, input, run, "H_3(f_3)", all, time => Recorded(run, time, "entropy_3"), entropy, isTheorem);
                yield return Row(statement, input, run, "I_3(f_3)", all, time => Recorded(run, time, "fisher_3"), fisher, decays);
            }
        }
    }

    private static QuantityValue Recorded(AuditRun run, int time, string quantity) => run.Recorded(time, quantity) ?? new QuantityValue(quantity, double.NaN, double.NaN);

    private static AuditRow Row(
        IAuditStatement statement, AuditInput input, AuditRun run, string part, int[] times, Func<int, QuantityValue> value, QuantityValue datum, bool isTheorem)
    {
        string bound = part[0] == 'H' ? "H_1(f^0)" : "I_1(f^0)";
        if (times.Length == 0)
            return statement.NotApplicable($"{part} <= {bound}", run, "needs a later time");
        (QuantityValue worst, int at) = times.Select(time => (Value: value(time), time))
            .MaxBy(found => double.IsNaN(found.Value.Value) ? double.NegativeInfinity : found.Value.Value);
        double floor = worst.NoiseFloor + datum.NoiseFloor + input.Tolerance * Math.Abs(datum.Value);
        return statement.Inequality($"{part} <= {bound}", run, run.At(at), worst.Value, datum.Value, floor, isTheorem, "the largest value after the start");
    }
}

/// <summary>
/// (3.1), (3.2): the marginals of f_N keep H_m(f_{N,m}) &lt;= H_1(f^0) and I_m(f_{N,m}) &lt;= I_1(f^0), uniformly in N. Asserted for marginals of a solution of
/// the Liouville equation, reported for closures.
/// </summary>
internal sealed class MarginalBounds : IAuditStatement
{
    public string Equation => "(3.1), (3.2)";

    public string Statement => "bounds of the marginals by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) =>
        input.Runs.Where(run => !run.Particles.IsInfinite).SelectMany(run => DatumBounds.Rows(this, input, run, run.SolvesLiouville, 1, 2));
}

/// <summary>
/// Definition 1.4: a solution of the Landau hierarchy keeps H_m(f_m) &lt;= H_1(f^0) and I_m(f_m) &lt;= I_1(f^0); for the tensor powers of a solution of the
/// Landau equation both follow from those of f.
/// </summary>
internal sealed class HierarchyBounds : IAuditStatement
{
    public string Equation => "Definition 1.4";

    public string Statement => "bounds of the Landau hierarchy by the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input) =>
        input.Runs.Where(run => run.Particles.IsInfinite).SelectMany(run => DatumBounds.Rows(this, input, run, run.SolvesLandau, 1, 2));
}
