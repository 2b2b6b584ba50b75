namespace Hierarchy.Particles;

/// <summary>
/// The errors of the step of estimates at one output time, from the differences that <see cref="StepStudy"/> gathered: with D the mean difference, s its
/// standard error and R that of <see cref="StepStudy.Extrapolation"/>, R max(S |D|, |D| + t s), S the factor of safety, t the quantile that a standard
/// deviation from so few blocks needs for 95 %.
/// </summary>
internal sealed class StepErrors
{
    /// <summary>Blocks for each control variate from which on differences are regressed.</summary>
    private const int BlocksPerControl = 4;

    private readonly BlockStatistics _statistics;
    private readonly RegressionEstimator _estimator;
    private readonly bool _isExact;
    private readonly double _extrapolation, _safety;

    /// <summary>Prepares the errors of one output time.</summary>
    public StepErrors(ParticleOptions options, int timeIndex, BlockStatistics statistics)
    {
        _statistics = statistics;
        _isExact = StepStudy.IsExact(options);
        (_extrapolation, _safety) = (StepStudy.Extrapolation(options, timeIndex), StepStudy.SafetyOf(options));
        _estimator = new RegressionEstimator(statistics, BlocksPerControl);
    }

    /// <summary>The error of the step of result i; 0 where the scheme has none, NaN from fewer than two blocks.</summary>
    public double Of(int i)
    {
        if (_isExact)
            return 0;
        (double difference, double error) = _estimator.Estimate(i);
        return Bound(difference, error, _estimator.DegreesOfFreedom);
    }

    /// <summary>
    /// That of a squared distance sum_i w_i d_i^2 of values d that the step moves by b: of 2 sum_i w_i d_i b_i, with a standard error from groups of blocks, and
    /// of sum_i w_i b_i^2.
    /// </summary>
    /// <param name="at">The first of the results.</param>
    /// <param name="weights">A weight for every two results.</param>
    /// <param name="values">d.</param>
    public double OfDistance(int at, double[] weights, ReadOnlySpan<double> values)
    {
        if (_isExact)
            return 0;
        int groups = (int)Math.Min(_statistics.Count, BlockStatistics.Groups);
        if (groups < 2)
            return double.NaN;
        double[] parts = new double[groups];
        double linear = 0, square = 0, spread = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double factor = 2 * weights[i / 2] * values[i], mean = _statistics.Y[at + i] / _statistics.Count;
            linear += factor * mean;
            square += weights[i / 2] * mean * mean;
            for (int g = 0; g < groups; g++)
                parts[g] += factor * _statistics.GroupY(g)[at + i] / _statistics.GroupCount(g);
        }
        foreach (double part in parts)
            spread += (part - linear) * (part - linear);
        double safe = _safety * _extrapolation;
        return Bound(linear, Math.Sqrt(spread / groups / (groups - 1)), groups - 1) + safe * safe * square;
    }

    /// <summary>The 97.5 % point of Student's law to 2 %, by the expansion in the inverse number of degrees of freedom.</summary>
    internal static double Quantile(double degrees)
    {
        const double z = 1.959964;
        double n = Math.Max(1, degrees), z3 = z * z * z, z5 = z3 * z * z;
        return degrees < 3 ? (degrees < 2 ? 12.706 : 4.303)
            : z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) + (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
    }

    private double Bound(double difference, double error, double degrees) =>
        _extrapolation * Math.Max(_safety * Math.Abs(difference), Math.Abs(difference) + Quantile(degrees) * error);
}
