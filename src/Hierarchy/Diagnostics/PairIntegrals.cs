using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>h(v1, .) at an entry of the support of a test function, n^d values, valid until the next call.</summary>
internal delegate ReadOnlySpan<double> PairRow(int entry);

/// <summary>The sums over pairs of grid points that the weak forms are made of, for one test function a, with the kernel's point values.</summary>
internal sealed class PairIntegrals(PointKernel point, SampledTestFunction function)
{
    private readonly int _dimension = point.Grid.Dimension;
    private readonly int _size = point.Grid.Size;
    private readonly double _weight = point.Grid.CellVolume * point.Grid.CellVolume;

    /// <summary>int int D.D(a a) f_2, D = grad_1 - grad_2, which a multiple of I in the kernel adds; after <see cref="Within"/>.</summary>
    public double Isotropic { get; private set; }

    /// <summary>int int (Lap_1 + Lap_2)(a a) f_2; after <see cref="Within"/>.</summary>
    public double Viscous { get; private set; }

    /// <summary>int int ( A(v1-v2):Hess a(v1) + 2 B(v1-v2).grad a(v1) ) h of a pair correlation h.</summary>
    public PairSum Outward(PairCorrelation correlation)
    {
        double[] scratch = new double[Math.Max(_size, correlation.ScratchLength)];
        return Outward(k => correlation.Row(function.Points[k], scratch));
    }

    /// <summary>The same of any h, by its rows h(v1, .) at the points of the support.</summary>
    public PairSum Outward(PairRow rowOf)
    {
        double fine = 0, coarse = 0, size = 0;
        Span<double> z = stackalloc double[_dimension];
        for (int k = 0; k < function.Points.Length; k++)
        {
            int i = function.Points[k];
            ReadOnlySpan<double> gradient = Gradient(k), hessian = Hessian(k), row = rowOf(k);
            for (int j = 0; j < _size; j++)
            {
                double alpha = point.Difference(i, j, z);
                double kernel = PointKernel.Contract(alpha, z, hessian) - 2 * (_dimension - 1) * alpha * PointKernel.Dot(z, gradient);
                double term = _weight * row[j] * kernel;
                fine += term;
                size += Math.Abs(term);
                coarse += point.IsCoarse(i, j) ? term : 0;
            }
        }
        return new(fine, (1 << _dimension) * coarse, size);
    }

    /// <summary>2 int int [ A:(Hess a(v1) a(v2) - grad a(v1) x grad a(v2)) + B.(grad a(v1) a(v2) - a(v1) grad a(v2)) ] f_2 over the support of a.</summary>
    public PairSum Within(double[] density, PairCorrelation correlation)
    {
        double[] scratch = new double[Math.Max(_size, correlation.ScratchLength)];
        double fine = 0, coarse = 0, size = 0;
        (Isotropic, Viscous) = (0, 0);
        Span<double> z = stackalloc double[_dimension];
        for (int k = 0; k < function.Points.Length; k++)
        {
            int i = function.Points[k];
            double laplacian = function.Laplacian(k);
            ReadOnlySpan<double> row = correlation.Row(i, scratch);
            for (int m = 0; m < function.Points.Length; m++)
            {
                int j = function.Points[m];
                double alpha = point.Difference(i, j, z), both = PointKernel.Dot(Gradient(k), Gradient(m));
                double pair = _weight * (density[i] * density[j] + row[j]);
                double along = PointKernel.Dot(z, Gradient(k)), across = PointKernel.Dot(z, Gradient(m));
                double matrix = function.Values[m] * PointKernel.Contract(alpha, z, Hessian(k)) - alpha * (PointKernel.Dot(z, z) * both - along * across);
                double term = 2 * pair * (matrix - (_dimension - 1) * alpha * (along * function.Values[m] - function.Values[k] * across));
                fine += term;
                size += Math.Abs(term);
                coarse += point.IsCoarse(i, j) ? term : 0;
                Viscous += 2 * pair * laplacian * function.Values[m];
                Isotropic += 2 * pair * (laplacian * function.Values[m] - both);
            }
        }
        return new(fine, (1 << _dimension) * coarse, size);
    }

    private ReadOnlySpan<double> Gradient(int k) => function.Gradients.AsSpan(k * _dimension, _dimension);

    private ReadOnlySpan<double> Hessian(int k) => function.Hessians.AsSpan(k * _dimension * _dimension, _dimension * _dimension);
}

/// <summary>A sum over pairs of grid points, with the same sum over the differences of twice the spacing and the sum of the absolute values of its terms.</summary>
/// <param name="Fine">The sum.</param>
/// <param name="Coarse">2^d times its terms whose difference v1 - v2 is on the lattice of spacing 2h.</param>
/// <param name="Size">The sum of the absolute values.</param>
internal readonly record struct PairSum(double Fine, double Coarse, double Size)
{
    /// <summary>The estimated error of the quadrature in v1 - v2: a third of the difference of the two rules, as for a rule of second order.</summary>
    public double Error => Math.Abs(Fine - Coarse) / 3;

    public static PairSum operator +(PairSum left, PairSum right) => new(left.Fine + right.Fine, left.Coarse + right.Coarse, left.Size + right.Size);

    public static PairSum operator *(double factor, PairSum right) => new(factor * right.Fine, factor * right.Coarse, Math.Abs(factor) * right.Size);
}
