namespace Hierarchy.Invariant;

/// <summary>
/// Weak Laplacians, int phi_j w (phi_i'' + 2 phi_i'/r - l(l+1) phi_i/r^2) r^2 dr, and the ladder of grad_1 . grad_2, which takes a mode to its neighbours:
/// <code>
/// grad_1 . grad_2 [ p(r1) q(r2) P_l ] = (l+1)/(2l+1) (D+ p)(D+ q) P_(l+1) + l/(2l+1) (D- p)(D- q) P_(l-1),   D+ = d/dr - l/r,   D- = d/dr + (l+1)/r.
/// </code>
/// Derivatives are those of test functions, so that the energy grows by exactly 2 d a unit of time and of diffusion.
/// </summary>
internal sealed unsafe class DiffusionMatrices
{
    private readonly RadialBasis _basis;
    private readonly double[][] _radial, _angular, _up, _down;

    /// <summary>Computes the matrices of all modes of the basis.</summary>
    public DiffusionMatrices(RadialBasis basis)
    {
        _basis = basis;
        (_radial, _angular) = (new double[2][], new double[2][]);
        for (int parity = 0; parity < 2; parity++)
        {
            _radial[parity] = Integrate(parity, parity, (r, value, slope, curvature) => curvature + 2 * slope / r);
            _angular[parity] = Integrate(parity, parity, (r, value, slope, curvature) => -value / (r * r));
        }
        _up = [.. Enumerable.Range(0, basis.Modes).Select(l => Integrate(l, l + 1, (r, value, slope, curvature) => slope - l * value / r))];
        _down = [.. Enumerable.Range(0, basis.Modes).Select(l => Integrate(l, l + 1, (r, value, slope, curvature) => slope + (l + 1) * value / r))];
    }

    /// <summary>Adds factor Lap of one mode to a weak matrix.</summary>
    public void AddLaplacian(int mode, double factor, double* matrix)
    {
        fixed (double* radial = _radial[mode & 1], angular = _angular[mode & 1])
        {
            SmallProduct.Add(factor, radial, matrix, _basis.Count * _basis.Stride);
            SmallProduct.Add(factor * mode * (mode + 1), angular, matrix, _basis.Count * _basis.Stride);
        }
    }

    /// <summary>Adds what factor grad_1 . grad_2 makes in the mode from a neighbouring one, times the norms of the two, in weak form.</summary>
    public void AddCross(int mode, int other, double factor, double* pairs, double* result, double* work)
    {
        int count = _basis.Count, stride = _basis.Stride;
        double[] ladder = other > mode ? _up[mode] : _down[mode];
        double scale = factor * (other > mode ? (mode + 1) / (2.0 * mode + 3) : mode / (2.0 * mode - 1));
        fixed (double* left = ladder)
        {
            SmallProduct.Multiply(left, stride, pairs, stride, work, stride, count, count, stride, false);
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < count; j++)
                {
                    double sum = 0;
                    for (int k = Math.Max(0, j - _basis.Splines.Degree); k <= Math.Min(count - 1, j + _basis.Splines.Degree); k++)
                        sum += work[i * stride + k] * left[j * stride + k];
                    result[i * stride + j] += scale * sum;
                }
            }
        }
    }

    private double[] Integrate(int test, int trial, Func<double, double, double, double, double> operation)
    {
        double[] result = new double[_basis.Count * _basis.Stride];
        for (int a = 0; a < _basis.PointCount; a++)
        {
            int first = _basis.Splines.First(a / RadialBasis.PointsPerElement);
            double r = _basis.Radii[a], weight = _basis.Weights[a] * r * r * _basis.Gaussian(r);
            for (int i = 0; i < _basis.Support; i++)
            {
                int at = a * _basis.Support + i;
                double image = weight * operation(r, _basis.Values(test)[at], _basis.Slopes(test)[at], _basis.Curvatures(test)[at]);
                SmallProduct.AddScalars(image, _basis.Values(trial).AsSpan(a * _basis.Support, _basis.Support),
                    result.AsSpan((first + i) * _basis.Stride + first, _basis.Support));
            }
        }
        return result;
    }
}
