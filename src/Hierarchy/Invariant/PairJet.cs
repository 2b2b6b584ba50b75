using System.Numerics.Tensors;

namespace Hierarchy.Invariant;

/// <summary>
/// F over the weight of the splines at a point with the derivatives of u = log F that collisions see: with p = r1^2, q = r2^2, m = v1 . v2 and D = d_p - d_q,
/// which annihilates the weight, D u, D^2 u and the derivatives of D u. Not for several threads at once.
/// </summary>
internal sealed class PairJet
{
    private readonly InvariantPair _pair;
    private readonly double[] _left, _right, _rows, _polynomials, _slopes, _curvatures;
    private double _p, _q, _m, _pp, _pq, _qq, _pm, _qm;

    /// <summary>The jets of a pair.</summary>
    public PairJet(InvariantPair pair)
    {
        _pair = pair;
        int support = pair.Basis.Support;
        (_left, _right, _rows) = (new double[6 * support], new double[6 * support], new double[3 * support]);
        (_polynomials, _slopes, _curvatures) = (new double[Math.Max(1, pair.Modes)], new double[Math.Max(1, pair.Modes)], new double[Math.Max(1, pair.Modes)]);
    }

    /// <summary>F over the weight.</summary>
    public double Value { get; private set; }

    /// <summary>f f over the weight.</summary>
    public double Product { get; private set; }

    /// <summary>w(r1) w(r2).</summary>
    public double Weight { get; private set; }

    /// <summary>D u.</summary>
    public double First => (_p - _q) / Value;

    /// <summary>D^2 u.</summary>
    public double Second => (_pp - 2 * _pq + _qq) / Value - First * First;

    /// <summary>The derivative of D u along (dp, dq, dm).</summary>
    public double Mixed(double dp, double dq, double dm) =>
        (dp * (_pp - _pq) + dq * (_pq - _qq) + dm * (_pm - _qm)) / Value - First * (dp * _p + dq * _q + dm * _m) / Value;

    /// <summary>Moves to a point.</summary>
    public void Fill(double r1, double r2, double mu)
    {
        RadialBasis basis = _pair.Basis;
        int support = basis.Support, first = basis.Splines.ElementOf(r1), second = basis.Splines.ElementOf(r2);
        for (int parity = 0; parity < (_pair.Modes > 1 ? 2 : 1); parity++)
        {
            Splines(first, r1, parity, _left);
            Splines(second, r2, parity, _right);
        }
        Weight = basis.Gaussian(r1) * basis.Gaussian(r2);
        int from = basis.Splines.First(first), to = basis.Splines.First(second);
        Jet sum = Jet.OfProduct(_pair.DensityCoefficients.Slice(from, support), _left, _pair.DensityCoefficients.Slice(to, support), _right, support);
        Product = sum.F;
        Angular(mu);
        for (int mode = 0; mode < _pair.Modes; mode++)
            Add(ref sum, mode, _pair.ModeCoefficients(mode)[(from * basis.Stride + to)..]);
        Change(sum, r1, r2, mu);
    }

    private void Splines(int element, double r, int parity, double[] table)
    {
        int support = _pair.Basis.Support, at = 3 * parity * support;
        _pair.Basis.Splines.Evaluate(element, r, parity, table.AsSpan(at, support), table.AsSpan(at + support, support), table.AsSpan(at + 2 * support, support));
    }

    private void Angular(double mu)
    {
        LegendreTables.Polynomials(mu, _polynomials);
        LegendreTables.Derivatives(_polynomials, _slopes);
        // P_k'' = P_(k-2)'' + (2k - 1) P_(k-1)'.
        for (int k = 0; k < _curvatures.Length; k++)
            _curvatures[k] = k == 0 ? 0 : (2 * k - 1) * _slopes[k - 1] + (k > 1 ? _curvatures[k - 2] : 0);
    }

