namespace Hierarchy.Spectral;

/// <summary>Eigenvalues and orthonormal eigenvectors (columns) of a symmetric matrix, by falling modulus of the eigenvalue.</summary>
internal sealed class SymmetricEigen : IDisposable
{
    private readonly Tridiagonal? _reduction;
    private readonly DenseMatrix? _vectors;
    private readonly int[] _order;

    /// <summary>Decomposes the symmetric part of a square matrix.</summary>
    public SymmetricEigen(DenseMatrix matrix)
    {
        int size = matrix.Columns;
        _order = [.. Enumerable.Range(0, size)];
        Values = new double[size];
        if (size == 0)
            return;
        _reduction = new Tridiagonal(matrix);
        double[] diagonal = _reduction.Diagonal;
        _vectors = new TridiagonalRotations(diagonal, _reduction.Beside).Vectors;
        Array.Sort([.. diagonal.Select(value => -Math.Abs(value))], _order);
        for (int k = 0; k < size; k++)
            Values[k] = diagonal[_order[k]];
    }

    /// <summary>The eigenvalues.</summary>
    public double[] Values { get; }

    /// <summary>The first eigenvectors, each times a factor, with room for further columns of zeros.</summary>
    public DenseMatrix Vectors(int count, Func<int, double> factor, int room = 0)
    {
        var result = new DenseMatrix(Values.Length, count + room);
        if (count == 0)
            return result;
        using var rows = new DenseMatrix(count, Values.Length);
        for (int k = 0; k < count; k++)
            _vectors!.Row(_order[k]).CopyTo(rows.Row(k));
        _reduction!.Turn(rows);
        for (int k = 0; k < count; k++)
        {
            double weight = factor(k);
            for (int i = 0; i < Values.Length; i++)
                result[i, k] = weight * rows[k, i];
        }
        return result;
    }

    /// <summary>
    /// The fewest leading eigenvalues beyond which the root of the sum of squares of <paramref name="measure"/> is at most <paramref name="tail"/>, and that
    /// root.
    /// </summary>
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

    public void Dispose()
    {
        _reduction?.Dispose();
        _vectors?.Dispose();
    }
}
