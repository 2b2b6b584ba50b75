using System.Globalization;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// Theorem 1.5, Proposition 3.3, (3.5), (3.6), (3.14), (3.15): the marginals tend to the Landau hierarchy as N grows, in L1 and in L^(d m/(d m - 2)) on bounded
/// sets and against test functions; the slope of each distance over the two largest N of a model, at the last time, m = 1 and 2. For chaotic data it is -1 to
/// first order; the paper has no rate, so the rows are reports.
/// </summary>
/// <remarks>
/// The bounded sets are balls of two and a half thermal speeds, where d m = 2 the power is 3 (any finite one is allowed). The error of a distance is what the
/// coarser grid changes; the next order in 1/N is part of the floor.
/// </remarks>
internal sealed class ConvergenceInN : IAuditStatement
{
    private const double TwoGrids = 3, Speeds = 2.5;

    public string Equation => "Theorem 1.5";

    public string Covers => "Theorem 1.5, Proposition 3.3, (3.5), (3.6), (3.14), (3.15)";

    public string Statement => "convergence of the marginals in N";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        if (input.Landau is not { } landau)
            yield break;
        foreach (IGrouping<string, AuditRun> model in input.Runs.Where(run => !run.Particles.IsInfinite && run.StartsChaotic && run.PairTimes.Length > 1)
            .GroupBy(run => run.Model))
        {
            AuditRun[] some = [.. model.OrderBy(run => run.Particles).TakeLast(2)];
            if (some.Length < 2 || !landau.Times.AsSpan().SequenceEqual(some[1].Times) || some[0].PairTimes[^1] != some[1].PairTimes[^1])
                continue;
            Distances[] fine = [.. some.Select(run => At(input, run, landau, false))], coarse = input.CoarseGrid is null ? []
                : [.. some.Select(run => At(input, run, landau, true))];
            for (int k = 0; k < fine[0].Values.Length; k++)
                yield return Rate(some, fine[0].Names[k], [.. fine.Select(one => one.Values[k])], coarse.Length == 0 ? null : [.. coarse.Select(one => one.Values[k])]);
        }
    }

    private AuditRow Rate(AuditRun[] runs, string part, double[] distance, double[]? coarse)
    {
        double ratio = Math.Log(runs[1].Particles.Value / runs[0].Particles.Value), slope = Math.Log(distance[1] / distance[0]) / ratio, error = 0;
        for (int k = 0; k < distance.Length; k++)
            error += coarse is null ? 1 : TwoGrids * Math.Abs(distance[k] - coarse[k]) / distance[k] / ratio;
        string note = string.Create(CultureInfo.InvariantCulture, $"left: the slope from N = {runs[0].Particles} to {runs[1].Particles}, {distance[0]:E2} to "
            + $"{distance[1]:E2}; the floor is the next order, 2/N of the smaller N, and the errors of both distances");
        AuditRow row = this.Identity(part, runs[1], runs[1].At(runs[1].PairTimes[^1]), slope, -1, 2 * runs[0].Particles.Inverse + error, false, note);
        // Convergence is what is stated; the rate is more.
        return row.Verdict == AuditVerdict.Violated && slope < -row.Floor / 2 ? row with { Verdict = AuditVerdict.Holds, Note = note + "; another rate than 1/N" } : row;
    }

    private static Distances At(AuditInput input, AuditRun run, AuditRun landau, bool coarse)
    {
        int time = run.PairTimes[^1];
        VelocityGrid grid = coarse ? input.CoarseGrid! : input.Grid;
        double[] reference = coarse ? input.Coarse(landau, time).Density : landau.Density(time).ToArray();
        (double[] density, PairCorrelation? correlation) = coarse ? input.Coarse(run, time) : (run.Density(time).ToArray(), run.Correlation(time));
        return Distances.Of(grid, input.TestFunctions[TermSeries.Function], Speeds * SplitRuns.RelativeSpeed(input) / Math.Sqrt(2), density, correlation, reference);
    }

    /// <summary>Distances of f_{N,1} and f_{N,2} to f and f x f.</summary>
    private sealed record Distances(string[] Names, double[] Values)
    {
        public static Distances Of(VelocityGrid grid, TestFunction function, double radius, double[] density, PairCorrelation? correlation, double[] reference)
        {
            int d = grid.Dimension;
            double[] weights = new double[grid.Size];
            bool[] inside = [.. Enumerable.Range(0, grid.Size).Select(i => grid.SpeedSquared(i) < radius * radius)];
            SampledTestFunction sampled = new(grid, function);
            for (int k = 0; k < sampled.Points.Length; k++)
                weights[sampled.Points[k]] = sampled.Values[k];
            double cell = grid.CellVolume, power = Power(d), both = Power(2 * d), one = 0, high = 0, weak = 0, pairOne = 0, pairHigh = 0, pairWeak = 0;
            double[] scratch = new double[correlation is null ? grid.Size : Math.Max(grid.Size, correlation.ScratchLength)];
            for (int i = 0; i < grid.Size; i++)
            {
                double difference = density[i] - reference[i];
                weak += cell * weights[i] * difference;
                if (!inside[i])
                    continue;
                (one, high) = (one + cell * Math.Abs(difference), high + cell * Math.Pow(Math.Abs(difference), power));
                ReadOnlySpan<double> row = correlation is null || correlation.IsZero ? [] : correlation.Row(i, scratch);
                for (int j = 0; j < grid.Size; j++)
                {
                    double pair = density[i] * density[j] + (row.IsEmpty ? 0 : row[j]) - reference[i] * reference[j];
                    pairWeak += cell * cell * weights[i] * weights[j] * pair;
                    if (inside[j])
                        (pairOne, pairHigh) = (pairOne + cell * cell * Math.Abs(pair), pairHigh + cell * cell * Math.Pow(Math.Abs(pair), both));
                }
            }
            string first = FormattableString.Invariant($"L^{power:G3}"), second = FormattableString.Invariant($"L^{both:G3}");
            return new(
                ["m = 1, L1 on a ball", $"m = 1, {first} on a ball", "m = 1, against a test function", "m = 2, L1 on a ball", $"m = 2, {second} on a ball",
                    "m = 2, against a test function"],
                [one, Math.Pow(high, 1 / power), Math.Abs(weak), pairOne, Math.Pow(pairHigh, 1 / both), Math.Abs(pairWeak)]);
        }

        private static double Power(int dimensions) => dimensions == 2 ? 3 : dimensions / (dimensions - 2.0);
    }
}
