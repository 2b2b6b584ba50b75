namespace Hierarchy.Cli.Plots;

/// <summary>The bounds of an axis in its own coordinate: log10 of the quantity if logarithmic.</summary>
internal readonly record struct AxisRange(double Least, double Most, bool IsLogarithmic)
{
    /// <summary>The share of the range that stays free at either end.</summary>
    private const double Margin = 0.05;

    /// <summary>Round-off, below which a logarithmic axis does not go.</summary>
    private const double LeastDecade = -17;

    public double Length => Most - Least;

    /// <summary>The bounds of some values, with a margin; a range around a single value.</summary>
    public static AxisRange Of(IEnumerable<double> values, bool isLogarithmic)
    {
        double[] known = [.. values.Select(value => Position(value, isLogarithmic)).Where(double.IsFinite)];
        if (known.Length == 0)
            return new AxisRange(isLogarithmic ? -1 : 0, isLogarithmic ? 0 : 1, isLogarithmic);
        double least = known.Min(), most = known.Max();
        double narrow = isLogarithmic ? 0.3 : Math.Max(1e-12, 1e-4 * Math.Max(Math.Abs(least), Math.Abs(most)));
        if (most - least < narrow)
            (least, most) = (least - narrow / 2, most + narrow / 2);
        double margin = Margin * (most - least);
        return new AxisRange(least - margin, most + margin, isLogarithmic);
    }

    /// <summary>Where a value lies; NaN for what a logarithmic axis does not have.</summary>
    public static double Position(double value, bool isLogarithmic) =>
        !isLogarithmic ? value : value > 0 && double.IsFinite(value) ? Math.Max(Math.Log10(value), LeastDecade) : double.NaN;

    public TickMarks Ticks(int count) => IsLogarithmic ? TickMarks.Logarithmic(Least, Most) : TickMarks.Linear(Least, Most, count);
}
