namespace Hierarchy.Analysis;

/// <summary>What an interval of a slope is.</summary>
public enum SlopeInterval
{
    /// <summary>There is none: fewer than three points.</summary>
    None,

    /// <summary>Points without statistical errors: the slopes at infinity that the corrections in 1/N leave possible.</summary>
    Extrapolation,

    /// <summary>Points with known standard errors: it contains the slope in 95 of 100 repetitions.</summary>
    Confidence,
}

/// <summary>
/// A power law with its corrections, q = constant N^slope (1 + correction/N + O(1/N^2)), through points weighted by their errors; see <see cref="SlopePosterior"/>.
/// </summary>
/// <param name="Slope">The slope for N to infinity.</param>
/// <param name="Lower">The lower end of the 95 % interval; NaN without one.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Interval">What the interval is.</param>
/// <param name="Constant">The factor in front.</param>
/// <param name="Correction">The coefficient of 1/N.</param>
/// <param name="LocalSlopes">log(q_{k+1}/q_k)/log(N_{k+1}/N_k), in increasing N.</param>
/// <param name="Points">The number of points.</param>
public sealed record RateFit(
    double Slope, double Lower, double Upper, SlopeInterval Interval, double Constant, double Correction, IReadOnlyList<double> LocalSlopes, int Points)
{
    private const int FewestForInterval = 3;

    /// <summary>Fits positive values at increasing N; null with fewer than two points. Two points have their local slope and no correction.</summary>
    /// <param name="numbers">N.</param>
    /// <param name="values">The values.</param>
    /// <param name="errors">The errors of the values; 0 where none is known.</param>
    /// <param name="areStatistical">Whether every error is a standard error.</param>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public static RateFit? Of(double[] numbers, double[] values, double[] errors, bool areStatistical)
    {
        if (numbers.Length != values.Length || errors.Length != values.Length)
            throw new ArgumentException("as many values and errors as numbers are needed", nameof(values));
        int count = values.Length;
        if (count < 2)
            return null;
        double[] logarithms = [.. values.Select(value => Math.Log(value))], relative = [.. errors.Zip(values, (error, value) => error / value)];
        double[] local = [.. Enumerable.Range(0, count - 1).Select(k => (logarithms[k + 1] - logarithms[k]) / Math.Log(numbers[k + 1] / numbers[k]))];
        if (count < FewestForInterval)
            return new RateFit(local[0], double.NaN, double.NaN, SlopeInterval.None, values[0] / Math.Pow(numbers[0], local[0]), 0, local, count);
        SlopePosterior posterior = new(numbers, logarithms, relative, areStatistical);
        return new RateFit(
            posterior.Quantile(0.5), posterior.Quantile(0.025), posterior.Quantile(0.975), areStatistical ? SlopeInterval.Confidence : SlopeInterval.Extrapolation,
            Math.Exp(posterior.LogConstant), posterior.Correction, local, count);
    }
}
