using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>(1.6): the non-conservative particles keep momentum and energy in the mean; the largest drift of the means in units of its errors.</summary>
internal sealed class ParticleMeans : IAuditStatement
{
    /// <summary>Standard errors of the largest of some tens of drifts.</summary>
    private const double Deviations = 4.5;

    public string Equation => "(1.6)";

    public string Statement => "momentum and energy in the mean";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (ParticleSeries series in input.Samples.Where(series => series.System == ParticleSystem.NonConservative))
        {
            foreach (string quantity in ((string[])["momentum_x", "momentum_y", "momentum_z", "energy"]).Where(name => series.Find(0, name) is not null))
            {
                SampledValue first = series.Find(0, quantity)!.Value;
                if (input.Kernel.HeatingRate(input.Grid.Dimension, 1) > 0 && quantity == "energy")
                    continue;
                if (ParticleRows.Worst(series, quantity, value => Math.Abs(value.Value - first.Value) / Math.Max(Error(first, value), 1e-300)) is not { } worst)
                    continue;
                double error = Error(first, worst.Value);
                yield return ParticleRows.Row(this, quantity, series, worst.Time, Math.Abs(worst.Value.Value - first.Value), error, 0, true,
                    "right: 4.5 standard errors, and the error of the step");
            }
        }
    }

    private static double Error(SampledValue first, SampledValue now) =>
        Deviations * Math.Sqrt(first.StandardError * first.StandardError + now.StandardError * now.StandardError) + now.StepError + 1e-12;
}
