using System.Globalization;
using Hierarchy.Analysis;

namespace Hierarchy.Cli.Plots;

/// <summary>Slopes in N in words.</summary>
internal static class Slopes
{
    /// <summary>What an interval is; empty without one.</summary>
    public static string Name(SlopeInterval interval) => interval switch
    {
        SlopeInterval.Confidence => "95 % confidence",
        SlopeInterval.Extrapolation => "extrapolation",
        _ => "",
    };

    /// <summary>The slopes between neighbouring N.</summary>
    public static string Local(RateFit fit) => string.Join(' ', fit.LocalSlopes.Select(slope => slope.ToString("F3", CultureInfo.InvariantCulture)));

    /// <summary>[lower, upper] with the digits that tell the ends apart; empty without an interval.</summary>
    public static string Range(RateFit fit)
    {
        if (fit.Interval == SlopeInterval.None)
            return "";
        string format = "F" + Digits(fit.Upper - fit.Lower);
        return $"[{fit.Lower.ToString(format, CultureInfo.InvariantCulture)}, {fit.Upper.ToString(format, CultureInfo.InvariantCulture)}]";
    }

    /// <summary>The slope with the digits of its interval, three without one.</summary>
    public static string Value(RateFit fit) =>
        fit.Slope.ToString("F" + (fit.Interval == SlopeInterval.None ? 3 : Digits(fit.Upper - fit.Lower)), CultureInfo.InvariantCulture);

    /// <summary>Two digits of the width.</summary>
    private static int Digits(double width) => Math.Clamp(1 - (int)Math.Floor(Math.Log10(Math.Max(width, 1e-9))), 2, 6);
}
