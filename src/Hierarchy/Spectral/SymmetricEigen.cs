using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.Spectral;

/// <summary>Eigenvalues and orthonormal eigenvectors (columns) of a symmetric matrix, by falling modulus of the eigenvalue.</summary>
internal sealed class SymmetricEigen
{
    private readonly Matrix<double> _vectors;
    private readonly int[] _order;

    /// <summary>Decomposes the symmetric part of a square matrix.</summary>
    public SymmetricEigen(DenseMatrix matrix)
    {
        int size = matrix.Columns;
        Values = new double[size];
        _order = [.. Enumerable.Range(0, size)];
        if (size == 0)
        {
            _vectors = null!;
            return;
        }
        var evd = Matrix<double>.Build.Dense(size, size, (i, j) => 0.5 * (matrix[i, j] + matrix[j, i])).Evd(Symmetricity.Symmetric);
        _vectors = evd.EigenVectors;
        Array.Sort([.. _order.Select(k => -Math.Abs(evd.EigenValues[k].Real))], _order);
        for (int k = 0; k < size; k++)
            Values[k] = evd.EigenValues[_order[k]].Real;
    }

    /// <summary>The eigenvalues.</summary>
    public double[] Values { get; }

    /// <summary>The first eigenvectors, each times a factor, with room for further columns of zeros.</summary>
    public DenseMatrix Vectors(int count, Func<int, double> factor, int room = 0)
    {
        var result = new DenseMatrix(Values.Length, count + room);
        for (int i = 0; i < Values.Length; i++)
        {
            for (int k = 0; k < count; k++)
                result[i, k] = factor(k) * _vectors[i, _order[k]];
        }
        return result;
    }

    /// <summary>The fewest leading eigenvalues beyond which the root of the sum of squares of <paramref name="measure"/> is at most <paramref name="tail"/>, and that root.</summary>
    public (int Count, double Left) Cut(double tail, int most, Func<double, double> measure)
    {
        double sum = 0;
        int count = Values.Length;
        while (count > 0)
        {
            double next = sum + Math.Pow(measure(Values[count - 1]), 2);
            if (count <= most && Math.Sqrt(next) > tail)
                break;
            sum = next;
            count--;
        }
        return (count, Math.Sqrt(sum));
    }
}
