using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Equations;
using Hierarchy.Kernels;

namespace Hierarchy.Audits;

/// <summary>
/// The datum of (2.19), f^{0,eps} = (f^0 * eta_eps + c) (1 - chi(eps |v|)) + chi(eps |v|) exp(-|v|^2), tends to f^0 in L1, with a Gaussian eta_eps of variance
/// eps^2 and c = eps^(d+3).
/// </summary>
/// <remarks>
/// The paper prints c = eps, whose mass over the ball |v| &lt; 2/eps grows like eps^(1-d), so that mass and energy would not stay bounded; eps^(d+3) lets both
/// vanish. The note has both masses.
/// </remarks>
internal sealed class RegularisedDatum : IAuditStatement
{
    private const int Steps = 4000;

    public string Equation => "(2.19)";

    public string Statement => "the regularised datum tends to the datum";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        if (input.Runs.Count == 0)
            yield break;
        AuditRun run = input.Runs[0];
        double speed = Math.Sqrt(GridMoments.Of(input.Grid, run.Density(0)).Temperature);
        double large = Distance(input, run, 0.4 * speed, out _, out _), small = Distance(input, run, 0.1 * speed, out double added, out double printed);
        string note = string.Create(CultureInfo.InvariantCulture, $"L1 distances at eps = 0.1 and, half of it to the right, 0.4 thermal speeds; mass added at the "
            + $"smaller {added:E1}, with c = eps as printed {printed:G3}");
        yield return this.Inequality("", run, run.At(0), small, large / 2, 1e-6, false, note);
    }

    /// <summary>|f^0 * eta - f^0|_1 on the grid, the mass of c, and what is beyond 1/eps.</summary>
    private static double Distance(AuditInput input, AuditRun run, double epsilon, out double added, out double printed)
    {
        int d = input.Grid.Dimension;
        double[] density = run.Density(0).ToArray(), mollified = [.. density];
        using (HeatFlow flow = new(input.Grid, 1))
            flow.Advance(mollified, epsilon * epsilon / 2);
        double difference = 0, ball = 0, tail = 0, surface = d == 2 ? 2 * Math.PI : 4 * Math.PI, step = 2 / epsilon / Steps;
        for (int i = 0; i < density.Length; i++)
            difference += input.Grid.CellVolume * (Math.Abs(mollified[i] - density[i]) + 2 * Cutoff(epsilon * Math.Sqrt(input.Grid.SpeedSquared(i))) * Math.Abs(mollified[i]));
        for (int k = 0; k < Steps; k++)
        {
            double r = (k + 0.5) * step, shell = surface * Math.Pow(r, d - 1) * step;
            ball += shell * (1 - Cutoff(epsilon * r));
            tail += shell * Cutoff(epsilon * r) * Math.Exp(-r * r);
        }
        (added, printed) = (Math.Pow(epsilon, d + 3) * ball, epsilon * ball);
        return difference + added + tail;
    }

    /// <summary>chi: 0 up to 1, 1 from 2 on, that of the cut-off kernel.</summary>
    private static double Cutoff(double x) => x <= 1 ? 0 : x >= 2 ? 1 : new CutoffRegularisation().Factor(x);
}
