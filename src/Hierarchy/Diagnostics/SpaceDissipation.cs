using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The sums of <see cref="FisherDissipation"/> over a symmetric pair density G(v, w) in d = 3, as <see cref="SliceDissipation"/> has them for d = 2. With u = log G,
/// z = v - w, r = |z|, the rotations L = z x grad_z, P = 4 alpha(r) sum_a L_a^2 and alpha = a/r^2:
/// <code>
/// d/dtau int |grad G|^2/G along P = - sum_a int G [ 4 alpha |D+ L_a u|^2 + 16 alpha ( (d_r L_a u)^2 + sum_b (L_b L_a u)^2/r^2 ) + 16 alpha' L_a u d_r L_a u ].
/// </code>
/// The rotations commute with P and are derivations of the sphere: sum_ab (L_b L_a u)^2 = |Hess u|^2 + |grad u|^2 there.
/// </summary>
/// <remarks>
/// With R_a = (z x D-)_a G = 2 L_a G. Fields of n^6 values: G; d_v G in its three components; R_a and d_v R_a, one a after the other; derivatives in w are those
/// in v at exchanged arguments. At z = 0 the mean of the integrand over directions is (32/5) (5 + gamma) a m:m, m the traceless part of the second derivative
/// of u in z, and a is averaged over the cell.
/// </remarks>
internal sealed unsafe class SpaceDissipation : IDisposable
{
    private const int Fields = 8, First = 1, Rotated = 4, Slope = 5, Tile = 16;
    private readonly VelocityGrid _grid;
    private readonly CollisionKernel _kernel;
    private readonly LineDerivative _derivative;
    private readonly NativeBuffer _memory;
    private readonly AlphaTable _alpha;
    private readonly int _size, _stride;

    public SpaceDissipation(VelocityGrid grid, CollisionKernel kernel)
    {
        if (grid.Dimension != 3)
            throw new ArgumentException("these rotations are those of d = 3", nameof(grid));
        (_grid, _kernel, _size) = (grid, kernel, grid.Size);
        _derivative = new LineDerivative(grid);
        _stride = (_size + LineDerivative.ColumnStep - 1) / LineDerivative.ColumnStep * LineDerivative.ColumnStep;
        _memory = new NativeBuffer(Fields * _size * _stride);
        _alpha = new AlphaTable(grid, kernel);
    }

    public void Dispose()
    {
        _derivative.Dispose();
        _memory.Dispose();
    }

    /// <summary>Adds the sums over the points where G is above each of the floors, without cell volumes.</summary>
    /// <param name="pairs">G, n^6 values.</param>
    /// <param name="floors">The floors, the smallest first.</param>
    /// <param name="sums">The sums of each.</param>
    public void Add(ReadOnlySpan<double> pairs, ReadOnlySpan<double> floors, DissipationSums[] sums)
    {
        for (int i = 0; i < _size; i++)
            pairs.Slice(i * _size, _size).CopyTo(new Span<double>(Row(0, i), _size));
        foreach (DissipationSums one in sums)
            one.Total += TensorPrimitives.Sum(pairs);
        for (int a = 0; a < 3; a++)
            Derive(0, First + a, a);
        AddHeat(floors, sums);
        for (int a = 0; a < 3; a++)
            AddRotation(a, floors, sums);
    }

    private double* Row(int field, int i) => _memory.Pointer + ((long)field * _size + i) * _stride;

    private double At(int field, int i, int j) => Row(field, i)[j];

    private void Derive(int from, int to, int axis) => _derivative.Apply(Row(from, 0), Row(to, 0), axis, _stride, _stride, add: false);

    /// <summary>G |grad_v grad_v u|^2, G |grad_v grad_w u|^2, and the traceless second derivative in z at z = 0; the fields behind the gradient are scratch.</summary>
    private void AddHeat(ReadOnlySpan<double> floors, DissipationSums[] sums)
    {
        double[] hessian = new double[_size * 9];
        for (int a = 0; a < 3; a++)
        {
            for (int i = 0; i < _size; i++)
            {
                for (int j = 0; j < _size; j++)
                    Row(Rotated, i)[j] = At(First + a, j, i);
            }
            for (int b = 0; b < 3; b++)
            {
                Derive(First + a, Slope, b);
                Derive(Rotated, Slope + 1, b);
                for (int i = 0; i < _size; i++)
                {
                    AddHeat(i, a, b, floors, sums);
                    hessian[9 * i + 3 * a + b] = 0.5 * (At(Slope, i, i) - At(Slope + 1, i, i));
                }
            }
        }
        for (int i = 0; i < _size; i++)
            AddDiagonal(hessian.AsSpan(9 * i, 9), At(0, i, i), floors, sums);
    }