    private void Add(ref Jet sum, int mode, ReadOnlySpan<double> block)
    {
        int support = _pair.Basis.Support, stride = _pair.Basis.Stride, at = 3 * (mode & 1) * support;
        ReadOnlySpan<double> value = _right.AsSpan(at, support), slope = _right.AsSpan(at + support, support), curve = _right.AsSpan(at + 2 * support, support);
        for (int i = 0; i < support; i++)
        {
            ReadOnlySpan<double> row = block.Slice(i * stride, support);
            double a = 0, b = 0, c = 0;
            for (int j = 0; j < support; j++)
            {
                a += row[j] * value[j];
                b += row[j] * slope[j];
                c += row[j] * curve[j];
            }
            (_rows[i], _rows[support + i], _rows[2 * support + i]) = (a, b, c);
        }
        double f = Dot(at, 0), f1 = Dot(at + support, 0), f2 = Dot(at, support), p = _polynomials[mode], dp = _slopes[mode];
        sum.F += p * f;
        sum.F1 += p * f1;
        sum.F2 += p * f2;
        sum.F11 += p * Dot(at + 2 * support, 0);
        sum.F12 += p * Dot(at + support, support);
        sum.F22 += p * Dot(at, 2 * support);
        sum.Fm += dp * f;
        sum.F1m += dp * f1;
        sum.F2m += dp * f2;
        sum.Fmm += _curvatures[mode] * f;
    }

    private double Dot(int left, int row)
    {
        int support = _pair.Basis.Support;
        double sum = 0;
        for (int i = 0; i < support; i++)
            sum += _left[left + i] * _rows[row + i];
        return sum;
    }

    /// <summary>From (r1, r2, mu) to (p, q, m): d_p = d_1/(2 r1) - mu/(2 r1^2) d_mu, d_m = d_mu/(r1 r2).</summary>
    private void Change(in Jet f, double r1, double r2, double mu)
    {
        Value = f.F;
        double a = 1 / (r1 * r1), b = 1 / (r2 * r2), ab = 1 / (r1 * r2);
        _p = (f.F1 / r1 - mu * a * f.Fm) / 2;
        _q = (f.F2 / r2 - mu * b * f.Fm) / 2;
        _m = ab * f.Fm;
        _pp = (a * f.F11 - a / r1 * f.F1 + 3 * mu * a * a * f.Fm - 2 * mu * a / r1 * f.F1m + mu * mu * a * a * f.Fmm) / 4;
        _qq = (b * f.F22 - b / r2 * f.F2 + 3 * mu * b * b * f.Fm - 2 * mu * b / r2 * f.F2m + mu * mu * b * b * f.Fmm) / 4;
        _pq = (ab * f.F12 - mu * ab / r2 * f.F1m - mu * ab / r1 * f.F2m + mu * ab * ab * f.Fm + mu * mu * ab * ab * f.Fmm) / 4;
        _pm = ab * (f.F1m / r1 - a * f.Fm - mu * a * f.Fmm) / 2;
        _qm = ab * (f.F2m / r2 - b * f.Fm - mu * b * f.Fmm) / 2;
    }

    /// <summary>A function of (r1, r2, mu) with its first and second derivatives.</summary>
    private struct Jet
    {
        public double F, F1, F2, F11, F12, F22, Fm, F1m, F2m, Fmm;

        /// <summary>f(r1) f(r2) from the coefficients on both elements and the tables of the even splines.</summary>
        public static Jet OfProduct(ReadOnlySpan<double> first, double[] left, ReadOnlySpan<double> second, double[] right, int support)
        {
            double f = TensorPrimitives.Dot(first, left.AsSpan(0, support)), f1 = TensorPrimitives.Dot(first, left.AsSpan(support, support));
            double g = TensorPrimitives.Dot(second, right.AsSpan(0, support)), g1 = TensorPrimitives.Dot(second, right.AsSpan(support, support));
            double f11 = TensorPrimitives.Dot(first, left.AsSpan(2 * support, support)), g11 = TensorPrimitives.Dot(second, right.AsSpan(2 * support, support));
            return new Jet { F = f * g, F1 = f1 * g, F2 = f * g1, F11 = f11 * g, F12 = f1 * g1, F22 = f * g11 };
        }
    }
}
