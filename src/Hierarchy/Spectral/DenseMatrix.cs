using System.Runtime.InteropServices;

namespace Hierarchy.Spectral;

/// <summary>
/// A dense matrix, row-major, each row padded with zeros to a multiple of sixteen values, outside the collected heap. The tall ones hold one field of n^d values a column.
/// </summary>
internal sealed unsafe class DenseMatrix : IDisposable
{
    private const int RowsPerChunk = 256;
    private const int ColumnsPerPanel = 64;
    private const int ColumnsPerTransposedPanel = 128;
    private readonly NativeBuffer _values;

    /// <summary>A matrix of zeros.</summary>
    public DenseMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        Stride = (Math.Max(columns, 1) + BlockedProduct.TileColumns - 1) / BlockedProduct.TileColumns * BlockedProduct.TileColumns;
        _values = new NativeBuffer(checked(Math.Max(rows, 1) * Stride));
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Values from one row to the next.</summary>
    public int Stride { get; }

    public double* Pointer => _values.Pointer;

    /// <summary>All rows with their padding.</summary>
    public Span<double> Values => _values.Span;

    public double this[int i, int j]
    {
        get => _values.Pointer[(long)i * Stride + j];
        set => _values.Pointer[(long)i * Stride + j] = value;
    }

    /// <summary>A row without its padding.</summary>
    public Span<double> Row(int i) => new(_values.Pointer + (long)i * Stride, Columns);

    public void Dispose() => _values.Dispose();

    /// <summary>The sum of the squares of all values.</summary>
    public double SquaredNorm() => System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(Values);

    /// <summary>Writes the columns of another matrix of as many rows to the columns from <paramref name="at"/> on, times a factor.</summary>
    public void SetColumns(int at, DenseMatrix other, double factor = 1)
    {
        for (int i = 0; i < Rows; i++)
            System.Numerics.Tensors.TensorPrimitives.Multiply(other.Row(i), factor, Row(i).Slice(at, other.Columns));
    }

    /// <summary>Writes a field to one column.</summary>
    public void SetColumn(int at, ReadOnlySpan<double> field)
    {
        for (int i = 0; i < Rows; i++)
            this[i, at] = field[i];
    }

    /// <summary>A copy of neighbouring columns.</summary>
    public DenseMatrix Strip(int first, int count)
    {
        var strip = new DenseMatrix(Rows, count);
        for (int i = 0; i < Rows; i++)
            Row(i).Slice(first, count).CopyTo(strip.Row(i));
        return strip;
    }

    /// <summary>A copy of one column.</summary>
    public double[] Column(int at)
    {
        double[] field = new double[Rows];
        for (int i = 0; i < Rows; i++)
            field[i] = this[i, at];
        return field;
    }

