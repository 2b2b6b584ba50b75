using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// Eight neighbouring columns of a tall matrix (n^d rows) in two orders: by rows, as derivatives take them, and column by column, as transforms take them. One worker's.
/// </summary>
internal sealed unsafe class ColumnPanel : IDisposable
{
    /// <summary>Columns in a panel.</summary>
    public const int Width = LineDerivative.ColumnStep;
    private const int Rows = 4;
    private readonly int _size;
    private readonly NativeBuffer _rows;
    private readonly NativeBuffer _columns;

    public ColumnPanel(VelocityGrid grid)
    {
        _size = grid.Size;
        // Not a power of two apart: columns would share the same few lines of the nearest cache.
        Pitch = (_size + 7) / 8 * 8 + 24;
        _rows = new NativeBuffer(_size * Width);
        _columns = new NativeBuffer(Pitch * Width);
    }

    /// <summary>Values from one column to the next.</summary>
    public int Pitch { get; }

    /// <summary>n^d rows of eight values.</summary>
    public double* ByRows => _rows.Pointer;

    /// <summary>Column k, n^d values.</summary>
    public double* Column(int k) => _columns.Pointer + (long)k * Pitch;

    public void Dispose()
    {
        _rows.Dispose();
        _columns.Dispose();
    }

    /// <summary>Reads the columns 8 b ... of a matrix into the rows.</summary>
    public void Load(DenseMatrix matrix, int block)
    {
        double* from = matrix.Pointer + block * Width, to = ByRows;
        for (int i = 0; i < _size; i++, from += matrix.Stride, to += Width)
            new ReadOnlySpan<double>(from, Width).CopyTo(new Span<double>(to, Width));
    }

    /// <summary>Writes the rows to the columns 8 b ... of a matrix.</summary>
    public void Store(DenseMatrix matrix, int block)
    {
        double* from = ByRows, to = matrix.Pointer + block * Width;
        for (int i = 0; i < _size; i++, from += Width, to += matrix.Stride)
            new ReadOnlySpan<double>(from, Width).CopyTo(new Span<double>(to, Width));
    }

    /// <summary>Adds the rows to the columns 8 b ... of a matrix.</summary>
    public void AddTo(DenseMatrix matrix, int block)
    {
        double* from = ByRows, to = matrix.Pointer + block * Width;
        for (int i = 0; i < _size; i++, from += Width, to += matrix.Stride)
            (Vector512.Load(from) + Vector512.Load(to)).Store(to);
    }

    /// <summary>The columns from the rows.</summary>
    public void Turn()
    {
        int i = 0;
        for (; i <= _size - Width; i += Width)
        {
            Lanes8.Gather(ByRows + (long)i * Width, Width, Column(0) + i, Pitch);
            Lanes8.Gather(ByRows + (long)i * Width + Rows, Width, Column(Rows) + i, Pitch);
        }
        for (; i < _size; i++)
        {
            for (int k = 0; k < Width; k++)
                Column(k)[i] = ByRows[(long)i * Width + k];
        }
    }

    /// <summary>The rows from the columns.</summary>
    public void TurnBack()
    {
        for (int i = 0; i < _size; i += Rows)
            Lanes8.Gather(Column(0) + i, Pitch, ByRows + (long)i * Width, Width);
    }

    /// <summary>Clears the columns.</summary>
    public void Clear() => _columns.Span.Clear();
}
