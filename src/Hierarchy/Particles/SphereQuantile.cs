using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>
/// Brownian motion on the unit sphere of R^3 for a short time tau, E P_l(cos theta) = exp(-l (l+1) tau/2): the quantile function of y = (1 - cos theta)/2 as a
/// double power series. With e a standard exponential number, P(y &gt; Y(tau, e)) = exp(-e) and h = tau e, the heat equation F_tau = 1/2 y (1-y) F_yy of the
/// distribution function becomes (tau Y_tau + h Y_h) Y_h^2 = 1/2 Y (1 - Y) (Y_h + tau Y_hh), Y = sum_{j, k} c_jk tau^j h^k, c_01 = 1/2, which gives one
/// coefficient after the other; at tau = 0 it is sin^2 sqrt(h/2).
/// </summary>
/// <remarks>
/// For tau &lt;= 1/16, j &lt;= 4, k &lt;= 10, the level -log P(y &gt; Y) is e to a relative error of 2e-11 for e &lt;= 15 and of 4e-8 for all e &lt;= 36
/// (which has the probability 2e-16), by comparison with the spectral series in 60 digits.
/// </remarks>
internal static class SphereQuantile
{
    /// <summary>The longest time of the series.</summary>
    public const double LongestTime = 1.0 / 16;

    private const int TimeOrder = 4, LevelOrder = 10;

    /// <summary>c_jk at k * (TimeOrder + 1) + j, k = 0 for h^1.</summary>
    private static readonly double[] Series = Arrange(Coefficients(TimeOrder, LevelOrder));

    /// <summary>Y(tau, e) for tau in [0, 1/16], e &gt; 0; in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> At(Vector512<double> time, Vector512<double> exponential)
    {
        ref double series = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Series);
        Vector512<double> level = time * exponential, sum = Vector512<double>.Zero;
        for (int k = LevelOrder - 1; k >= 0; k--)
        {
            ref double row = ref Unsafe.Add(ref series, k * (TimeOrder + 1));
            Vector512<double> inner = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref row, 4)), time, Vector512.Create(Unsafe.Add(ref row, 3)));
            inner = Vector512.FusedMultiplyAdd(inner, time, Vector512.Create(Unsafe.Add(ref row, 2)));
            inner = Vector512.FusedMultiplyAdd(inner, time, Vector512.Create(Unsafe.Add(ref row, 1)));
            inner = Vector512.FusedMultiplyAdd(inner, time, Vector512.Create(row));
            sum = Vector512.FusedMultiplyAdd(sum, level, inner);
        }
        return Vector512.Min(sum * level, Vector512<double>.One);
    }

    /// <summary>The same for one number.</summary>
    public static double At(double time, double exponential) => At(Vector512.Create(time), Vector512.Create(exponential))[0];

    private static double[] Arrange(double[,] coefficients)
    {
        double[] series = new double[LevelOrder * (TimeOrder + 1)];
        for (int k = 1; k <= LevelOrder; k++)
        {
            for (int j = 0; j <= TimeOrder; j++)
                series[(k - 1) * (TimeOrder + 1) + j] = coefficients[j, k];
        }
        return series;
    }

    /// <summary>c_jk for j &lt;= J and k &lt;= K. The coefficient at (j, k) needs (j-1, k+1), hence the columns beyond K.</summary>
    private static double[,] Coefficients(int timeOrder, int levelOrder)
    {
        var series = new TruncatedSeries(timeOrder, levelOrder + timeOrder);
        series[0, 1] = 0.5;
        for (int j = 0; j <= timeOrder; j++)
        {
            for (int k = 1; k <= levelOrder + timeOrder - j; k++)
            {
                // The residual is linear in c_jk with the factor (j + 2k - 1)/4, by Y = h/2 + ...
                if (j + k > 1)
                    series[j, k] = -4 * Residual(series)[j, k] / (j + 2 * k - 1);
            }
        }
        return series.Values;
    }

    private static TruncatedSeries Residual(TruncatedSeries y)
    {
        TruncatedSeries slope = y.Map((j, k) => (k + 1) * y[j, k + 1]), curvature = slope.Map((j, k) => (k + 1) * slope[j, k + 1]);
        TruncatedSeries left = y.Map((j, k) => (j + k) * y[j, k]) * (slope * slope);
        TruncatedSeries right = y * y.Map((j, k) => (j + k == 0 ? 1 : 0) - y[j, k]) * y.Map((j, k) => slope[j, k] + curvature[j - 1, k]);
        return left.Map((j, k) => left[j, k] - 0.5 * right[j, k]);
    }

    /// <summary>sum c_jk tau^j h^k, j &lt;= J, k &lt;= K; coefficients outside are zero.</summary>
    private sealed class TruncatedSeries(int rows, int columns)
    {
        public double[,] Values { get; } = new double[rows + 1, columns + 1];

        public double this[int j, int k]
        {
            get => j < 0 || k > columns ? 0 : Values[j, k];
            set => Values[j, k] = value;
        }

        public TruncatedSeries Map(Func<int, int, double> value)
        {
            var mapped = new TruncatedSeries(rows, columns);
            for (int j = 0; j <= rows; j++)
            {
                for (int k = 0; k <= columns; k++)
                    mapped[j, k] = value(j, k);
            }
            return mapped;
        }

        public static TruncatedSeries operator *(TruncatedSeries a, TruncatedSeries b) => a.Map((j, k) =>
        {
            double sum = 0;
            for (int i = 0; i <= j; i++)
            {
                for (int l = 0; l <= k; l++)
                    sum += a[i, l] * b[j - i, k - l];
            }
            return sum;
        });
    }
}
