using System.Globalization;

namespace Hierarchy.Audits;

/// <summary>
/// (1.5), (1.6): the law of the particles is exchangeable. Mean squares and products of their displacements V_i(t) - V_i(0) and |V_i|^4 of one particle, of half of
/// them, of one pair and of the pairs (1,2), (3,4), ... equal those of all, the worst time each; a particle or a pair that collides more often than others moves farther.
/// </summary>
internal sealed class ParticleExchange : IAuditStatement
{
    /// <summary>Round-off of sums over steps, relative to the mean.</summary>
    private const double RoundOff = 1e-12;

    private static readonly (string Quantity, string Of, string Part)[] Parts =
    [
        ("exchange_first", "displacement", "E|V_1(t) - V_1(0)|^2 and that of all"),
        ("exchange_halves", "displacement", "the same of the first half and of the last"),
        ("exchange_fourth", "fourth_moment", "E|V_1|^4 and that of all"),
        ("exchange_first_pair", "displacement_pair", "product of the displacements of pair (1,2) and that of all pairs"),
        ("exchange_neighbours", "displacement_pair", "the same of the pairs (1,2), (3,4), ..."),
    ];

    public string Equation => "(1.5)";

    public string Covers => "(1.4), (1.5), (1.6)";

    public string Statement => "the particles are exchangeable";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (ParticleSeries series in input.Samples)
        {
            foreach ((string quantity, string of, string part) in Parts)
            {
                if (Worst(series, quantity, of) is { } worst)
                    yield return Row(series, part, worst.Difference, worst.All, worst.Time);
            }
        }
    }

    private static (SampledValue Difference, SampledValue All, int Time)? Worst(ParticleSeries series, string quantity, string of)
    {
        (SampledValue Difference, SampledValue, int)? worst = null;
        for (int time = 1; time < series.Times.Length; time++)
        {
            if (series.Find(time, quantity) is { } difference && series.Find(time, of) is { } all && (worst is null || Score(difference) > Score(worst.Value.Difference)))
                worst = (difference, all, time);
        }
        return worst;
    }

    private static double Score(SampledValue value) => Math.Abs(value.Value) / Math.Max(value.StandardError + value.StepError, 1e-300);

    private AuditRow Row(ParticleSeries series, string part, SampledValue difference, SampledValue all, int time)
    {
        double error = series.Deviations * difference.StandardError + difference.StepError + RoundOff * Math.Abs(all.Value);
        string note = string.Create(CultureInfo.InvariantCulture, $"right: that of all; difference {difference.Value:E1}, standard error {difference.StandardError:E1}, of which "
            + $"{series.Deviations:F1} count, error of the step {difference.StepError:E1}");
        return this.Identity(part, null, (series.Times[time], series.Times[time]), all.Value + difference.Value, all.Value, error, true, note)
            with
        { Model = series.Model, Particles = series.Particles };
    }
}
