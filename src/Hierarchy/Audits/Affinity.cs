using Hierarchy.Diagnostics;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// After the paper: the entropy production of a pair, int 4 a |Pi (grad_1 - grad_2) log f_k|^2 f_k/4 at k = 2, does not decrease from f_{N,2} to f_{N,3}, and
/// for a mixture of products it is at most the weighted mean of those of its components, which it reaches as k grows; d = 2. The dissipation of the Fisher
/// information is compared in the same way, as a report.
/// </summary>
/// <remarks>
/// The production is convex and homogeneous of degree 1 in the pair density, and f_2 is the integral of f_3 over the third velocity, or of products over the
/// components: Jensen's inequality. For the Fisher dissipation see arXiv 2506.15795.
/// </remarks>
internal sealed class Affinity : IAuditStatement
{
    public string Equation => "affinity";

    public string Covers => "after the paper";

    public string Statement => "entropy production does not decrease with the level";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        if (input.Grid.Dimension != 2)
            yield break;
        foreach (AuditRun run in input.Runs)
        {
            if (run.PairTimes is not [.., int last] || !input.Values<FisherDissipationTerms>(run, last, false).ContainsKey(FisherDissipationTerms.Inside + "_2"))
                continue;
            if (run.Recorded(last, FisherDissipationTerms.Entropy + "_3") is { } three)
            {
                yield return Row(input, run, last, "entropy production at k = 2 and 3", FisherDissipationTerms.Entropy, 3 * -three.Value,
                    3 * Finite(three.NoiseFloor), run.SolvesLiouville);
                if (run.Recorded(last, FisherDissipationTerms.Inside + "_3") is { } inside)
                    yield return Row(input, run, last, "Fisher dissipation at k = 2 and 3", FisherDissipationTerms.Inside, 3 * -inside.Value,
                        3 * Finite(inside.NoiseFloor), false);
            }
            if (MixtureParts.Of(run) is not { Count: > 1 } parts)
                continue;
            foreach ((string part, string term, bool isTheorem) in (
                (string, string, bool)[])[("entropy production of a mixture", FisherDissipationTerms.Entropy, true),
                ("Fisher dissipation of a mixture", FisherDissipationTerms.Inside, false)])
            {
                QuantityValue[] components = [.. parts.Select(one => input.Quantity<FisherDissipationTerms>(one.Run, last, term + "_2"))];
                double mean = parts.Zip(components, (one, value) => one.Weight * -value.Value).Sum(),
                    error = parts.Zip(components, (one, value) => one.Weight * value.NoiseFloor).Sum();
                yield return Row(input, run, last, part, term, 4 * mean, 4 * error, isTheorem);
            }
        }
    }

    /// <summary>4 times the pair's term, the production of one pair, against the other.</summary>
    private AuditRow Row(AuditInput input, AuditRun run, int time, string part, string term, double right, double error, bool isTheorem)
    {
        QuantityValue pair = input.Quantity<FisherDissipationTerms>(run, time, term + "_2");
        double relative = pair.Value == 0 ? 1 : Math.Min(1, pair.NoiseFloor / Math.Abs(pair.Value));
        return this.Inequality(part, run, run.At(time), 4 * -pair.Value, right, 4 * pair.NoiseFloor + error + relative * Math.Abs(right), isTheorem,
            "production of one pair; right: the higher level, or the weighted mean of the components");
    }

    private static double Finite(double floor) => double.IsNaN(floor) ? 0 : floor;
}
