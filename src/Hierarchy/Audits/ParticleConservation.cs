using System.Globalization;
using Hierarchy.Particles;

namespace Hierarchy.Audits;

/// <summary>
/// (1.5): the particles keep momentum and energy path by path. The estimates of the mean drifts of the two-particle invariants, which are mean squares of the
/// total momentum and energy of a replica, and their standard errors, which are the spread over the replicas, both vanish to round-off.
/// </summary>
/// <remarks>That the particles are exchangeable is <see cref="ParticleExchange"/>.</remarks>
internal sealed class ParticleConservation : IAuditStatement
{
    /// <summary>Round-off of many steps, relative to the size of the invariant.</summary>
    private const double RoundOff = 1e-9;

    public string Equation => "(1.5)";

    public string Statement => "momentum and energy path by path";

    public IEnumerable<AuditRow> Evaluate(AuditInput input)
    {
        foreach (ParticleSeries series in input.Samples.Where(series => series.System == ParticleSystem.Conservative))
        {
            foreach (string quantity in (string[])["invariant_momentum", "invariant_energy"])
            {
                if (ParticleRows.Worst(series, quantity, value => Math.Abs(value.Value) + value.StandardError) is not { } worst || series.Find(0, "energy") is not { } energy)
                    continue;
                double size = series.Particles.Value * (quantity == "invariant_momentum" ? energy.Value : energy.Value * energy.Value);
                string note = string.Create(CultureInfo.InvariantCulture, $"left: mean drift {worst.Value.Value:E1} and its standard error "
                    + $"{worst.Value.StandardError:E1} over the replicas; right: round-off of {size:G3}");
                yield return ParticleRows.Row(this, quantity == "invariant_momentum" ? "total momentum" : "total energy", series, worst.Time,
                    Math.Abs(worst.Value.Value) + worst.Value.StandardError, RoundOff * size, 0, true, note);
            }
        }
    }
}
