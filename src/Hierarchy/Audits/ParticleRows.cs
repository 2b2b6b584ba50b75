namespace Hierarchy.Audits;

/// <summary>The common part of the rows about particle systems.</summary>
internal static class ParticleRows
{
    /// <summary>The later time at which an estimate scores most.</summary>
    public static (SampledValue Value, int Time)? Worst(ParticleSeries series, string quantity, Func<SampledValue, double> score)
    {
        (SampledValue, int)? worst = null;
        double largest = double.NegativeInfinity;
        for (int time = 1; time < series.Times.Length; time++)
        {
            if (series.Find(time, quantity) is { } value && score(value) > largest)
                (worst, largest) = ((value, time), score(value));
        }
        return worst;
    }

    /// <summary>left &lt;= right of a particle system.</summary>
    public static AuditRow Row(IAuditStatement statement, string part, ParticleSeries series, int time, double left, double right, double floor, bool isTheorem, string note) =>
        statement.Inequality(part, null, (series.Times[time], series.Times[time]), left, right, floor, isTheorem, note)
            with
        { Model = series.Model, Particles = series.Particles };
}