    /// <summary>The transpose.</summary>
    public DenseMatrix Transposed()
    {
        var turned = new DenseMatrix(Columns, Rows);
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Columns; k++)
                turned[k, i] = this[i, k];
        }
        return turned;
    }

    /// <summary>A copy.</summary>
    public DenseMatrix Clone()
    {
        var copy = new DenseMatrix(Rows, Columns);
        Values.CopyTo(copy.Values);
        return copy;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It has another number of rows or too many columns.</exception>
    public static DenseMatrix Read(BinaryReader reader, int rows, int mostColumns)
    {
        (int found, int columns) = (reader.ReadInt32(), reader.ReadInt32());
        if (found != rows || columns < 0 || columns > mostColumns)
            throw new InvalidDataException($"{found} x {columns} values are no matrix of {rows} rows and at most {mostColumns} columns");
        var matrix = new DenseMatrix(rows, columns);
        for (int i = 0; i < rows; i++)
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(matrix.Row(i)));
        return matrix;
    }

    /// <summary>Writes the numbers of rows and columns and the values.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Rows);
        writer.Write(Columns);
        for (int i = 0; i < Rows; i++)
            writer.Write(MemoryMarshal.AsBytes(Row(i)));
    }

    /// <summary>this^T y, for one field.</summary>
    public double[] TransposeTimes(ReadOnlySpan<double> y)
    {
        double[] sums = new double[Columns];
        for (int i = 0; i < Rows; i++)
        {
            if (y[i] != 0)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd<double>(Row(i), y[i], sums, sums);
        }
        return sums;
    }

    /// <summary>left^T right: both have the same number of rows.</summary>
    public static DenseMatrix TransposeProduct(DenseMatrix left, DenseMatrix right)
    {
        var result = new DenseMatrix(left.Columns, right.Columns);
        if (left.Columns == 0 || right.Columns == 0)
            return result;
        WorkCrew.Run((right.Columns + ColumnsPerTransposedPanel - 1) / ColumnsPerTransposedPanel, (panel, _) =>
        {
            int column = panel * ColumnsPerTransposedPanel, columns = Math.Min(ColumnsPerTransposedPanel, right.Columns - column);
            FillTransposed(left, right, left.Columns, column, columns, result);
        });
        return result;
    }

    /// <summary>columns^T columns: the half on and above the diagonal is formed, and copied.</summary>
    public static DenseMatrix Gram(DenseMatrix columns)
    {
        var result = new DenseMatrix(columns.Columns, columns.Columns);
        int panels = (columns.Columns + ColumnsPerPanel - 1) / ColumnsPerPanel;
        // The last panels are the longest: they come first.
        WorkCrew.Run(panels, (chunk, _) =>
        {
            int column = (panels - 1 - chunk) * ColumnsPerPanel, count = Math.Min(ColumnsPerPanel, columns.Columns - column);
            FillTransposed(columns, columns, column + count, column, count, result);
        });
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < i; j++)
                result[i, j] = result[j, i];
        }
        return result;
    }

    /// <summary>left right.</summary>
    public static DenseMatrix Product(DenseMatrix left, DenseMatrix right)
    {
        var result = new DenseMatrix(left.Rows, right.Columns);
        if (left.Columns == 0 || right.Columns == 0)
            return result;
        int chunks = (left.Rows + RowsPerChunk - 1) / RowsPerChunk;
        WorkCrew.Run(chunks, (chunk, _) =>
        {
            int first = chunk * RowsPerChunk, rows = Math.Min(RowsPerChunk, left.Rows - first);
            using var memory = new ProductPanel(rows, left.Columns, 1, result.Stride);
            BlockedProduct.Multiply(new PlainLeft(left, first, rows), right.Pointer, right.Stride, 0, right.Columns, memory);
            Collect(memory, rows, right.Columns, result, first, 0);
        });
        return result;
    }

    /// <summary>Some rows of a matrix += left right, the inner index summed in blocks.</summary>
    public static void AddProduct(DenseMatrix left, DenseMatrix right, int block, DenseMatrix target, int firstRow)
    {
        WorkCrew.Run((left.Rows + RowsPerChunk - 1) / RowsPerChunk, (chunk, _) =>
        {
            int first = chunk * RowsPerChunk, rows = Math.Min(RowsPerChunk, left.Rows - first);
            using var memory = new ProductPanel(rows, left.Columns, 1, target.Stride);
            Spread(target, firstRow + first, 0, rows, right.Columns, memory);
            BlockedProduct.Multiply(new PlainLeft(left, first, rows), right.Pointer, right.Stride, 0, right.Columns, memory, block, adds: true);
            Collect(memory, rows, right.Columns, target, firstRow + first, 0);
        });
    }

    /// <summary>target -= left right, without a second matrix of the size of the target.</summary>
    public static void SubtractProduct(DenseMatrix target, DenseMatrix left, DenseMatrix right)
    {
        if (left.Columns == 0 || right.Columns == 0)
            return;
        WorkCrew.Run((left.Rows + RowsPerChunk - 1) / RowsPerChunk, (chunk, _) =>
        {
            int first = chunk * RowsPerChunk, rows = Math.Min(RowsPerChunk, left.Rows - first);
            using var memory = new ProductPanel(rows, left.Columns, 1, target.Stride);
            BlockedProduct.Multiply(new PlainLeft(left, first, rows), right.Pointer, right.Stride, 0, right.Columns, memory);
            for (int j = 0; j < right.Columns; j += BlockedProduct.TileColumns)
            {
                int valid = Math.Min(BlockedProduct.TileColumns, right.Columns - j);
                double* strip = memory.Strip(0, j / BlockedProduct.TileColumns);
                for (int i = 0; i < rows; i++)
                {
                    Span<double> to = target.Row(first + i).Slice(j, valid);
                    System.Numerics.Tensors.TensorPrimitives.Subtract(to, new ReadOnlySpan<double>(strip + i * BlockedProduct.TileColumns, valid), to);
                }
            }
        });
    }

    /// <summary>The sum of the absolute values of left right, which is not kept.</summary>
    public static double SumOfMagnitudes(DenseMatrix left, DenseMatrix right)
    {
        double sum = 0;
        if (left.Columns == 0)
            return sum;
        using var memory = new ProductPanel(left.Rows, left.Columns, 1, ColumnsPerPanel);
        for (int column = 0; column < right.Columns; column += ColumnsPerPanel)
        {
            // Columns beyond the last one are zero.
            int columns = Math.Min(ColumnsPerPanel, right.Columns - column);
            BlockedProduct.Multiply(new PlainLeft(left, 0, left.Rows), right.Pointer, right.Stride, column, columns, memory);
            for (int j = 0; j < columns; j += BlockedProduct.TileColumns)
                sum += System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes(
                    new ReadOnlySpan<double>(memory.Strip(0, j / BlockedProduct.TileColumns), left.Rows * BlockedProduct.TileColumns));
        }
        return sum;
    }

    /// <summary>The first rows of some columns of left^T right.</summary>
    private static void FillTransposed(DenseMatrix left, DenseMatrix right, int rows, int column, int columns, DenseMatrix result)
    {
        using var memory = new ProductPanel(rows, left.Rows, 1, (columns + BlockedProduct.TileColumns - 1) / BlockedProduct.TileColumns * BlockedProduct.TileColumns);
        BlockedProduct.Multiply(new TransposedLeft(left), right.Pointer, right.Stride, column, columns, memory);
        Collect(memory, rows, columns, result, 0, column);
    }

    /// <summary>result += left^T right in the first rows of some columns, the rows of the two summed in blocks.</summary>
    public static void AddTransposed(DenseMatrix left, DenseMatrix right, int rows, int column, int columns, int block, DenseMatrix result)
    {
        using var memory = new ProductPanel(rows, left.Rows, 1, (columns + BlockedProduct.TileColumns - 1) / BlockedProduct.TileColumns * BlockedProduct.TileColumns);
        Spread(result, 0, column, rows, columns, memory);
        BlockedProduct.Multiply(new TransposedLeft(left), right.Pointer, right.Stride, column, columns, memory, block, adds: true);
        Collect(memory, rows, columns, result, 0, column);
    }

    /// <summary>What <see cref="Collect"/> takes out, put in.</summary>
    private static void Spread(DenseMatrix matrix, int row, int column, int rows, int columns, ProductPanel panel)
    {
        for (int j = 0; j < columns; j += BlockedProduct.TileColumns)
        {
            int valid = Math.Min(BlockedProduct.TileColumns, columns - j);
            double* strip = panel.Strip(0, j / BlockedProduct.TileColumns);
            for (int i = 0; i < rows; i++)
                matrix.Row(row + i).Slice(column + j, valid).CopyTo(new Span<double>(strip + i * BlockedProduct.TileColumns, valid));
        }
    }

    private static void Collect(ProductPanel panel, int rows, int columns, DenseMatrix result, int row, int column)
    {
        for (int j = 0; j < columns; j += BlockedProduct.TileColumns)
        {
            int valid = Math.Min(BlockedProduct.TileColumns, columns - j);
            double* strip = panel.Strip(0, j / BlockedProduct.TileColumns);
            for (int i = 0; i < rows; i++)
                new ReadOnlySpan<double>(strip + i * BlockedProduct.TileColumns, valid).CopyTo(result.Row(row + i).Slice(column + j, valid));
        }
    }

    private sealed class TransposedLeft(DenseMatrix matrix) : ILeftFactor
    {
        public void Pack(int row, int first, int count, double* packed)
        {
            for (int k = 0; k < count; k++)
                new ReadOnlySpan<double>(matrix.Pointer + (long)(first + k) * matrix.Stride + row, BlockedProduct.TileRows)
                    .CopyTo(new Span<double>(packed + k * BlockedProduct.TileRows, BlockedProduct.TileRows));
        }
    }

    private sealed class PlainLeft(DenseMatrix matrix, int start, int rows) : ILeftFactor
    {
        public void Pack(int row, int first, int count, double* packed)
        {
            for (int r = 0; r < BlockedProduct.TileRows; r++)
            {
                double* source = matrix.Pointer + (long)(start + row + r) * matrix.Stride + first;
                bool exists = row + r < rows;
                for (int k = 0; k < count; k++)
                    packed[k * BlockedProduct.TileRows + r] = exists ? source[k] : 0;
            }
        }
    }
}
