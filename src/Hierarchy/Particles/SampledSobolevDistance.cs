namespace Hierarchy.Particles;

/// <summary>
/// The squared negative Sobolev distance of f_{N,1}, or in the product norm of f_{N,2}, to a density, over the modes of <see cref="FourierModes"/>:
/// D^2 = sum_{k != 0} (1 + |k|^2)^(-s) |E exp(-i k.v_1) - reference_k|^2, each mode with its conjugate. Over (2L)^d it is the square of the norm in H^-s on
/// the box of the difference of the densities, without the modes beyond the largest.
/// </summary>
/// <param name="Squared">The estimate with the variance of the estimated modes subtracted: without bias, so it may be negative.</param>
/// <param name="StandardError">Its standard error, by the jackknife over groups of blocks.</param>
/// <param name="NoiseFloor">What was subtracted: the value that a distance of zero would seem to have.</param>
/// <param name="StepError">What the time step may have added, as in <see cref="Estimate"/>.</param>
internal readonly record struct SampledSobolevDistance(double Squared, double StandardError, double NoiseFloor, double StepError = double.NaN)
{
    /// <summary>The fewest groups of blocks that a standard error is taken from.</summary>
    private const int FewestGroups = 3;

    /// <summary>Whether the replicas tell the two densities apart at two standard errors.</summary>
    public bool IsResolved => Squared > 2 * StandardError;

    /// <summary>Computes it, from as many groups as have blocks; NaN for fewer than three blocks.</summary>
    /// <exception cref="ArgumentException">The reference has not two values a mode, or the order is negative.</exception>
    internal static SampledSobolevDistance Of(BlockStatistics statistics, int at, double[] weights, ReadOnlySpan<double> reference)
    {
        if (reference.Length != 2 * weights.Length)
            throw new ArgumentException("two values a mode", nameof(reference));
        double blocks = statistics.Count;
        if (blocks < FewestGroups)
            return new(double.NaN, double.NaN, double.NaN);
        // The square without bias is the mean over pairs of different groups of <d_g, d_h>, groups weighted by their blocks: of all pairs and of those
        // without one group.
        int groups = (int)Math.Min(blocks, BlockStatistics.Groups);
        double[] own = new double[groups], withTotal = new double[groups];
        double total = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double sum = statistics.Y[at + i] - blocks * reference[i], weight = weights[i / 2];
            total += weight * sum * sum;
            for (int g = 0; g < groups; g++)
            {
                double part = statistics.GroupY(g)[at + i] - statistics.GroupCount(g) * reference[i];
                own[g] += weight * part * part;
                withTotal[g] += weight * part * sum;
            }
        }
        double squares = own.Sum(), pairs = blocks * blocks;
        for (int g = 0; g < groups; g++)
            pairs -= statistics.GroupCount(g) * statistics.GroupCount(g);
        double value = (total - squares) / pairs, spread = 0;
        for (int g = 0; g < groups; g++)
        {
            double count = statistics.GroupCount(g), left = (total - squares - 2 * (withTotal[g] - own[g])) / (pairs - 2 * count * (blocks - count));
            spread += (left - value) * (left - value);
        }
        return new(value, Math.Sqrt(spread * (groups - 1) / groups), total / (blocks * blocks) - value);
    }

    /// <summary>2 (1 + |k|^2)^(-s) a mode.</summary>
    /// <exception cref="ArgumentException">The order is negative.</exception>
    internal static double[] SingleWeights(FourierModes modes, int dimension, double order) =>
        [.. modes.SingleModes(dimension).Select(mode => 2 * Weight(modes, mode, order))];

    /// <summary>(1 + |k|^2)^(-s) (1 + |q|^2)^(-s) a mode (k, q), times the number of different modes that exchange and conjugation make of it.</summary>
    /// <exception cref="ArgumentException">The order is negative.</exception>
    internal static double[] PairWeights(FourierModes modes, int dimension, double order)
    {
        var weights = new List<double>();
        foreach (int[] mode in modes.PairModes(dimension))
        {
            int[] first = mode[..dimension], second = mode[dimension..];
            bool isSame = first.AsSpan().SequenceEqual(second), isOpposite = first.Zip(second).All(pair => pair.First == -pair.Second);
            weights.Add((isSame || isOpposite ? 2 : 4) * Weight(modes, first, order) * Weight(modes, second, order));
        }
        return [.. weights];
    }

    private static double Weight(FourierModes modes, int[] mode, double order)
    {
        if (!(order >= 0))
            throw new ArgumentException("the order is not negative", nameof(order));
        double unit = Math.PI / modes.HalfWidth;
        return Math.Pow(1 + unit * unit * mode.Sum(m => (double)m * m), -order);
    }
}
