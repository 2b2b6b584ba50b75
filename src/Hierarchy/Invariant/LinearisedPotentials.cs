using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The tensors of <see cref="LinearisedTensor"/> from the potentials of every trial function: for psi = psi(r) Y_l at |v| = r against a function k(s) Y_l at |w| = s,
/// averaged over directions, A : grad grad psi + 2 B . grad psi = c2 psi'' + c1 psi' + c0 psi with, in the moments p, q, n of <see cref="IAngularMoments"/>, lambda = l(l+1),
/// <code>
/// c2 = s^2 n_l,   c1 = (2 p_l - s^2 n_l - 2 Z_l)/r - 4 q_l,   c0 = ( 2 Z_l - lambda p_l - s^2 t_l + 4 r s e_l )/r^2,
/// Z_l = -s lambda/(2l+1) (q_(l-1) - q_(l+1)),   e_l = sum (2k+1) n_k over k = l-1, l-3, ...,   t_l = (l - lambda) n_l + sum (2k+1) n_k over k = l-2, l-4, ...;
/// </code>
/// with an isotropic k(s) and Y_l at v alone c2 = s^2 n_0, c1 = (2 p_0 - s^2 n_0)/r - 4 q_0, c0 = -lambda (p_0 - s^2 n_0/2)/r^2.
/// </summary>
internal sealed unsafe class LinearisedPotentials
{
    /// <summary>Nodes in the piece of an integral that ends where the kernel is singular, moved towards that end like the cube.</summary>
    private const int GradedNodes = 20;

    /// <summary>Nodes of an element elsewhere, for the outer integral too: splines of degree 8, a Gaussian and a potential, to about 1e-12.</summary>
    private const int Nodes = 14;

    private readonly RadialBasis _basis;
    private readonly IAngularMoments _moments;
    private readonly double[][] _potentials;
    private readonly int _modes;

    private LinearisedPotentials(RadialBasis basis, IAngularMoments moments)
    {
        (_basis, _moments, _modes) = (basis, moments, basis.Modes);
        _potentials = [.. Enumerable.Range(0, basis.Splines.Elements * Nodes).Select(_ => new double[(3 * _modes + 3) * basis.Count])];
        WorkCrew.Run(_potentials.Length, (a, _) => FillPoint(a));
    }

    /// <summary>Adds the tensors to zeros.</summary>
    public static void Fill(RadialBasis basis, IAngularMoments moments, double* near, double* far)
    {
        LinearisedPotentials potentials = new(basis, moments);
        int block = basis.Count * (2 * basis.Splines.Degree + 1) * basis.Stride;
        for (int a = 0; a < potentials._potentials.Length; a++)
        {
            for (int parity = 0; parity < 2; parity++)
            {
                potentials.AddTests(a, parity, parity, 3 * basis.Modes, 2, near + 2 * parity * block);
                potentials.AddTests(a, parity, parity, 3 * basis.Modes + 2, 1, near + (2 * parity + 1) * block);
            }
        }
        WorkCrew.Run(basis.Modes, (mode, _) =>
        {
            for (int a = 0; a < potentials._potentials.Length; a++)
                potentials.AddTests(a, mode, 0, 3 * mode, 3, far + mode * block);
        });
    }

    /// <summary>
    /// Adds the products of a test and a trial function at the point with potentials: psi'' with the first, psi' with the second, psi with the third of three; the first two of
    /// them, or psi with the one.
    /// </summary>
    private void AddTests(int a, int test, int trial, int kind, int kinds, double* tensor)
    {
        int support = _basis.Support, count = _basis.Count, band = 2 * _basis.Splines.Degree + 1, element = a / Nodes, from = _basis.Splines.First(element);
        (double r, double width) = Point(a);
        double weight = 2 * Math.PI * width * r * r * _basis.Gaussian(r);
        Span<double> value = stackalloc double[support], slope = stackalloc double[support], curvature = stackalloc double[support];
        Span<double> trials = stackalloc double[support];
        _basis.Splines.Evaluate(element, r, trial & 1, trials, slope, curvature);
        _basis.Splines.Evaluate(element, r, test & 1, value, slope, curvature);
        ReadOnlySpan<double> potentials = _potentials[a].AsSpan(kind * count);
        for (int i = 0; i < support; i++)
        {
            for (int j = 0; j < support; j++)
            {
                double factor = weight * trials[j];
                var row = new Span<double>(tensor + ((from + i) * band + j - i + _basis.Splines.Degree) * _basis.Stride, count);
                if (kinds > 1)
                {
                    SmallProduct.AddScalars(factor * curvature[i], potentials[..count], row);
                    SmallProduct.AddScalars(factor * slope[i], potentials.Slice(count, count), row);
                }
                if (kinds != 2)
                    SmallProduct.AddScalars(factor * value[i], potentials.Slice((kinds - 1) * count, count), row);
            }
        }
    }

