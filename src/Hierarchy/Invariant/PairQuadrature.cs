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
/// <param name="AbsoluteError">The difference of int |g| to half as many points an axis.</param>
/// <param name="Square">int g^2.</param>
/// <param name="Smallest">The least F at the points.</param>
/// <param name="NegativeMass">int max(-F, 0).</param>
internal readonly record struct PairFunctionalSums(
    double Information, double Fisher, double Excluded, double ChiSquare, double FisherSquare,
    double Absolute, double AbsoluteError, double Square, double Smallest, double NegativeMass)
{
    /// <summary>The sums of no points.</summary>
    public static PairFunctionalSums Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, double.PositiveInfinity, 0);

    /// <summary>The sums of two sets of points.</summary>
    public static PairFunctionalSums operator +(PairFunctionalSums x, PairFunctionalSums y) => new(
        x.Information + y.Information, x.Fisher + y.Fisher, x.Excluded + y.Excluded, x.ChiSquare + y.ChiSquare, x.FisherSquare + y.FisherSquare, x.Absolute + y.Absolute,
        x.AbsoluteError + y.AbsoluteError, x.Square + y.Square, Math.Min(x.Smallest, y.Smallest), x.NegativeMass + y.NegativeMass);
}

/// <summary>
/// Evaluates g and its gradient at the points r1 &gt;= r2 of quadrature and Gauss nodes in mu, one row of points at a time, and sums up. The weights w(r1) w(r2) cancel in
/// x = g/(f f), which is therefore as accurate in the tails as in the middle. |g| is integrated over mu between its zeros; its kinks in r1 and r2 are met by twice as many points.
/// </summary>
internal sealed unsafe class PairQuadrature
{
    private const double SolidAngles = 8 * Math.PI * Math.PI;
    private const int AbsolutePieces = 2;

    /// <summary>The part of int |g| below which a point has it from its nodes, whose error is a hundredth of that.</summary>
    private const double LeastPoint = 3e-8;

    /// <summary>Two sets of points may agree by chance: the difference of the values of int |g| on bases with 27 and 32 elements, relative.</summary>
    private const double LeastAbsoluteError = 1e-6;
    private readonly InvariantPair _pair;
    private readonly RadialBasis _basis;
    private readonly RadialSamples _samples;
    private readonly double[] _nodes, _weights, _density, _slope;
    private readonly double[] _polynomials, _derivatives;
    private readonly int _modes, _count;

    private PairQuadrature(InvariantPair pair, int pieces)
    {
        (_pair, _basis, _modes) = (pair, pair.Basis, pair.Modes);
        _samples = new RadialSamples(_basis, pieces);
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
        (_density, _slope) = (new double[_samples.Count], new double[_samples.Count]);
        for (int a = 0; a < _samples.Count; a++)
        {
            ReadOnlySpan<double> own = pair.DensityCoefficients.Slice(_samples.First(a), _basis.Support);
            _density[a] = TensorPrimitives.Dot(own, _samples.Values(0, a));
            _slope[a] = TensorPrimitives.Dot(own, _samples.Slopes(0, a));
        }
    }

    /// <summary>All sums of a pair with g != 0.</summary>
    public static PairFunctionalSums Of(InvariantPair pair)
    {
        PairQuadrature quadrature = new(pair, 1);
        var rows = new PairFunctionalSums[quadrature._samples.Count];
        WorkCrew.Run(rows.Length, (chunk, _) => rows[rows.Length - 1 - chunk] = quadrature.VisitRow(rows.Length - 1 - chunk));
        PairFunctionalSums total = PairFunctionalSums.Empty;
        foreach (PairFunctionalSums row in rows)
            total += row;
        double least = LeastPoint * total.Absolute;
        (double coarse, double fine) = (quadrature.Absolute(least), new PairQuadrature(pair, AbsolutePieces).Absolute(least / (AbsolutePieces * AbsolutePieces)));
        return total with { Absolute = fine, AbsoluteError = Math.Max(Math.Abs(fine - coarse), LeastAbsoluteError * fine) };
    }

