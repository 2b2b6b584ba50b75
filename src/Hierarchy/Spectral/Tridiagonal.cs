using System.Numerics.Tensors;

namespace Hierarchy.Spectral;

/// <summary>
/// T = Q^T A Q of a symmetric matrix by Householder reflections Q = H_0 H_1 ..., H_k = I - 2 v_k v_k^T: each visit to the rows that are left subtracts one
/// reflection and forms the product of the matrix with the next one.
/// </summary>
/// <remarks>Rows are shared out to the threads; every row is computed by the same operations wherever it stands. Golub and Van Loan, Matrix Computations, section 8.3.</remarks>
internal sealed class Tridiagonal : IDisposable
{
    private const int RowsPerChunk = 32;
    private readonly DenseMatrix _matrix;
    private readonly DenseMatrix _reflections;
    private readonly int _size;

    /// <summary>Reduces the symmetric part of a square matrix.</summary>
    public Tridiagonal(DenseMatrix matrix)
    {
        _size = matrix.Columns;
        _matrix = new DenseMatrix(_size, _size);
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
                _matrix[i, j] = 0.5 * (matrix[i, j] + matrix[j, i]);
        }
        _reflections = new DenseMatrix(_size, _size);
        Diagonal = new double[_size];
        Beside = new double[_size];
        Reduce();
        _matrix.Dispose();
    }

    public double[] Diagonal { get; }

    /// <summary>T(k, k+1) for k = 0..n-2, then a zero.</summary>
    public double[] Beside { get; }

    public void Dispose() => _reflections.Dispose();

    /// <summary>Replaces the rows z of a matrix by Q z.</summary>
    public void Turn(DenseMatrix rows)
    {
        int chunks = (rows.Rows + RowsPerChunk - 1) / RowsPerChunk;
        WorkCrew.Run(chunks, (chunk, _) =>
        {
            int end = Math.Min(rows.Rows, (chunk + 1) * RowsPerChunk);
            for (int k = _size - 3; k >= 0; k--)
            {
                ReadOnlySpan<double> reflection = _reflections.Row(k)[(k + 1)..];
                for (int i = chunk * RowsPerChunk; i < end; i++)
                {
                    Span<double> rest = rows.Row(i).Slice(k + 1, reflection.Length);
                    TensorPrimitives.MultiplyAdd(reflection, -2 * TensorPrimitives.Dot(reflection, rest), rest, rest);
                }
            }
        });
    }

    private void Reduce()
    {
        double[] reflection = new double[_size], before = new double[_size], product = new double[_size], weights = new double[_size];
        for (int k = 0; k < _size; k++)
        {
            // The row k still lacks the reflection k - 1, like all rows beyond it.
            Subtract(k, k, before, weights);
            Span<double> row = _matrix.Row(k);
            Diagonal[k] = row[k];
            if (k == _size - 1)
                break;
            Span<double> rest = row[(k + 1)..];
            double norm = k < _size - 2 ? TensorPrimitives.Norm<double>(rest[1..]) : 0;
            Array.Clear(reflection);
            if (norm > 0)
            {
                double whole = double.Hypot(rest[0], norm), first = rest[0] + (rest[0] < 0 ? -whole : whole);
                double length = double.Hypot(first, norm);
                TensorPrimitives.Divide(rest, length, reflection.AsSpan(k + 1));
                reflection[k + 1] = first / length;
                Beside[k] = rest[0] < 0 ? whole : -whole;
            }
            else
            {
                Beside[k] = rest[0];
            }
            reflection.CopyTo(_reflections.Row(k));
            Advance(k + 1, before, weights, reflection, product);
            // A - 2 v w^T - 2 w v^T with w = A v - (v^T A v) v.
            double along = TensorPrimitives.Dot<double>(reflection, product);
            TensorPrimitives.MultiplyAdd<double>(reflection, -along, product, weights);
            (before, reflection) = (reflection, before);
        }
    }

    /// <summary>Takes the last reflection out of the rows from <paramref name="first"/> on and forms their product with the next one.</summary>
    private void Advance(int first, double[] before, double[] weights, double[] reflection, double[] product)
    {
        Array.Clear(product);
        int chunks = (_size - first + RowsPerChunk - 1) / RowsPerChunk;
        WorkCrew.Run(chunks, (chunk, _) =>
        {
            int start = first + chunk * RowsPerChunk, end = Math.Min(_size, start + RowsPerChunk);
            for (int i = start; i < end; i++)
            {
                Subtract(i, first, before, weights);
                product[i] = TensorPrimitives.Dot<double>(_matrix.Row(i)[first..], reflection.AsSpan(first));
            }
        });
    }

    /// <summary>Row i of A - 2 v w^T - 2 w v^T, once, from a column on: what stands before it is not read again.</summary>
    private void Subtract(int i, int from, double[] reflection, double[] weights)
    {
        double v = -2 * reflection[i], w = -2 * weights[i];
        if (v == 0 && w == 0)
            return;
        Span<double> row = _matrix.Row(i)[from..];
        TensorPrimitives.MultiplyAdd<double>(weights.AsSpan(from), v, row, row);
        TensorPrimitives.MultiplyAdd<double>(reflection.AsSpan(from), w, row, row);
    }
}
