using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>Spectral derivatives of two real fields on the grid in one complex transform, on the calling thread.</summary>
internal sealed class SpectralGradient(VelocityGrid grid)
{
    private readonly FourierTransform _transform = new(grid.Shape, 0, grid.Dimension, threads: 1);
    private readonly double[] _re = new double[grid.Size];
    private readonly double[] _im = new double[grid.Size];
    private readonly double[] _negative = [.. grid.DerivativeWavenumbers.Select(k => -k)];

    /// <summary>The derivative of the first field, after <see cref="Differentiate"/>.</summary>
    public double[] First { get; } = new double[grid.Size];

    /// <summary>The derivative of the second field.</summary>
    public double[] Second { get; } = new double[grid.Size];

    /// <summary>Transforms two fields, n^d values each.</summary>
    public void Load(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        first.CopyTo(_re);
        second.CopyTo(_im);
        _transform.Forward(_re, _im);
    }

    /// <summary>The derivatives of both fields along an axis: multiplication by i k.</summary>
    public void Differentiate(int axis)
    {
        int n = grid.Points, stride = 1;
        for (int a = grid.Dimension - 1; a > axis; a--)
            stride *= n;
        for (int start = 0; stride == 1 && start < grid.Size; start += n)
        {
            TensorPrimitives.Multiply(_im.AsSpan(start, n), _negative, First.AsSpan(start, n));
            TensorPrimitives.Multiply(_re.AsSpan(start, n), grid.DerivativeWavenumbers, Second.AsSpan(start, n));
        }
        for (int start = 0, j = 0; stride > 1 && start < grid.Size; start += stride, j = j + 1 == n ? 0 : j + 1)
        {
            double k = grid.DerivativeWavenumbers[j];
            TensorPrimitives.Multiply(_im.AsSpan(start, stride), -k, First.AsSpan(start, stride));
            TensorPrimitives.Multiply(_re.AsSpan(start, stride), k, Second.AsSpan(start, stride));
        }
        _transform.Inverse(First, Second);
    }

    /// <summary>The d derivatives of a field.</summary>
    public static double[][] Of(VelocityGrid grid, ReadOnlySpan<double> field)
    {
        SpectralGradient gradient = new(grid);
        gradient.Load(field, field);
        double[][] result = new double[grid.Dimension][];
        for (int a = 0; a < grid.Dimension; a++)
        {
            gradient.Differentiate(a);
            result[a] = [.. gradient.First];
        }
        return result;
    }

    /// <summary>int |grad f|^2 dv.</summary>
    public static double SquaredNorm(VelocityGrid grid, ReadOnlySpan<double> field)
    {
        double sum = 0;
        foreach (double[] component in Of(grid, field))
            sum += TensorPrimitives.SumOfSquares<double>(component);
        return grid.CellVolume * sum;
    }
}
