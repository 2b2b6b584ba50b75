using MathNet.Numerics;

namespace Hierarchy.Particles;

/// <summary>
/// The difference of two independent Poisson numbers of mean mu/2: the sum of a Poisson number of steps +1 or -1, P(k) = exp(-mu) I_k(mu). Its quantile at the
/// rank of a normal number, so that it is coupled monotonically with sqrt(mu) times that number.
/// </summary>
/// <remarks>
/// The probabilities are the ratios of modified Bessel functions by Miller's downward recurrence I_{k-1} = I_{k+1} + (2k/mu) I_k, normalised by I_0 + 2 sum I_k
/// = exp(mu).
/// </remarks>
internal sealed class SkellamQuantile
{
    /// <summary>Steps are followed to so many standard deviations and some more, beyond which nothing is left in double precision.</summary>
    private const double Deviations = 9;

    private const int More = 24;
    private double[] _weights = new double[64];

    /// <summary>The largest mu of a call.</summary>
    public const double Largest = 1e5;

    /// <summary>The smallest k with P(X &lt;= k) above the rank of a standard normal number.</summary>
    /// <param name="mu">The mean number of steps, from 0 to <see cref="Largest"/>.</param>
    /// <param name="normal">The normal number.</param>
    public int At(double mu, double normal)
    {
        // Both tails are followed from the outside, where ranks keep their relative precision; the law is symmetric.
        double tail = 0.5 * SpecialFunctions.Erfc(Math.Abs(normal) / Constants.Sqrt2);
        if (mu <= 0)
            return 0;
        int last = Fill(mu), k = last;
        double sum = _weights[last];
        while (k > 0 && sum < tail)
            sum += _weights[--k];
        return normal < 0 ? -k : k;
    }

    /// <summary>Fills the probabilities of 0, 1, ..., last.</summary>
    private int Fill(double mu)
    {
        int last = (int)(Deviations * Math.Sqrt(mu)) + More;
        if (_weights.Length < last + 2)
            _weights = new double[2 * (last + 2)];
        _weights[last + 1] = 0;
        _weights[last] = 1e-250;
        double total = 0;
        for (int k = last; k > 0; k--)
        {
            _weights[k - 1] = _weights[k + 1] + 2 * k / mu * _weights[k];
            total += 2 * _weights[k];
            if (_weights[k - 1] > 1e200)
            {
                for (int j = k - 1; j <= last; j++)
                    _weights[j] *= 1e-200;
                total *= 1e-200;
            }
        }
        total += _weights[0];
        for (int k = 0; k <= last; k++)
            _weights[k] /= total;
        return last;
    }
}
