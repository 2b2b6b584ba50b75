using Hierarchy.Diagnostics;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// (2.29) and (2.30) step by step, for the law p of v1 - v2 under f_2 at the last time: Hoelder's inequality int_{|z|&lt;R} p/|z| &lt;= (int_{|z|&lt;R}
/// |z|^-3/2)^(2/3) |p|_L3, Sobolev's bound of |p|_L3 by the Fisher
/// information for d = 3, and int |grad p|^2/p &lt;= I_2(f_2), with the factor that the law of v1 - v2, which is not exchange symmetric with that of v1 + v2, needs.
/// </summary>
/// <remarks>
/// In w = z/sqrt 2, u(w) = 2^(d/2) p(sqrt 2 w): |u|_L3 = 2^(d/3) |p|_L3, X(u) = int |grad u|^2/u = 2 int |grad p|^2/p, and X(u) &lt;= 2 I_2. Sobolev, d = 3:
/// |u|_L3 &lt;= K^2 X(u)/4 (<see cref="SingularConstants"/>).
/// </remarks>
internal sealed class SingularSteps : IAuditStatement
{
    private const double TwoGrids = 3;

    public string Equation => "(2.30)";

    public string Covers => "(2.29), (2.30)";

    public string Statement => "steps of the bound of int f_2/|v1-v2|";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (AuditRun run in input.Runs)
        {
            if (run.PairTimes is not [.., int last])
            {
                yield return this.NotApplicable("", run, "f_2 was not kept");
                continue;
            }
            if (!DifferenceLaw.Supports(input.Grid) || input.CoarseGrid is not { } coarse || !DifferenceLaw.Supports(coarse))
            {
                yield return this.NotApplicable("", run, "no grid of twice as many points");
                continue;
            }
            foreach (AuditRow row in Rows(input, run, last))
                yield return row;
        }
    }

    private IEnumerable<AuditRow> Rows(AuditInput input, AuditRun run, int time)
    {
        int d = input.Grid.Dimension;
        (double[] density, PairCorrelation? correlation) = input.Coarse(run, time);
        DifferenceLaw fine = DifferenceLaw.Of(input.Grid, run.Density(time), run.Correlation(time)), other = DifferenceLaw.Of(input.CoarseGrid!, density, correlation);
        double radius = Math.Min(3 * SplitRuns.RelativeSpeed(input), 2 * input.Grid.HalfWidth);
        double surface = d == 2 ? 2 * Math.PI : 4 * Math.PI, weight = Math.Pow(surface * Math.Pow(radius, d - 1.5) / (d - 1.5), 2.0 / 3);
        bool isDensity = input.Values<PairFunctionals>(run, time, false)["negative_mass_f2"].Value < Subadditivity.SmallNegativeMass;
        (double inverse, double cubic, double fisher) = (fine.Inverse(radius), fine.Cubic(radius), fine.Fisher);
        double inverseError = TwoGrids * Math.Abs(inverse - other.Inverse(radius)), cubicError = TwoGrids * Math.Abs(cubic - other.Cubic(radius)),
            fisherError = TwoGrids * Math.Abs(fisher - other.Fisher);
        string where = FormattableString.Invariant($"|v1-v2| < {radius:G3}");
        yield return this.Inequality("Hoelder", run, run.At(time), inverse, weight * cubic, inverseError + weight * cubicError, isDensity, where);
        if (d == 3)
        {
            double sobolev = SingularConstants.SobolevSquared / 4;
            yield return this.Inequality("Sobolev", run, run.At(time), 2 * cubic, sobolev * 2 * fisher, 2 * cubicError + sobolev * 2 * fisherError, isDensity, where);
        }
        QuantityValue whole = input.Quantity<PairFisher>(run, time, "fisher_2");
        yield return this.Inequality("Fisher information of v1 - v2", run, run.At(time), fisher, whole.Value, fisherError + whole.NoiseFloor, isDensity,
            "(2.29): the rotation keeps it; with the factor 2 that I_1 <= I_2 needs here");
    }
}
