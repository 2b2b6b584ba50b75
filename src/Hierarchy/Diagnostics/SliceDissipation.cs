using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The sums of <see cref="FisherDissipation"/> over one symmetric pair density G(v, w) in d = 2: a density of two particles, or one of three with the third
/// velocity fixed. With u = log G, z = v - w = r (cos theta, sin theta), D+ = grad_v + grad_w, D- = grad_v - grad_w and P = 4 alpha(r) d_theta^2, alpha =
/// a/r^2:
/// <code>
/// d/dtau int |grad G|^2/G along P = - int G [ 4 alpha |d_theta D+ u|^2 + 16 alpha ( (d_r d_theta u)^2 + (d_theta^2 u)^2/r^2 ) + 16 alpha' d_theta u d_r d_theta u ].
/// </code>
/// The derivatives that commute with P give squares; d_r does not, and leaves the last term, of no sign, for which a and not f is to be blamed.
/// </summary>
/// <remarks>
/// With b = (-z_y, z_x): 2 d_theta = b.D-, 2 d_r = z.D-/r, and G d^2 u = d^2 G - dG dG/G. The integrand grows as 1/r at r = 0 for Coulomb; there it is
/// 16 (4 + gamma) m^2 a with m the traceless half of the second derivative of u in z, and a is averaged over the cell,
/// which leaves an error of order h^(gamma + 4), for Coulomb h.
/// </remarks>
internal sealed unsafe class SliceDissipation : IDisposable
{
    private const int Fields = 13;
    private readonly VelocityGrid _grid;
    private readonly CollisionKernel _kernel;
    private readonly LineDerivative _derivative;
    private readonly NativeBuffer _memory;
    private readonly int _size;
    private readonly int _stride;
    private readonly AlphaTable _alpha;

    public SliceDissipation(VelocityGrid grid, CollisionKernel kernel)
    {
        if (grid.Dimension != 2)
            throw new ArgumentException("the angular form of the pair operator is written for d = 2", nameof(grid));
        _grid = grid;
        _kernel = kernel;
        _derivative = new LineDerivative(grid);
        _size = grid.Size;
        _stride = (_size + LineDerivative.ColumnStep - 1) / LineDerivative.ColumnStep * LineDerivative.ColumnStep;
        _memory = new NativeBuffer(Fields * _size * _stride);
        _alpha = new AlphaTable(grid, kernel);
    }

    /// <summary>b.D- G = 2 d_theta G of the last call, rows of <see cref="Stride"/> values.</summary>
    public double* Rotation => Field(5);

    public int Stride => _stride;

