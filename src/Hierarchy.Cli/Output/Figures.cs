using System.Globalization;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Output;

/// <summary>Numbers for people.</summary>
internal static class Figures
{
    /// <summary>Below this a number has an exponent.</summary>
    private const double SmallestPlain = 1e-3;

    /// <summary>From here on as well.</summary>
    private const double LargestPlain = 1e4;

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
    };

    /// <summary>A span of time, at least a second: shorter ones are not worth a digit.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 1 => "1 s",
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };

    /// <summary>A span of time between two bounds; one number where they print the same.</summary>
    public static string Duration(TimeRange range)
    {
        string least = Duration(range.Least), most = Duration(range.Most);
        if (least == most)
            return most;
        (string number, string unit) = (least[..least.LastIndexOf(' ')], least[least.LastIndexOf(' ')..]);
        return most.EndsWith(unit, StringComparison.Ordinal) && most[..most.LastIndexOf(' ')].All(c => char.IsAsciiDigit(c) || c == '.') ? $"{number} to {most}"
            : $"{least} to {most}";
    }

    /// <summary>Five decimals or three digits, in the form a table can hold.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return "-";
        double size = Math.Abs(value);
        string format = value == 0 ? "0" : size is >= 1e-3 and < 1e4 ? "F5" : "0.00e+00";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The digits of a value that hold, with the error of the last one in brackets, rounded up: 1.2365(3). A value that is certain to all its digits is printed
    /// as any number.
    /// </summary>
    public static string Certain(double value, double error)
    {
        if (!double.IsFinite(value) || !(error > 0) || !double.IsFinite(error))
            return Number(value);
        double size = Math.Max(Math.Abs(value), error);
        bool hasExponent = size is < SmallestPlain or >= LargestPlain;
        int exponent = hasExponent ? (int)Math.Floor(Math.Log10(size)) : 0;
        double scale = Math.Pow(10, exponent);
        int digits = -(int)Math.Floor(Math.Log10(error / scale));
        double last = Math.Ceiling(error / scale * Math.Pow(10, digits) - 1e-9);
        if (last > 9)
            (last, digits) = (1, digits - 1);
        (int most, int all) = size < SmallestPlain ? (1, 2) : (4, 5);
        if (digits > all)
            return Number(value);
        if (digits > most)
            (last, digits) = (1, most);
        // Of an error above one the brackets hold all digits.
        string bracket = (digits >= 0 ? last : last * Math.Pow(10, -digits)).ToString("F0", CultureInfo.InvariantCulture);
        string mantissa = (value / scale).ToString($"F{Math.Max(0, digits)}", CultureInfo.InvariantCulture);
        return $"{mantissa}({bracket})" + (hasExponent ? "e" + exponent.ToString(CultureInfo.InvariantCulture) : "");
    }

    /// <summary>The order of magnitude of something that ought to be nothing.</summary>
    public static string Magnitude(double value) => !double.IsFinite(value) ? "-" : value == 0 ? "0" : Math.Abs(value).ToString("0e+00", CultureInfo.InvariantCulture);
}

/// <summary>A value with its error, of which tables for people show the digits that hold, 1.2365(3), and files every digit.</summary>
/// <param name="Value">The value.</param>
/// <param name="Error">Its error, of sample, discretisation and noise together; 0 or not a number where none is known.</param>
internal readonly record struct Measured(double Value, double Error)
{
    /// <summary>Whether the value is no larger than its error, so that not even its sign holds.</summary>
    public bool IsBelowError => Error > 0 && Math.Abs(Value) <= Error;

    /// <summary>The digits that hold.</summary>
    public override string ToString() => Figures.Certain(Value, Error);
}
