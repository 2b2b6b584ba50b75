using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The eigenvalues of largest modulus of a symmetric operator, by the Rayleigh-Ritz method on the block Krylov space X, KX, K^2 X, ... of a random block
/// (Musco and Musco, NeurIPS 2015). Blocks of eight vectors resolve eigenvalues of multiplicity up to eight, and one visit to the matrix serves eight products.
/// </summary>
/// <param name="size">The length of a vector.</param>
/// <param name="wanted">How many eigenvalues.</param>
/// <param name="apply">Fills the second block with K times the first.</param>
internal sealed class BlockKrylov(int size, int wanted, Action<double[][], double[][]> apply)
{
    /// <summary>Vectors in a block.</summary>
    public const int Block = 8;

    private const int MaximumBlocks = 7;

    /// <summary>Residuals at which the iteration ends, in units of the largest eigenvalue; the values are then exact to about its square.</summary>
    private const double Tolerance = 1e-4;

    private const double Degenerate = 1e-10;

    private readonly List<double[]> _basis = [];
    private readonly List<double[]> _images = [];

    /// <summary>The eigenvalues with their signs, by decreasing modulus; zero where the space is exhausted.</summary>
    public double[] Values { get; } = new double[wanted];

    /// <summary>Their normalised eigenvectors.</summary>
    public double[][] Vectors { get; } = [.. Enumerable.Range(0, wanted).Select(_ => new double[size])];

    /// <summary>|K u - theta u| of each: a distance from theta within which there is an eigenvalue.</summary>
    public double[] Residuals { get; } = new double[wanted];

    /// <summary>Iterates from a block of vectors, which it overwrites.</summary>
    public void Solve(double[][] start)
    {
        double[][] block = start;
        for (int step = 0; step < MaximumBlocks; step++)
        {
            double[][] fresh = Extend(block);
            if (fresh.Length == 0)
                break;
            double[][] images = [.. fresh.Select(_ => new double[size])];
            apply(fresh, images);
            _images.AddRange(images);
            Project();
            if (Residuals.Max() <= Tolerance * Math.Abs(Values[0]))
                break;
            block = [.. images.Select(image => (double[])image.Clone())];
        }
    }

    /// <summary>Orthonormalises a block against the basis, twice for round-off, and appends what is not in its span.</summary>
    private double[][] Extend(double[][] block)
    {
        int before = _basis.Count;
        foreach (double[] vector in block)
        {
            double norm = TensorPrimitives.Norm<double>(vector);
            if (!(norm > 0))
                continue;
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] known in _basis)
                    TensorPrimitives.MultiplyAdd(known, -TensorPrimitives.Dot<double>(known, vector), vector, vector);
            }
            double left = TensorPrimitives.Norm<double>(vector);
            if (left <= Degenerate * norm)
                continue;
            TensorPrimitives.Divide(vector, left, vector);
            _basis.Add(vector);
        }
        return [.. _basis.Skip(before)];
    }

    private void Project()
    {
        int count = _basis.Count;
        Matrix<double> small = Matrix<double>.Build.Dense(count, count, (i, j) => TensorPrimitives.Dot<double>(_basis[i], _images[j]));
        Evd<double> pairs = ((small + small.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(i => Math.Abs(pairs.EigenValues[i].Real))];
        double[] residual = new double[size];
        for (int k = 0; k < Math.Min(wanted, count); k++)
        {
            Values[k] = pairs.EigenValues[order[k]].Real;
            Array.Clear(Vectors[k]);
            Array.Clear(residual);
            for (int i = 0; i < count; i++)
            {
                double weight = pairs.EigenVectors[i, order[k]];
                TensorPrimitives.MultiplyAdd(_basis[i], weight, Vectors[k], Vectors[k]);
                TensorPrimitives.MultiplyAdd(_images[i], weight, residual, residual);
            }
            TensorPrimitives.MultiplyAdd(Vectors[k], -Values[k], residual, residual);
            Residuals[k] = TensorPrimitives.Norm<double>(residual);
        }
    }
}
