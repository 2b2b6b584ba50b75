using Hierarchy.Densities.Files;

namespace Hierarchy.Densities;

/// <summary>
/// Interpolation on one axis x_0 &lt; ... &lt; x_(n-1): f(v) = sum_j w_j(v) f_j between the first and the last point, 0 outside.
/// On a uniform axis whose data vanish at both ends the interpolant is the trigonometric one of the period n h, whose error falls faster than any power of h for
/// smooth data; otherwise it is the natural cubic spline, of fourth order where the data have vanishing curvature at the ends.
/// </summary>
internal sealed class AxisInterpolant
{
    private readonly double[] _points;
    private readonly double _spacing;

    /// <summary>The second derivatives of the spline as a matrix on the values, n x n; null for the trigonometric interpolant.</summary>
    private readonly double[,]? _curvature;

    /// <summary>Makes the interpolant.</summary>
    /// <param name="points">The axis, increasing.</param>
    /// <param name="vanishesAtEnds">Whether the data are negligible at both ends.</param>
    public AxisInterpolant(double[] points, bool vanishesAtEnds)
    {
        _points = points;
        _spacing = LatticeAxis.Spacing(points);
        if (!vanishesAtEnds || !LatticeAxis.IsUniform(points))
            _curvature = Curvature(points);
    }

    public IReadOnlyList<double> Points => _points;

    /// <summary>w_j(v), n values.</summary>
    public void FillWeights(double velocity, Span<double> weights)
    {
        weights.Clear();
        double slack = 1e-9 * _spacing;
        if (!(velocity >= _points[0] - slack && velocity <= _points[^1] + slack))
            return;
        int nearest = Nearest(velocity);
        if (Math.Abs(velocity - _points[nearest]) <= slack)
            weights[nearest] = 1;
        else if (_curvature is null)
            FillTrigonometric(velocity, weights);
        else
            FillSpline(velocity, weights);
    }

    /// <summary>The nodes and weights of a quadrature between the ends: Gauss-Legendre with four points in every interval, none of which holds 0 inside.</summary>
    public (double[] Nodes, double[] Weights) Quadrature()
    {
        ReadOnlySpan<double> places = [-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526];
        ReadOnlySpan<double> shares = [0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538];
        double[] ends = [.. _points.Append(0).Where(v => v >= _points[0] && v <= _points[^1]).Distinct().Order()];
        double[] nodes = new double[4 * (ends.Length - 1)], weights = new double[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            double half = 0.5 * (ends[i / 4 + 1] - ends[i / 4]);
            nodes[i] = ends[i / 4] + half * (1 + places[i % 4]);
            weights[i] = half * shares[i % 4];
        }
        return (nodes, weights);
    }

    /// <summary>The integral of the interpolant as a sum over the points: h each, or that of the spline, h (f_i + f_(i+1))/2 - h^3 (M_i + M_(i+1))/24 an interval.</summary>
    public double[] PointWeights()
    {
        double[] weights = new double[_points.Length];
        for (int i = 0; i + 1 < _points.Length; i++)
        {
            double h = _points[i + 1] - _points[i];
            weights[i] += h / 2;
            weights[i + 1] += h / 2;
            for (int j = 0; _curvature is not null && j < weights.Length; j++)
                weights[j] -= h * h * h / 24 * (_curvature[i, j] + _curvature[i + 1, j]);
        }
        return weights;
    }

    private int Nearest(double velocity)
    {
        int above = Math.Clamp(Interval(velocity) + 1, 1, _points.Length - 1);
        return velocity - _points[above - 1] <= _points[above] - velocity ? above - 1 : above;
    }

    /// <summary>The i with x_i &lt;= v &lt; x_(i+1), the nearest at the ends.</summary>
    private int Interval(double velocity)
    {
        int at = Array.BinarySearch(_points, velocity);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, _points.Length - 2);
    }

    /// <summary>w_j(v) = sin(n phi)/(n sin phi), times cos phi if n is even, phi = pi (v - x_j)/(n h).</summary>
    private void FillTrigonometric(double velocity, Span<double> weights)
    {
        int n = _points.Length;
        for (int j = 0; j < n; j++)
        {
            double phi = Math.PI * ((velocity - _points[0]) / _spacing - j) / n;
            weights[j] = Math.Sin(n * phi) * (n % 2 == 0 ? Math.Cos(phi) : 1) / (n * Math.Sin(phi));
        }
    }

    /// <summary>s(v) = a f_i + b f_(i+1) + ((a^3 - a) M_i + (b^3 - b) M_(i+1)) h^2/6 with a = (x_(i+1) - v)/h, b = 1 - a.</summary>
    private void FillSpline(double velocity, Span<double> weights)
    {
        int i = Interval(velocity);
        double h = _points[i + 1] - _points[i], a = (_points[i + 1] - velocity) / h, b = 1 - a;
        double low = (a * a * a - a) * h * h / 6, high = (b * b * b - b) * h * h / 6;
        for (int j = 0; j < weights.Length; j++)
            weights[j] = low * _curvature![i, j] + high * _curvature[i + 1, j];
        weights[i] += a;
        weights[i + 1] += b;
    }

    /// <summary>
    /// The solution operator of h_(i-1) M_(i-1) + 2 (h_(i-1) + h_i) M_i + h_i M_(i+1) = 6 ((f_(i+1) - f_i)/h_i - (f_i - f_(i-1))/h_(i-1)), M_0 = M_(n-1) = 0,
    /// by elimination for all unit vectors at once.
    /// </summary>
    private static double[,] Curvature(double[] x)
    {
        int n = x.Length;
        double[,] result = new double[n, n];
        double[] ratio = new double[n];
        for (int i = 1; i < n - 1; i++)
        {
            double below = x[i] - x[i - 1], above = x[i + 1] - x[i], pivot = 2 * (below + above) - below * ratio[i - 1];
            ratio[i] = above / pivot;
            for (int j = 0; j < n; j++)
            {
                double right = j == i - 1 ? 6 / below : j == i ? -6 / below - 6 / above : j == i + 1 ? 6 / above : 0;
                result[i, j] = (right - below * result[i - 1, j]) / pivot;
            }
        }
        for (int i = n - 3; i > 0; i--)
        {
            for (int j = 0; j < n; j++)
                result[i, j] -= ratio[i] * result[i + 1, j];
        }
        return result;
    }
}
