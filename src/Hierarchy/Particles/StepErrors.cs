namespace Hierarchy.Particles;

/// <summary>
/// The errors of the step of estimates at one output time, from the differences that <see cref="StepStudy"/> gathered: with D the mean difference, s its
/// standard error and R that of <see cref="StepStudy.Extrapolation"/>, R max(3 |D|, |D| + t s), t the quantile that a standard deviation from so few blocks needs for 95 %.
/// </summary>
internal sealed class StepErrors
{
    /// <summary>Blocks for each control variate from which on differences are regressed.</summary>
    private const int BlocksPerControl = 4;

    private readonly BlockStatistics _statistics;
    private readonly RegressionEstimator _estimator;
    private readonly bool _isExact;
    private readonly double _extrapolation;

    /// <summary>Prepares the errors of one output time.</summary>
    public StepErrors(ParticleOptions options, int timeIndex, BlockStatistics statistics)
    {
        _statistics = statistics;
        _isExact = StepStudy.IsExact(options);
        _extrapolation = StepStudy.Extrapolation(options, timeIndex);
        _estimator = new RegressionEstimator(statistics, BlocksPerControl);
    }

    /// <summary>The error of the step of result i; 0 where the scheme has none, NaN from fewer than two blocks.</summary>
    public double Of(int i)
    {
        if (_isExact)
            return 0;
        (double difference, double error) = _estimator.Estimate(i);
        return _extrapolation * Math.Max(StepStudy.Safety * Math.Abs(difference), Math.Abs(difference) + Quantile(_estimator.DegreesOfFreedom) * error);
    }

    /// <summary>An upper end of the square root of sum_k w_k |bias of mode k|^2, with the same factors.</summary>
    public double DistanceOf(int at, double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < 2 * weights.Length; i++)
        {
            double error = Of(at + i);
            sum += weights[i / 2] * error * error;
        }
        return Math.Sqrt(sum);
    }

    /// <summary>The 97.5 % point of Student's law to 2 %, by the expansion in the inverse number of degrees of freedom.</summary>
    internal static double Quantile(double degrees)
    {
        const double z = 1.959964;
        double n = Math.Max(1, degrees), z3 = z * z * z, z5 = z3 * z * z;
        return degrees < 3 ? (degrees < 2 ? 12.706 : 4.303) : z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) + (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
    }

    /// <summary>Blocks of coupled replicas.</summary>
    public double Blocks => _statistics.Count;
}