    /// <summary>r and the weight of dr at a point of the outer integral.</summary>
    private (double Radius, double Weight) Point(int a)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(Nodes);
        double low = _basis.Splines.Breaks[a / Nodes], width = _basis.Splines.Breaks[a / Nodes + 1] - low;
        return (low + width * nodes[a % Nodes], width * weights[a % Nodes]);
    }

    /// <summary>The potentials at one point of all trial functions.</summary>
    private void FillPoint(int a)
    {
        RadialSplines splines = _basis.Splines;
        double r = Point(a).Radius;
        int element = a / Nodes;
        for (int e = 0; e < splines.Elements; e++)
        {
            (double low, double high) = (splines.Breaks[e], splines.Breaks[e + 1]);
            if (e == element)
            {
                Integrate(a, e, r, low, true);
                Integrate(a, e, r, high, true);
            }
            else
                Integrate(a, e, e < element ? high : low, e < element ? low : high, Math.Abs(e - element) == 1);
        }
    }

    /// <summary>The part of an element between the end that is nearer to r and the other.</summary>
    private void Integrate(int a, int element, double near, double far, bool isNear)
    {
        int support = _basis.Support, from = _basis.Splines.First(element);
        double r = Point(a).Radius;
        bool graded = isNear && !_moments.IsOneSidedSmooth;
        (double[] nodes, double[] weights) = LegendreTables.Rule(graded ? GradedNodes : Nodes);
        Span<double> even = stackalloc double[support], odd = stackalloc double[support], first = stackalloc double[support], second = stackalloc double[support];
        Span<double> moments = stackalloc double[3 * (_modes + 1)], factors = stackalloc double[3 * _modes + 3];
        for (int i = 0; i < nodes.Length; i++)
        {
            double x = nodes[i], place = graded ? x * x * x : x, stretch = graded ? 3 * x * x : 1;
            double s = near + (far - near) * place, weight = Math.Abs(far - near) * weights[i] * stretch * s * s * _basis.Gaussian(s);
            _basis.Splines.Evaluate(element, s, 0, even, first, second);
            _basis.Splines.Evaluate(element, s, 1, odd, first, second);
            FillFactors(r, s, moments, factors);
            for (int kind = 0; kind < factors.Length; kind++)
                SmallProduct.AddScalars(weight * factors[kind], kind < 3 * _modes && kind / 3 % 2 == 1 ? odd : even, _potentials[a].AsSpan(kind * _basis.Count + from, support));
        }
    }

    private void FillFactors(double r, double s, Span<double> moments, Span<double> factors)
    {
        Span<double> p = moments[..(_modes + 1)], q = moments.Slice(_modes + 1, _modes + 1), n = moments[(2 * _modes + 2)..];
        _moments.Fill(r, s, p, q, n);
        double even = 0, odd = 0;
        for (int l = 0; l < _modes; l++)
        {
            double square = l * (l + 1), twice = 2 * l + 1;
            double turned = l == 0 ? 0 : -s * square / twice * (q[l - 1] - q[l + 1]);
            // even holds the sum over k = l-2, l-4, ..., odd that over k = l-1, l-3, ...
            double bent = (l - square) * n[l] + even;
            factors[3 * l] = s * s * n[l];
            factors[3 * l + 1] = (2 * p[l] - s * s * n[l] - 2 * turned) / r - 4 * q[l];
            factors[3 * l + 2] = (2 * turned - square * p[l] - s * s * bent + 4 * r * s * odd) / (r * r);
            (even, odd) = (odd, even + twice * n[l]);
        }
        int at = 3 * _modes;
        factors[at] = s * s * n[0];
        factors[at + 1] = (2 * p[0] - s * s * n[0]) / r - 4 * q[0];
        factors[at + 2] = -(p[0] - 0.5 * s * s * n[0]) / (r * r);
    }
}
