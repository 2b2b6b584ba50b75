namespace Hierarchy.Diagnostics;

/// <summary>
/// Sums over decade shells completed by a model of the tail below the noise. There f itself is noise, but its sum is not: what the tail holds of the mass
/// is known to rounding. The tail counts with that mass times the mean of log f, or of |grad log f|^2, continued linearly from the last two kept shells; for
/// Maxwellian tails both means are linear in the depth. What changes when one shell less is kept estimates the error.
/// </summary>
internal static class ShellTail
{
    /// <summary>The completed sum.</summary>
    /// <param name="values">The sums by shells.</param>
    /// <param name="reference">The sums by shells of f times the quantity whose mean is continued.</param>
    /// <param name="mass">The sums by shells of f.</param>
    /// <param name="moved">The sums by shells of the function that carries the tail, and its total: f itself, or g.</param>
    /// <param name="total">The total of that function over all points.</param>
    /// <param name="kept">The number of shells above the noise.</param>
    public static double Sum(double[] values, double[] reference, double[] mass, double[] moved, double total, int kept)
    {
        double outside = total - DecadeShells.Sum(moved, kept);
        return DecadeShells.Sum(values, kept) + outside * TailMean(reference, mass, kept);
    }

    /// <summary>
    /// The change of the completed sum when one shell less is kept; with two shells, which leave no line to continue then, the effect of the slope;
    /// with one, the whole sum.
    /// </summary>
    public static double Sensitivity(double[] values, double[] reference, double[] mass, double[] moved, double total, int kept)
    {
        double outside = total - DecadeShells.Sum(moved, kept);
        return kept switch
        {
            1 => Math.Abs(values[0]) + Math.Abs(outside * TailMean(reference, mass, 1)),
            2 => Math.Abs(outside * (TailMean(reference, mass, 2) - Mean(reference, mass, 1))),
            _ => Math.Abs(Sum(values, reference, mass, moved, total, kept) - Sum(values, reference, mass, moved, total, kept - 1)),
        };
    }

    private static double TailMean(double[] reference, double[] mass, int kept)
    {
        double last = Mean(reference, mass, kept - 1), before = kept > 1 ? Mean(reference, mass, kept - 2) : last;
        return 2 * last - before;
    }

    private static double Mean(double[] reference, double[] mass, int shell) => mass[shell] > 0 ? reference[shell] / mass[shell] : 0;
}
