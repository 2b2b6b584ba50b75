namespace Hierarchy.Particles;

/// <summary>A number that was estimated from samples.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error over independent blocks of replicas; NaN below two blocks.</param>
/// <param name="StepError">
/// What the time step may have added to its expectation, an absolute size: three times the difference to vanishing steps that coupled runs with half the step
/// suggest, or its upper end at 95 % where that is more; 0 where the scheme has no such error, NaN where it is not known.
/// </param>
internal readonly record struct Estimate(string Name, double Value, double StandardError, double StepError = double.NaN);

/// <summary>
/// Means with standard errors, with or without regression on control variates: E[Y] ~ mean(Y) - b mean(X), b = Cov(Y, X) Cov(X, X)^-1, for X of expectation zero.
/// The standard error is that of the residual, sqrt(s^2/n (1 + h)), h = mean(X) Cov^-1 mean(X) n/(n-1), with n - 1 - p degrees of freedom.
/// </summary>
internal sealed class RegressionEstimator
{
    /// <summary>Blocks per control variate from which on the regression is used; below, its bias and the noise of b would show.</summary>
    public const int BlocksPerControl = 10;

    private const double SmallestPivot = 1e-9;
    private readonly BlockStatistics _statistics;

    /// <summary>The Cholesky factor of Cov(X, X), lower triangular; rows of controls that depend on earlier ones are zero and marked.</summary>
    private readonly double[] _factor;
    private readonly bool[] _used;
    private readonly double[] _mean;
    private readonly int _rank;

    /// <summary>Prepares the estimates of one output time.</summary>
    public RegressionEstimator(BlockStatistics statistics, int blocksPerControl = BlocksPerControl)
    {
        _statistics = statistics;
        int p = statistics.Controls;
        (_factor, _used, _mean) = (new double[p * p], new bool[p], new double[p]);
        if (p == 0 || statistics.Count < blocksPerControl * p)
            return;
        for (int i = 0; i < p; i++)
            _mean[i] = statistics.X[i] / statistics.Count;
        _rank = Factorise();
    }

    /// <summary>Whether the regression is used.</summary>
    public bool Regresses => _rank > 0;

    /// <summary>Those of the standard errors.</summary>
    public double DegreesOfFreedom => _statistics.Count - 1 - _rank;

    /// <summary>The estimate of result i and its standard error.</summary>
    public (double Value, double StandardError) Estimate(int i)
    {
        double n = _statistics.Count, mean = _statistics.Y[i] / n;
        double variance = Math.Max(0, _statistics.SquaredY[i] / n - mean * mean);
        if (n < 2)
            return (n == 0 ? double.NaN : mean, double.NaN);
        if (!Regresses)
            return (mean, Math.Sqrt(variance / (n - 1)));
        int p = _statistics.Controls;
        Span<double> y = stackalloc double[p], x = stackalloc double[p];
        for (int j = 0; j < p; j++)
        {
            y[j] = _statistics.CrossYX[i * p + j] / n - mean * _mean[j];
            x[j] = _mean[j];
        }
        Solve(y);
        Solve(x);
        double value = mean, explained = 0, leverage = 0;
        for (int j = 0; j < p; j++)
        {
            value -= y[j] * x[j];
            explained += y[j] * y[j];
            leverage += x[j] * x[j];
        }
        return (value, Math.Sqrt(Math.Max(0, variance - explained) / (n - 1 - _rank) * (1 + leverage)));
    }

    /// <summary>The estimate without control variates.</summary>
    public (double Value, double StandardError) Plain(int i)
    {
        double n = _statistics.Count, mean = _statistics.Y[i] / n;
        return (mean, Math.Sqrt(Math.Max(0, _statistics.SquaredY[i] / n - mean * mean) / (n - 1)));
    }

    private int Factorise()
    {
        int p = _statistics.Controls, rank = 0;
        double n = _statistics.Count;
        for (int a = 0; a < p; a++)
        {
            double own = _statistics.CrossX[a * p + a] / n - _mean[a] * _mean[a], pivot = own;
            for (int b = 0; b < a; b++)
            {
                if (!_used[b])
                    continue;
                double sum = _statistics.CrossX[a * p + b] / n - _mean[a] * _mean[b];
                for (int c = 0; c < b; c++)
                    sum -= _factor[a * p + c] * _factor[b * p + c];
                _factor[a * p + b] = sum / _factor[b * p + b];
                pivot -= _factor[a * p + b] * _factor[a * p + b];
            }
            _used[a] = pivot > SmallestPivot * own;
            if (_used[a])
            {
                _factor[a * p + a] = Math.Sqrt(pivot);
                rank++;
            }
        }
        return rank;
    }

    /// <summary>Forward substitution, zero for the controls that are not used.</summary>
    private void Solve(Span<double> x)
    {
        int p = x.Length;
        for (int a = 0; a < p; a++)
        {
            double sum = x[a];
            for (int b = 0; b < a; b++)
                sum -= _factor[a * p + b] * x[b];
            x[a] = _used[a] ? sum / _factor[a * p + a] : 0;
        }
    }
}