    /// <summary>Adds the sums over the points where G is above <paramref name="floor"/>, without cell volumes.</summary>
    public void Add(ReadOnlySpan<double> pairs, double floor, DissipationSums sums)
    {
        Differentiate(pairs);
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                double value = pairs[i * _size + j];
                sums.Total += value;
                if (value <= floor)
                    continue;
                sums.Mass += value;
                AddHeat(i, j, value, sums);
                if (i == j)
                    sums.Landau -= Diagonal(i, value);
                else
                    AddLandau(i, j, value, sums);
            }
        }
    }

    public void Dispose()
    {
        _derivative.Dispose();
        _memory.Dispose();
    }

    private double* Field(int k) => _memory.Pointer + (long)k * _size * _stride;

    private double At(int k, int i, int j) => Field(k)[(long)i * _stride + j];

    /// <summary>
    /// Fields: 0 G; 1, 2 d_v G; 5 R = b.D- G; 3, 4 d_v R; 6, 7, 8 d_v d_v G (xx, xy, yy); 9, 10 d_v d_{w,x} G; 11, 12 d_v d_{w,y} G.
    /// Derivatives in w are those in v at exchanged arguments, since G and R are symmetric.
    /// </summary>
    private void Differentiate(ReadOnlySpan<double> pairs)
    {
        for (int i = 0; i < _size; i++)
            pairs.Slice(i * _size, _size).CopyTo(new Span<double>(Field(0) + (long)i * _stride, _size));
        Derive(0, 1, 0);
        Derive(0, 2, 1);
        Derive(1, 6, 0);
        Derive(1, 7, 1);
        Derive(2, 8, 1);
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                (double x, double y) = Difference(i, j);
                Field(5)[(long)i * _stride + j] = -y * (At(1, i, j) - At(1, j, i)) + x * (At(2, i, j) - At(2, j, i));
                Field(3)[(long)i * _stride + j] = At(1, j, i);
                Field(4)[(long)i * _stride + j] = At(2, j, i);
            }
        }
        Derive(3, 9, 0);
        Derive(3, 10, 1);
        Derive(4, 11, 0);
        Derive(4, 12, 1);
        Derive(5, 3, 0);
        Derive(5, 4, 1);
    }

    private void Derive(int from, int to, int axis) => _derivative.Apply(Field(from), Field(to), axis, _stride, _stride, add: false);

    private (double X, double Y) Difference(int i, int j) =>
        (_grid.Velocity(i, 0) - _grid.Velocity(j, 0), _grid.Velocity(i, 1) - _grid.Velocity(j, 1));

    /// <summary>G |grad_v grad_v u|^2 and G |grad_v grad_w u|^2.</summary>
    private void AddHeat(int i, int j, double value, DissipationSums sums)
    {
        double x = At(1, i, j), y = At(2, i, j), p = At(1, j, i), q = At(2, j, i);
        double xx = At(6, i, j) - x * x / value, xy = At(7, i, j) - x * y / value, yy = At(8, i, j) - y * y / value;
        sums.HeatSame += (xx * xx + 2 * xy * xy + yy * yy) / value;
        double xp = At(9, i, j) - x * p / value, yp = At(10, i, j) - y * p / value, xq = At(11, i, j) - x * q / value, yq = At(12, i, j) - y * q / value;
        sums.HeatMixed += (xp * xp + yp * yp + xq * xq + yq * yq) / value;
    }

    private void AddLandau(int i, int j, double value, DissipationSums sums)
    {
        (double x, double y) = Difference(i, j);
        double squared = x * x + y * y, r = Math.Sqrt(squared);
        (double alpha, double slope) = _alpha.At(squared);
        double theta = 0.5 * At(5, i, j), minusX = At(3, i, j) - At(3, j, i), minusY = At(4, i, j) - At(4, j, i);
        double plusX = At(3, i, j) + At(3, j, i), plusY = At(4, i, j) + At(4, j, i);
        double radial = (x * (At(1, i, j) - At(1, j, i)) + y * (At(2, i, j) - At(2, j, i))) / (2 * r);
        double angular = (x * minusY - y * minusX) / 4 - theta * theta / value, mixed = (x * minusX + y * minusY) / (4 * r) - radial * theta / value;
        double centreX = 0.5 * plusX - theta * (At(1, i, j) + At(1, j, i)) / value, centreY = 0.5 * plusY - theta * (At(2, i, j) + At(2, j, i)) / value;
        double squares = 4 * alpha * (centreX * centreX + centreY * centreY) + 16 * alpha * (mixed * mixed + angular * angular / squared);
        sums.Landau -= (squares + 16 * slope * theta * mixed) / value;
        sums.Entropy += 4 * alpha * theta * theta / value;
    }

    /// <summary>The limit of the integrand at z = 0, for a power of r.</summary>
    private double Diagonal(int i, double value)
    {
        // At z = 0: d_z d_z G = (d_v d_v - d_v d_w) G / 2 there, because the first derivatives in z vanish.
        double xx = 0.5 * (At(6, i, i) - At(9, i, i)), yy = 0.5 * (At(8, i, i) - At(12, i, i)), xy = 0.5 * (At(7, i, i) - 0.5 * (At(10, i, i) + At(11, i, i)));
        double traceless = 0.25 * (xx - yy) * (xx - yy) + xy * xy;
        return 16 * (4 + _kernel.Gamma) * _alpha.CellAverage * traceless / value;
    }
}

/// <summary>Sums over pairs of points.</summary>
internal sealed class DissipationSums
{
    /// <summary>sum G |grad_v grad_v u|^2.</summary>
    public double HeatSame;

    /// <summary>sum G |grad_v grad_w u|^2.</summary>
    public double HeatMixed;

    /// <summary>The derivative of sum |grad G|^2/G along P.</summary>
    public double Landau;

    /// <summary>sum 4 alpha (d_theta G)^2/G, what the derivative of sum G log G along P is less than 0.</summary>
    public double Entropy;

    /// <summary>sum G over the points that count.</summary>
    public double Mass;

    /// <summary>sum G.</summary>
    public double Total;
}
