using System.Globalization;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>(1.6): the non-conservative particles keep momentum and energy in the mean; the largest drift of the means in units of its errors.</summary>
internal sealed class ParticleMeans : IAuditStatement
{
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
                if (ParticleRows.Worst(series, quantity, value => Math.Abs(value.Value - first.Value) / Math.Max(Error(series, first, value), 1e-300)) is not { } worst)
                    continue;
                double error = Error(series, first, worst.Value);
                yield return ParticleRows.Row(this, quantity, series, worst.Time, Math.Abs(worst.Value.Value - first.Value), error, 0, true,
                    string.Create(CultureInfo.InvariantCulture, $"right: {series.Deviations:F1} standard errors, and the error of the step"));
            }
        }
    }

    private static double Error(ParticleSeries series, SampledValue first, SampledValue now) =>
        series.Deviations * Math.Sqrt(first.StandardError * first.StandardError + now.StandardError * now.StandardError) + now.StepError + 1e-12;
}
