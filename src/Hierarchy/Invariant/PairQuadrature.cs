using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>The nonlinear functionals of a pair F = f f (1 + x), all integrals over dv1 dv2.</summary>
/// <param name="Information">int f f ((1+x) log(1+x) - x) = int F log(F/(f f)).</param>
/// <param name="Fisher">int f f |grad x|^2/(1+x) = int F |grad log(F/(f f))|^2, where 1 + x is positive.</param>
/// <param name="Excluded">The part of f f |grad x|^2 where 1 + x &lt; 1/20: beyond the reach of the two functionals before.</param>
/// <param name="ChiSquare">int f f x^2 = int g^2/(f f).</param>
/// <param name="FisherSquare">int f f |grad x|^2.</param>
/// <param name="Absolute">int |g|.</param>
/// <param name="Square">int g^2.</param>
/// <param name="Smallest">The least F at the points.</param>
/// <param name="NegativeMass">int max(-F, 0).</param>
internal readonly record struct PairFunctionalSums(
    double Information, double Fisher, double Excluded, double ChiSquare, double FisherSquare, double Absolute, double Square, double Smallest, double NegativeMass);

/// <summary>
/// Evaluates g and its gradient at the Gauss points r1 &gt;= r2 and Gauss nodes in mu, one row of points at a time, and sums up. The weights w(r1) w(r2) cancel in
/// x = g/(f f), which is therefore as accurate in the tails as in the middle. |g| is integrated over mu between its zeros by its antiderivative.
/// </summary>
internal sealed unsafe class PairQuadrature
{
    private const double SolidAngles = 8 * Math.PI * Math.PI;
    private readonly InvariantPair _pair;
    private readonly RadialBasis _basis;
    private readonly double[] _nodes, _weights, _density, _slope;
    private readonly double[] _polynomials, _derivatives;
    private readonly int _modes, _count;
    private readonly PairFunctionalSums[] _rows;

    private PairQuadrature(InvariantPair pair)
    {
        (_pair, _basis, _modes) = (pair, pair.Basis, pair.Modes);
        _count = 2 * _modes + 8;
        (double[] nodes, double[] weights) = LegendreTables.Rule(_count);
        _nodes = [.. nodes.Select(node => 2 * node - 1)];
        _weights = [.. weights.Select(weight => 2 * weight)];
        (_polynomials, _derivatives) = (new double[_count * _modes], new double[_count * _modes]);
        for (int m = 0; m < _count; m++)
        {
            LegendreTables.Polynomials(_nodes[m], _polynomials.AsSpan(m * _modes, _modes));
            LegendreTables.Derivatives(_polynomials.AsSpan(m * _modes, _modes), _derivatives.AsSpan(m * _modes, _modes));
        }
        (_density, _slope) = (new double[_basis.PointCount], new double[_basis.PointCount]);
        for (int a = 0; a < _basis.PointCount; a++)
        {
            ReadOnlySpan<double> own = pair.DensityCoefficients.Slice(_basis.Splines.First(a / RadialBasis.PointsPerElement), _basis.Support);
            _density[a] = TensorPrimitives.Dot(own, _basis.Values(0).AsSpan(a * _basis.Support, _basis.Support));
            _slope[a] = TensorPrimitives.Dot(own, _basis.Slopes(0).AsSpan(a * _basis.Support, _basis.Support));
        }
        _rows = new PairFunctionalSums[_basis.PointCount];
    }

    /// <summary>All sums of a pair with g != 0.</summary>
    public static PairFunctionalSums Of(InvariantPair pair)
    {
        PairQuadrature sums = new(pair);
        WorkCrew.Run(sums._rows.Length, (chunk, _) => sums.VisitRow(sums._rows.Length - 1 - chunk));
        PairFunctionalSums total = new(0, 0, 0, 0, 0, 0, 0, double.PositiveInfinity, 0);
        foreach (PairFunctionalSums row in sums._rows)
        {
            total = new(
                total.Information + row.Information, total.Fisher + row.Fisher, total.Excluded + row.Excluded, total.ChiSquare + row.ChiSquare, total.FisherSquare + row.FisherSquare,
                total.Absolute + row.Absolute, total.Square + row.Square, Math.Min(total.Smallest, row.Smallest), total.NegativeMass + row.NegativeMass);
        }
        return total;
    }

