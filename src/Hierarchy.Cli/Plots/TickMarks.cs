using System.Globalization;

namespace Hierarchy.Cli.Plots;

/// <summary>Where an axis has marks, and their words; on logarithmic axes positions are log10 of the quantity.</summary>
internal sealed record TickMarks(IReadOnlyList<(double Position, string Label)> Major, IReadOnlyList<double> Minor)
{
    private const int MostDecades = 6;

    /// <summary>Round numbers, about <paramref name="count"/> of them, between two bounds.</summary>
    public static TickMarks Linear(double least, double most, int count = 5)
    {
        double step = Step((most - least) / count);
        var major = new List<(double, string)>();
        for (double k = Math.Ceiling(least / step - 1e-9); k * step <= most + 1e-9 * step; k++)
            major.Add((k * step, Number(k * step, step)));
        return new TickMarks(major, []);
    }

    /// <summary>Decades, every second or third one if there are many, with 2 and 5 between if there are few.</summary>
    public static TickMarks Logarithmic(double least, double most)
    {
        int first = (int)Math.Floor(least), last = (int)Math.Ceiling(most);
        int stride = Math.Max(1, (int)Math.Ceiling((most - least) / MostDecades));
        double[] labelled = most - least < 0.8 ? [1, 1.5, 2, 3, 4, 5, 7] : most - least < 1.7 ? [1, 2, 5] : [1];
        var major = new List<(double, string)>();
        var minor = new List<double>();
        for (int decade = first; decade <= last; decade++)
        {
            major.AddRange(labelled.Where(_ => decade % stride == 0).Select(digit => (decade + Math.Log10(digit), Power(digit, decade))));
            minor.AddRange(Enumerable.Range(2, 8).Where(_ => stride == 1).Select(digit => decade + Math.Log10(digit)));
        }
        return new TickMarks([.. major.Where(tick => IsWithin(tick.Item1, least, most))], [.. minor.Where(position => IsWithin(position, least, most))]);
    }

    /// <summary>A number as people write it: 0.05, 2e−4.</summary>
    public static string Number(double value, double step)
    {
        if (Math.Abs(value) < 1e-9 * step)
            return "0";
        int decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - 1e-9));
        if (decimals <= 3 && Math.Abs(value) < 1e5)
            return value.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
        int decade = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        return Power(value / Math.Pow(10, decade), decade, Math.Max(0, decade + decimals));
    }

    /// <summary>digit e decade with so many decimals of the digit, as a plain number where that is short.</summary>
    public static string Power(double digit, int decade, int decimals = 2)
    {
        if (decade is >= -2 and <= 3)
            return (digit * Math.Pow(10, decade)).ToString("0.#####" + new string('#', decimals), CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
        // Raised exponents are too small to be read on a telephone.
        string factor = digit.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return $"{factor}e{decade.ToString(CultureInfo.InvariantCulture)}".Replace("-", "−", StringComparison.Ordinal);
    }

    private static double Step(double rough)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / decade;
        return decade * (digit < 1.5 ? 1 : digit < 3 ? 2 : digit < 7 ? 5 : 10);
    }

    private static bool IsWithin(double position, double least, double most) => position >= least - 1e-9 && position <= most + 1e-9;
}
