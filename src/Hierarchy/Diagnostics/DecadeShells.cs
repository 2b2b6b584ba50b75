namespace Hierarchy.Diagnostics;

/// <summary>
/// Sums of logarithmic integrands kept apart by the size of the density: shell k holds the points with
/// 10^-(k+1) &lt; f / max f &lt;= 10^-k, k = 0..13; smaller and negative values are left out.
/// </summary>
/// <remarks>
/// A density on a grid has truncation noise in its tails, negative values among it, and f log f or |grad f|^2 / f of noise is noise, enlarged.
/// One visit to the data fills all shells; the level from which on values count is chosen afterwards, and what the last kept shell
/// contributes measures how much the result depends on that choice.
/// </remarks>
internal static class DecadeShells
{
    /// <summary>The number of shells: nothing below 1e-14 max f is used, which is double precision's own noise.</summary>
    public const int Count = 14;

    /// <summary>The index of a point that belongs to no shell.</summary>
    public const int Outside = Count;

    /// <summary>The shells that always count in <see cref="Decaying"/>: f &gt; 1e-2 max f.</summary>
    public const int Core = 2;

    /// <summary>How far above the most negative value a shell must lie: noise has both signs and its extremes are not sampled exactly.</summary>
    private const double NoiseFactor = 4;

    private const double InverseLog10 = 0.43429448190325182765;

    /// <summary>The shell of a value whose logarithm lies <paramref name="depth"/> below that of the maximum.</summary>
    public static int OfDepth(double depth)
    {
        double decades = depth * InverseLog10;
        return !(decades < Count) ? Outside : decades <= 0 ? 0 : (int)decades;
    }

    /// <summary>The shell of <paramref name="value"/>; <see cref="Outside"/> for values that are not positive.</summary>
    public static int Of(double value, double maximum) => value > 0 ? OfDepth(Math.Log(maximum / value)) : Outside;

    /// <summary>The number of shells that lie above the noise, which is judged from the most negative value; at least 1.</summary>
    public static int AboveNoise(double minimum, double maximum)
    {
        if (minimum >= 0)
            return Count;
        double decades = Math.Log10(maximum / (NoiseFactor * -minimum));
        return Math.Clamp(double.IsNaN(decades) ? 1 : (int)Math.Floor(decades), 1, Count);
    }

    /// <summary>
    /// The number of shells to keep of a relative functional with a non-negative integrand, such as mutual information: its true
    /// contributions fall from shell to shell as the mass does, those of noise e grow like e^2/f. Starting from the core f &gt; 1e-2 max f,
    /// shells are taken in until the next one contributes more than the last.
    /// </summary>
    public static int Decaying(ReadOnlySpan<double> contributions, int limit)
    {
        int kept = Math.Min(Core, limit);
        while (kept < limit && Math.Abs(contributions[kept]) <= Math.Abs(contributions[kept - 1]))
            kept++;
        return kept;
    }

    /// <summary>The sum of the first <paramref name="kept"/> shells.</summary>
    public static double Sum(ReadOnlySpan<double> contributions, int kept)
    {
        double sum = 0;
        for (int k = kept - 1; k >= 0; k--)
            sum += contributions[k];
        return sum;
    }
}