    /// <summary>All points with r1 = r_a and r2 up to it.</summary>
    private void VisitRow(int a)
    {
        int columns = SmallProduct.Pad(a + 1), block = columns * _modes;
        using NativeBuffer memory = new((3 * _modes + 4 * _count) * columns);
        double* value = memory.Pointer, first = value + block, second = first + block, nodes = second + block;
        FillModes(a, columns, value, first, second);
        fixed (double* polynomials = _polynomials, derivatives = _derivatives)
        {
            SmallProduct.Multiply(polynomials, _modes, value, columns, nodes, columns, _count, _modes, columns, false);
            SmallProduct.Multiply(polynomials, _modes, first, columns, nodes + _count * columns, columns, _count, _modes, columns, false);
            SmallProduct.Multiply(polynomials, _modes, second, columns, nodes + 2 * _count * columns, columns, _count, _modes, columns, false);
            SmallProduct.Multiply(derivatives, _modes, value, columns, nodes + 3 * _count * columns, columns, _count, _modes, columns, false);
        }
        PairFunctionalSums sums = new(0, 0, 0, 0, 0, 0, 0, double.PositiveInfinity, 0);
        double r1 = _basis.Radii[a], outer = SolidAngles * _basis.Weights[a] * r1 * r1;
        for (int b = 0; b <= a; b++)
        {
            double r2 = _basis.Radii[b], weight = outer * _basis.Weights[b] * r2 * r2 * (a == b ? 1 : 2), gaussian = _basis.Gaussian(r1) * _basis.Gaussian(r2);
            PointSums point = new(_density[a] * _density[b], _slope[a] / _density[a], _slope[b] / _density[b], 1 / (r1 * r1) + 1 / (r2 * r2));
            for (int m = 0; m < _count; m++)
            {
                double* at = nodes + m * columns + b;
                point.Add(_weights[m], 1 - _nodes[m] * _nodes[m], at[0], at[_count * columns], at[2 * _count * columns], at[3 * _count * columns]);
            }
            double absolute = AbsoluteOverAngle(value + b, nodes + b, columns);
            sums = point.AddTo(sums, weight, gaussian, absolute);
        }
        _rows[a] = sums;
    }

    /// <summary>g_l, d_1 g_l and d_2 g_l over w(r1) w(r2), without the derivatives of w, for r2 up to r1.</summary>
    private void FillModes(int a, int columns, double* value, double* first, double* second)
    {
        int support = _basis.Support, stride = _basis.Stride, from = _basis.Splines.First(a / RadialBasis.PointsPerElement);
        double[] sum = new double[stride], derivative = new double[stride];
        for (int mode = 0; mode < _modes; mode++)
        {
            double[] values = _basis.Values(mode), slopes = _basis.Slopes(mode);
            Array.Clear(sum);
            Array.Clear(derivative);
            for (int i = 0; i < support; i++)
            {
                ReadOnlySpan<double> row = _pair.ModeCoefficients(mode).Slice((from + i) * stride, stride);
                TensorPrimitives.MultiplyAdd(row, values[a * support + i], sum, sum);
                TensorPrimitives.MultiplyAdd(row, slopes[a * support + i], derivative, derivative);
            }
            for (int b = 0; b <= a; b++)
            {
                int to = _basis.Splines.First(b / RadialBasis.PointsPerElement), at = mode * columns + b;
                ReadOnlySpan<double> basis = values.AsSpan(b * support, support);
                value[at] = TensorPrimitives.Dot(sum.AsSpan(to, support), basis);
                first[at] = TensorPrimitives.Dot(derivative.AsSpan(to, support), basis);
                second[at] = TensorPrimitives.Dot(sum.AsSpan(to, support), slopes.AsSpan(b * support, support));
            }
        }
    }

    /// <summary>int |sum_l c_l P_l| dmu from the coefficients and the values at the nodes, both in columns.</summary>
    private double AbsoluteOverAngle(double* coefficients, double* values, int columns)
    {
        Span<double> own = stackalloc double[_modes];
        double top = 0, bottom = 0;
        for (int l = 0; l < _modes; l++)
        {
            own[l] = coefficients[l * columns];
            top += own[l];
            bottom += (l & 1) == 0 ? own[l] : -own[l];
        }
        double sum = 0, from = -1, before = Antiderivative(own, -1), value = bottom, mu = -1;
        for (int m = 0; m <= _count; m++)
        {
            double next = m < _count ? values[m * columns] : top, to = m < _count ? _nodes[m] : 1;
            if (value * next < 0)
            {
                from = Zero(own, mu, value, to, next);
                double at = Antiderivative(own, from);
                sum += Math.Abs(at - before);
                before = at;
            }
            (mu, value) = (to, next);
        }
        return sum + Math.Abs(Antiderivative(own, 1) - before);
    }

    /// <summary>sum_l c_l (P_(l+1) - P_(l-1))/(2l+1).</summary>
    private static double Antiderivative(ReadOnlySpan<double> coefficients, double mu)
    {
        double before = 0, now = 1, sum = 0;
        for (int l = 0; l < coefficients.Length; l++)
        {
            double next = ((2 * l + 1) * mu * now - l * before) / (l + 1);
            sum += coefficients[l] * (next - (l == 0 ? 0 : before)) / (2 * l + 1);
            (before, now) = (now, next);
        }
        return sum;
    }

    private static double Value(ReadOnlySpan<double> coefficients, double mu)
    {
        double before = 0, now = 1, sum = 0;
        for (int l = 0; l < coefficients.Length; l++)
        {
            sum += coefficients[l] * now;
            (before, now) = (now, ((2 * l + 1) * mu * now - l * before) / (l + 1));
        }
        return sum;
    }

    /// <summary>A zero between two values of opposite sign (regula falsi, Illinois variant).</summary>
    private static double Zero(ReadOnlySpan<double> coefficients, double from, double value, double to, double next)
    {
        double middle = from;
        for (int step = 0; step < 12; step++)
        {
            middle = (from * next - to * value) / (next - value);
            double found = Value(coefficients, middle);
            if (Math.Abs(to - from) < 1e-9 || found == 0)
                break;
            if (found * next < 0)
                (from, value) = (to, next);
            else
                value *= 0.5;
            (to, next) = (middle, found);
        }
        return middle;
    }
}
