using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>One quantity of one run over time.</summary>
/// <param name="Times">The output times that have a value, increasing.</param>
/// <param name="Values">The values.</param>
/// <param name="Errors">Their standard errors; 0 where there is none.</param>
/// <param name="Floors">The sizes below which the resolution does not support them; NaN where none is known.</param>
public sealed record TimeSeries(double[] Times, double[] Values, double[] Errors, double[] Floors)
{
    public int Count => Times.Length;

    public bool HasErrors => Array.Exists(Errors, error => error > 0);

    /// <summary>The finite values of a quantity; empty if there are none.</summary>
    internal static TimeSeries Of(ResultTable results, string model, ParticleNumber particles, string quantity)
    {
        ResultRow[] rows = [.. results.Times.Select(time => results.Find(model, particles, time, quantity)).OfType<ResultRow>().Where(row => double.IsFinite(row.Value))];
        return new TimeSeries(
            [.. rows.Select(row => row.Time)], [.. rows.Select(row => row.Value)],
            [.. rows.Select(row => double.IsNaN(row.StandardError) ? 0 : row.StandardError)], [.. rows.Select(row => row.NoiseFloor)]);
    }

    /// <summary>The difference at the times that both have; errors add in squares, floors in sum.</summary>
    public TimeSeries Less(TimeSeries other)
    {
        (int Mine, int Theirs)[] both = [.. Times.Select((time, i) => (i, Array.IndexOf(other.Times, time))).Where(pair => pair.Item2 >= 0)];
        return new TimeSeries(
            [.. both.Select(pair => Times[pair.Mine])],
            [.. both.Select(pair => Values[pair.Mine] - other.Values[pair.Theirs])],
            [.. both.Select(pair => double.Hypot(Errors[pair.Mine], other.Errors[pair.Theirs]))],
            [.. both.Select(pair => Sum(Floors[pair.Mine], other.Floors[pair.Theirs]))]);
    }

    /// <summary>|value - first value|, without the first, relative to <paramref name="scale"/>.</summary>
    public TimeSeries Drift(double scale) => new(
        Times[Math.Min(1, Count)..], [.. Values.Skip(1).Select(value => Math.Abs(value - Values[0]) / scale)], [.. Errors.Skip(1).Select(error => error / scale)],
        [.. Floors.Skip(1).Select(floor => floor / scale)]);

    /// <summary>The absolute values where they are not zero, for logarithmic axes.</summary>
    public TimeSeries Sizes()
    {
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => Values[i] != 0)];
        return new TimeSeries([.. kept.Select(i => Times[i])], [.. kept.Select(i => Math.Abs(Values[i]))], [.. kept.Select(i => Errors[i])], [.. kept.Select(i => Floors[i])]);
    }

    private static double Sum(double one, double other) => double.IsNaN(one) ? other : double.IsNaN(other) ? one : one + other;
}
