namespace Hierarchy.Audits;

/// <summary>
/// The integral of a function known at output times: on every interval the polynomial through the nearest four times is integrated exactly, so that the
/// error is of the fourth order in the spacing, whatever the times. With fewer than four times all of them are used.
/// </summary>
internal static class TimeQuadrature
{
    /// <summary>The weights of the rule on times[0] to times[^1].</summary>
    /// <param name="times">Increasing, at least two.</param>
    /// <param name="nodes">How many times each polynomial passes through: 4, or fewer for a rule of lower order to compare with.</param>
    public static double[] Weights(ReadOnlySpan<double> times, int nodes = 4)
    {
        double[] weights = new double[times.Length];
        int used = Math.Min(nodes, times.Length);
        for (int i = 0; i + 1 < times.Length; i++)
        {
            int first = Math.Clamp(i - (used - 1) / 2, 0, times.Length - used);
            double middle = (times[i] + times[i + 1]) / 2, half = (times[i + 1] - times[i]) / 2;
            // Gauss's rule of two points is exact for cubics.
            foreach (double sign in (ReadOnlySpan<double>)[-1, 1])
                AddLagrange(times.Slice(first, used), middle + sign * half / Math.Sqrt(3), half, weights.AsSpan(first, used));
        }
        return weights;
    }

    /// <summary>
    /// The integral, and its error: the larger of the difference to the rule of one order less and of a third of that to the same rule on every second time, as
    /// for a rule of second order, which is what is left of the order where the values change much between two times.
    /// </summary>
    public static (double Value, double Floor) Integrate(ReadOnlySpan<double> times, ReadOnlySpan<double> values)
    {
        double[] fine = Weights(times), coarse = Weights(times, Math.Min(3, times.Length - 1));
        double sum = 0, difference = 0;
        for (int k = 0; k < values.Length; k++)
        {
            sum += fine[k] * values[k];
            difference += (fine[k] - coarse[k]) * values[k];
        }
        return (sum, Math.Max(Math.Abs(difference), Math.Abs(sum - EverySecond(times, values)) / 3));
    }

    /// <summary>The rule on every second time and the last.</summary>
    private static double EverySecond(ReadOnlySpan<double> times, ReadOnlySpan<double> values)
    {
        List<double> fewer = [], kept = [];
        for (int k = 0; k < times.Length; k++)
        {
            if (k % 2 == 0 || k == times.Length - 1)
            {
                fewer.Add(times[k]);
                kept.Add(values[k]);
            }
        }
        return Weights(fewer.ToArray()).Zip(kept, (weight, value) => weight * value).Sum();
    }

    private static void AddLagrange(ReadOnlySpan<double> nodes, double at, double factor, Span<double> weights)
    {
        for (int k = 0; k < nodes.Length; k++)
        {
            double basis = factor;
            for (int m = 0; m < nodes.Length; m++)
                basis *= m == k ? 1 : (at - nodes[m]) / (nodes[k] - nodes[m]);
            weights[k] += basis;
        }
    }
}