    /// <summary>int |g|, by the nodes alone where a point contributes less than <paramref name="least"/>: in the tails, where rounding gives g many zeros.</summary>
    private double Absolute(double least)
    {
        double[] rows = new double[_samples.Count];
        WorkCrew.Run(rows.Length, (chunk, _) => rows[rows.Length - 1 - chunk] = AbsoluteRow(rows.Length - 1 - chunk, least));
        return rows.Sum();
    }

    private double AbsoluteRow(int a, double least)
    {
        int columns = SmallProduct.Pad(a + 1);
        using NativeBuffer memory = new((_modes + _count) * columns);
        double* value = memory.Pointer, nodes = value + _modes * columns;
        FillModes(a, columns, value, null, null);
        fixed (double* polynomials = _polynomials)
            SmallProduct.Multiply(polynomials, _modes, value, columns, nodes, columns, _count, _modes, columns, false);
        Span<double> own = stackalloc double[_modes];
        double sum = 0;
        for (int b = 0; b <= a; b++)
        {
            double weight = PointWeight(a, b) * _basis.Gaussian(_samples.Radii[a]) * _basis.Gaussian(_samples.Radii[b]), rough = 0;
            for (int m = 0; m < _count; m++)
                rough += _weights[m] * Math.Abs(nodes[m * columns + b]);
            if (weight * rough < least || rough == 0)
            {
                sum += weight * rough;
                continue;
            }
            for (int l = 0; l < _modes; l++)
                own[l] = value[l * columns + b];
            sum += weight * LegendreSeries.Absolute(own, _nodes, nodes + b, columns);
        }
        return sum;
    }

    /// <summary>The weight of int dv1 dv2 over all but mu, with r2 &gt; r1 counted in.</summary>
    private double PointWeight(int a, int b)
    {
        double product = _samples.Radii[a] * _samples.Radii[b];
        return SolidAngles * product * product * _samples.Weights[a] * _samples.Weights[b] * (a == b ? 1 : 2);
    }

    /// <summary>All points with r1 = r_a and r2 up to it.</summary>
    private PairFunctionalSums VisitRow(int a)
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
        PairFunctionalSums sums = PairFunctionalSums.Empty;
        double r1 = _samples.Radii[a];
        for (int b = 0; b <= a; b++)
        {
            double r2 = _samples.Radii[b];
            PointSums point = new(_density[a] * _density[b], _slope[a] / _density[a], _slope[b] / _density[b], 1 / (r1 * r1) + 1 / (r2 * r2));
            for (int m = 0; m < _count; m++)
            {
                double* at = nodes + m * columns + b;
                point.Add(_weights[m], 1 - _nodes[m] * _nodes[m], at[0], at[_count * columns], at[2 * _count * columns], at[3 * _count * columns]);
            }
            sums += point.Sums(PointWeight(a, b), _basis.Gaussian(r1) * _basis.Gaussian(r2));
        }
        return sums;
    }

    /// <summary>g_l and, unless they are null, d_1 g_l and d_2 g_l over w(r1) w(r2), without the derivatives of w, for r2 up to r1.</summary>
    private void FillModes(int a, int columns, double* value, double* first, double* second)
    {
        int support = _basis.Support, stride = _basis.Stride, from = _samples.First(a);
        double[] sum = new double[stride], derivative = new double[stride];
        for (int mode = 0; mode < _modes; mode++)
        {
            Array.Clear(sum);
            Array.Clear(derivative);
            for (int i = 0; i < support; i++)
            {
                ReadOnlySpan<double> row = _pair.ModeCoefficients(mode).Slice((from + i) * stride, stride);
                TensorPrimitives.MultiplyAdd(row, _samples.Values(mode, a)[i], sum, sum);
                TensorPrimitives.MultiplyAdd(row, _samples.Slopes(mode, a)[i], derivative, derivative);
            }
            for (int b = 0; b <= a; b++)
            {
                int to = _samples.First(b), at = mode * columns + b;
                value[at] = TensorPrimitives.Dot<double>(sum.AsSpan(to, support), _samples.Values(mode, b));
                if (first == null)
                    continue;
                first[at] = TensorPrimitives.Dot<double>(derivative.AsSpan(to, support), _samples.Values(mode, b));
                second[at] = TensorPrimitives.Dot<double>(sum.AsSpan(to, support), _samples.Slopes(mode, b));
            }
        }
    }
}