    private void AddHeat(int i, int a, int b, ReadOnlySpan<double> floors, DissipationSums[] sums)
    {
        for (int j = 0; j < _size; j++)
        {
            double value = At(0, i, j), slope = At(First + b, i, j);
            double same = At(Slope, i, j) - At(First + a, i, j) * slope / value, mixed = At(Slope + 1, i, j) - At(First + a, j, i) * slope / value;
            for (int f = 0; f < floors.Length; f++)
            {
                if (!(value > floors[f]))
                    continue;
                sums[f].HeatSame += same * same / value;
                sums[f].HeatMixed += mixed * mixed / value;
                sums[f].Mass += a + b == 0 ? value : 0;
            }
        }
    }

    private void AddDiagonal(Span<double> hessian, double value, ReadOnlySpan<double> floors, DissipationSums[] sums)
    {
        double trace = (hessian[0] + hessian[4] + hessian[8]) / 3, square = 0;
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                square += Math.Pow(0.5 * (hessian[3 * a + b] + hessian[3 * b + a]) - (a == b ? trace : 0), 2);
        }
        for (int f = 0; f < floors.Length; f++)
            sums[f].Landau -= value > floors[f] ? 6.4 * (5 + _kernel.Gamma) * _alpha.CellAverage * square / value : 0;
    }

    /// <summary>What the rotation L_a adds off the diagonal.</summary>
    private void AddRotation(int a, ReadOnlySpan<double> floors, DissipationSums[] sums)
    {
        double* z = stackalloc double[3];
        int b = (a + 1) % 3, c = (a + 2) % 3;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                Difference(i, j, z);
                Row(Rotated, i)[j] = z[b] * Minus(First + c, i, j) - z[c] * Minus(First + b, i, j);
            }
        }
        for (int axis = 0; axis < 3; axis++)
            Derive(Rotated, Slope + axis, axis);
        // In tiles, so that the transposed values of a tile share the lines of the cache.
        for (int first = 0; first < _size; first += Tile)
        {
            for (int second = 0; second < _size; second += Tile)
                AddTile(first, second, floors, sums);
        }
    }

    private void AddTile(int first, int second, ReadOnlySpan<double> floors, DissipationSums[] sums)
    {
        double* terms = stackalloc double[2], z = stackalloc double[3];
        for (int i = first; i < Math.Min(first + Tile, _size); i++)
        {
            for (int j = second; j < Math.Min(second + Tile, _size); j++)
            {
                double value = At(0, i, j);
                if (i == j || !(value > floors[0]))
                    continue;
                Difference(i, j, z);
                Integrand(i, j, z, value, terms);
                for (int f = 0; f < floors.Length; f++)
                {
                    sums[f].Landau -= value > floors[f] ? terms[0] : 0;
                    sums[f].Entropy += value > floors[f] ? terms[1] : 0;
                }
            }
        }
    }

    private void Difference(int i, int j, double* z)
    {
        for (int axis = 0; axis < 3; axis++)
            z[axis] = _grid.Velocity(i, axis) - _grid.Velocity(j, axis);
    }

    /// <summary>D- of what a field is the derivative in v of.</summary>
    private double Minus(int field, int i, int j) => At(field, i, j) - At(field, j, i);

    private double Plus(int field, int i, int j) => At(field, i, j) + At(field, j, i);

    /// <summary>G times the integrand of dI along P by one rotation, and 4 alpha (L_a G)^2/G, that of dH.</summary>
    private void Integrand(int i, int j, double* z, double value, double* terms)
    {
        double squared = z[0] * z[0] + z[1] * z[1] + z[2] * z[2], r = Math.Sqrt(squared);
        (double alpha, double slope) = _alpha.At(squared);
        // L_a G, and for a derivation X: G X L_a u = X L_a G - X G L_a G/G.
        double turn = 0.5 * At(Rotated, i, j), ratio = turn / value, centre = 0, radial = 0, angular = 0;
        for (int b = 0; b < 3; b++)
        {
            int c = (b + 1) % 3, d = (b + 2) % 3;
            double along = 0.5 * Plus(Slope + b, i, j) - Plus(First + b, i, j) * ratio;
            centre += along * along;
            // d_r = z.D-/(2 r), L_b = (z x D-)_b/2.
            radial += z[b] * (0.5 * Minus(Slope + b, i, j) - Minus(First + b, i, j) * ratio) / (2 * r);
            double twice = 0.5 * (z[c] * (0.5 * Minus(Slope + d, i, j) - Minus(First + d, i, j) * ratio) - z[d] * (0.5 * Minus(Slope + c, i, j) - Minus(First + c, i, j) * ratio));
            angular += twice * twice;
        }
        double squares = 4 * alpha * centre + 16 * alpha * (radial * radial + angular / squared);
        terms[0] = (squares + 16 * slope * turn * radial) / value;
        terms[1] = 4 * alpha * turn * turn / value;
    }
}
