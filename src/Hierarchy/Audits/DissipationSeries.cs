using Hierarchy.Diagnostics;

namespace Hierarchy.Audits;

/// <summary>The change of a functional over a run against the time integral of its rate, both with their errors.</summary>
internal static class DissipationSeries
{
    /// <summary>
    /// How many times the sum of the estimated errors counts as noise: in them three times the change from a coarser grid stands for an order that these singular sums,
    /// on few points, fall short of.
    /// </summary>
    public const double Safety = 3;

    /// <summary>The row change = integral of the rate; the floor is the sum of the errors times <paramref name="safety"/>.</summary>
    public static AuditRow Identity(
        IAuditStatement statement, string part, AuditInput input, AuditRun run, int[] times, Func<int, QuantityValue> functional, Func<int, QuantityValue> rate,
            bool isTheorem, string note, double safety = Safety)
    {
        if (times.Length < 3)
            return statement.NotApplicable(part, run, "needs three times");
        double[] at = [.. times.Select(time => run.Times[time])];
        QuantityValue first = functional(times[0]), last = functional(times[^1]);
        QuantityValue[] rates = [.. times.Select(rate)];
        (double integral, double rule) = TimeQuadrature.Integrate(at, [.. rates.Select(value => value.Value)]);
        double grid = TimeQuadrature.Weights(at, 2).Zip(rates, (weight, value) => Math.Abs(weight) * value.NoiseFloor).Sum();
        double floor = safety * (first.NoiseFloor + last.NoiseFloor + input.Tolerance * Math.Abs(first.Value) + rule + grid);
        return statement.Identity(part, run, (at[0], at[^1]), last.Value - first.Value, integral, floor, isTheorem, note);
    }

    /// <summary>The row term &lt;= 0, at the time at which the term is largest in units of its error.</summary>
    public static AuditRow Sign(IAuditStatement statement, string part, AuditRun run, int[] times, Func<int, QuantityValue> term, bool isTheorem, string note) => times
        .Select(time => (Value: term(time), Time: time))
        .Select(found => statement.Inequality(part, run, run.At(found.Time), found.Value.Value, 0, found.Value.NoiseFloor, isTheorem, note))
        .MinBy(row => row.Margin / Math.Max(row.Floor, 1e-300))!;
}
