using System.Numerics.Tensors;

namespace Hierarchy.Particles;

/// <summary>
/// The polar angle theta on the unit sphere of R^3 after a Poisson number, of mean mu, of turns by the angle h with uniform azimuths:
/// E P_l(cos theta) = exp(-mu (1 - P_l(cos h))). The quantile y = (1 - cos theta)/2 at the rank of a standard exponential number e, P(y &gt; Y) = exp(-e), as
/// <see cref="SphereQuantile"/> has it for Brownian motion, so that both at one e stay close.
/// </summary>
/// <remarks>
/// Up to mu = 32 by <see cref="SphereJumpTable"/>, linear between its points but for the turn by h alone, which is an atom; beyond by the Legendre series of
/// the whole law, whose terms end at l h = 10 with 1e-9. Ranks are right to 1e-5.
/// </remarks>
internal sealed class SphereJumpQuantile(double angle)
{
    private const double LargestTabulated = 32, SeriesEnd = 10, UniformExponent = 40, NegligibleWeight = 1e-13;
    private const int Halvings = 40;

    private readonly SphereJumpTable _table = SphereJumpTable.Of(angle);
    private readonly double[] _decay = Decay(angle), _coefficients = new double[(int)(SeriesEnd / angle) + 2];
    private readonly double[] _weights = new double[SphereJumpTable.MostJumps + 1];
    private int _most;

    /// <summary>Y(mu, e) in [0, 1] for mu &gt;= 0, e &gt; 0.</summary>
    public double At(double mean, double exponential)
    {
        double survival = Math.Exp(-exponential);
        // No turn at all.
        if (survival >= -double.ExpM1(-mean))
            return 0;
        if (mean * _decay[1] >= UniformExponent)
            return 1 - survival;
        double theta = mean <= LargestTabulated ? ByTable(mean, survival) : BySeries(mean, survival);
        double sin = Math.Sin(0.5 * theta);
        return sin * sin;
    }

    /// <summary>1 - P_l(cos h) for l = 0, 1, ...</summary>
    private static double[] Decay(double angle)
    {
        double[] values = new double[(int)(SeriesEnd / angle) + 2];
        double x = Math.Cos(angle), before = 1, now = x;
        for (int l = 1; l < values.Length; l++)
        {
            values[l] = 1 - now;
            (before, now) = (now, ((2 * l + 1) * x * now - l * before) / (l + 1));
        }
        return values;
    }

    private double ByTable(double mean, double survival)
    {
        FillWeights(mean);
        int low = 0, high = _table.Points - 1;
        if (Survival(high) > survival)
            return high * _table.Spacing;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Survival(middle) > survival ? (middle, high) : (low, middle);
        }
        double above = Survival(low), below = Survival(high) + (high == SphereJumpTable.PerJump ? _weights[1] : 0);
        double part = above > below ? Math.Clamp((above - survival) / (above - below), 0, 1) : 1;
        return Math.Min(Math.PI, (low + part) * _table.Spacing);
    }

    /// <summary>P(theta &gt; theta_i).</summary>
    private double Survival(int point) =>
        TensorPrimitives.Dot(_table.At(point)[..(_most + 1)], _weights.AsSpan(0, _most + 1)) + (point < SphereJumpTable.PerJump ? _weights[1] : 0);

    private void FillWeights(double mean)
    {
        _weights[0] = Math.Exp(-mean);
        for (_most = 1; _most < SphereJumpTable.MostJumps; _most++)
        {
            _weights[_most] = _weights[_most - 1] * mean / _most;
            if (_most > mean && _most >= 2 && _weights[_most] < NegligibleWeight)
                return;
        }
        _weights[_most] = _weights[_most - 1] * mean / _most;
    }

    private double BySeries(double mean, double survival)
    {
        for (int l = 1; l < _coefficients.Length; l++)
            _coefficients[l] = Math.Exp(-mean * _decay[l]);
        double low = 0, high = Math.PI;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = SeriesAt(Math.Cos(middle)) > survival ? (middle, high) : (low, middle);
        }
        return 0.5 * (low + high);
    }

    /// <summary>P(cos theta &lt; x).</summary>
    private double SeriesAt(double x)
    {
        double before = 1, now = x, sum = 0.5 * (1 + x);
        for (int l = 1; l < _coefficients.Length; l++)
        {
            double next = ((2 * l + 1) * x * now - l * before) / (l + 1);
            sum += 0.5 * _coefficients[l] * (next - before);
            (before, now) = (now, next);
        }
        return sum;
    }
}
