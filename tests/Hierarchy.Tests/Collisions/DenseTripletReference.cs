using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;

namespace Hierarchy.Tests.Collisions;

/// <summary>
/// (C_1 + C_2)[f_3] of a closure with f_3 written out for every triple of points of a column, differentiated in v1 and v3 and summed over v3: slow, and nothing
/// in common with the solver but the definitions. The kernel enters by point values, so gamma = 0, where A is a polynomial, is exact up to the resolution of f and g.
/// </summary>
internal sealed class DenseTripletReference(VelocityGrid grid, CollisionKernel kernel, TripletClosure closure, double[] density, double[] correlation, double guard)
{
    private readonly DensePairReference _dense = new(grid, kernel);
    private readonly double[] _reciprocal = [.. density.Select(f => f / (f * f + guard * guard))];

    /// <summary>f_3 without its normalisation; division by f is multiplication with f/(f^2 + guard^2).</summary>
    public double Triple(int i, int j, int k)
    {
        int size = grid.Size;
        double fi = density[i], fj = density[j], fk = density[k], gij = correlation[i * size + j], gik = correlation[i * size + k], gjk = correlation[j * size + k];
        double wi = _reciprocal[i], wj = _reciprocal[j], wk = _reciprocal[k];
        return fi * fj * fk + closure.Bond * (gij * fk + gik * fj + gjk * fi) + closure.Chain * (gij * gik * wi + gij * gjk * wj + gik * gjk * wk)
            + closure.Triangle * gij * gik * gjk * wi * wj * wk;
    }

    /// <summary>The mass of f_3 over that of f1 f2 f3, or 1.</summary>
    public double Mass()
    {
        if (!closure.Normalised)
            return 1;
        double sum = 0;
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
            {
                for (int k = 0; k < grid.Size; k++)
                    sum += Triple(i, j, k);
            }
        }
        return sum / Math.Pow(density.Sum(), 3);
    }

    /// <summary>The column C_1[f_3](., v_j) without the normalisation.</summary>
    public double[] Column(int j)
    {
        int d = grid.Dimension, size = grid.Size;
        double[] triples = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
                triples[i * size + k] = Triple(i, j, k);
        }
        double[][] flux = [.. Enumerable.Range(0, d).Select(_ => new double[size])];
        for (int b = 0; b < d; b++)
        {
            double[] first = _dense.Derivative(triples, b, size), third = _dense.Derivative(triples, b);
            for (int a = 0; a < d; a++)
            {
                for (int i = 0; i < size; i++)
                {
                    for (int k = 0; k < size; k++)
                        flux[a][i] += grid.CellVolume * _dense.Kernel(i, k, a, b) * (first[i * size + k] - third[i * size + k]);
                }
            }
        }
        double[] column = new double[size];
        for (int a = 0; a < d; a++)
        {
            double[] part = _dense.Derivative(flux[a], a);
            for (int i = 0; i < size; i++)
                column[i] += part[i];
        }
        return column;
    }
}
