using Hierarchy.Spectral;

namespace Hierarchy.Kernels;

/// <summary>
/// How operators walk over a pair array F(v1, v2) of shape (n^d, n^d), v1 slow: in blocks of 16 neighbouring columns v2, all rows v1.
/// A block is one complex array of 8 lanes: columns 0..7 travel as real parts, columns 8..15 as imaginary parts, because every
/// operator on v1 has a real kernel. Differences v2 - v1 index tables of (2n)^d values.
/// </summary>
/// <remarks>Of a pair array with a symmetry (<see cref="VelocityOrbits"/>) the columns are one representative of every orbit, and the rows are all points.</remarks>
internal sealed class PairLayout
{
    /// <summary>Columns in one vector.</summary>
    public const int Lanes = 8;

    /// <summary>Columns in one block.</summary>
    public const int BlockColumns = 2 * Lanes;

    /// <summary>Lays out all columns, those of the representatives of some orbits, or a part.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="orbits">The symmetry; null for none.</param>
    /// <param name="part">The columns of this process where others have the rest; whole blocks, but for the end of all columns.</param>
    public PairLayout(VelocityGrid grid, VelocityOrbits? orbits = null, ColumnRange? part = null)
    {
        Grid = grid;
        Size = grid.Size;
        Orbits = orbits is { IsTrivial: false } ? orbits : null;
        FirstColumn = part?.First ?? 0;
        ColumnCount = part?.Count ?? Orbits?.Count ?? Size;
        IsPart = part is not null;
        HasAllColumns = Orbits is null && !IsPart;
        Blocks = (ColumnCount + BlockColumns - 1) / BlockColumns;
        PaddedColumns = Blocks * BlockColumns;
        PaddedSize = (Size + BlockColumns - 1) / BlockColumns * BlockColumns;
        int d = grid.Dimension, n = grid.Points;
        TableSize = 1;
        for (int a = 0; a < d; a++)
            TableSize *= 2 * n;
        Offset = new int[PaddedSize];
        Velocity = new NativeBuffer(d * PaddedSize);
        for (int i = 0; i < PaddedSize; i++)
        {
            int flat = Math.Min(i, Size - 1);
            for (int a = 0; a < d; a++)
            {
                Offset[i] = 2 * n * Offset[i] + grid.AxisIndex(flat, a);
                Velocity.Span[a * PaddedSize + i] = grid.Velocity(flat, a);
            }
        }
        Origin = Offset[Size - 1];
        ColumnOffset = HasAllColumns ? Offset : [.. Enumerable.Range(0, PaddedColumns).Select(j => Offset[PointOf(j)])];
        ColumnVelocity = HasAllColumns ? Velocity : new NativeBuffer(d * PaddedColumns);
        for (int a = 0; !HasAllColumns && a < d; a++)
            GatherColumns(Velocity.Span[(a * PaddedSize)..], ColumnVelocity.Span[(a * PaddedColumns)..]);
    }

    public VelocityGrid Grid { get; }

    /// <summary>n^d.</summary>
    public int Size { get; }

    /// <summary>The symmetry of the pair array; null if it has all columns.</summary>
    public VelocityOrbits? Orbits { get; }

    /// <summary>Whether the columns are all points.</summary>
    public bool HasAllColumns { get; }

    /// <summary>Whether other processes have further columns.</summary>
    public bool IsPart { get; }

    /// <summary>Whether pair arrays hold rows, which by exchange symmetry are the columns: where other processes have further ones and there is no symmetry.</summary>
    public bool HoldsRows => IsPart && Orbits is null;

    /// <summary>The columns of all processes, rounded up to whole blocks.</summary>
    public int PaddedWhole => ((Orbits?.Count ?? Size) + BlockColumns - 1) / BlockColumns * BlockColumns;

    /// <summary>The number of the first column among those of all processes.</summary>
    public int FirstColumn { get; }

    /// <summary>The columns: n^d, the number of orbits, or those of this process.</summary>
    public int ColumnCount { get; }

    /// <summary>The columns rounded up to whole blocks; arrays over columns have this length.</summary>
    public int PaddedColumns { get; }

    /// <summary>n^d rounded up to whole blocks; arrays over points have this length.</summary>
    public int PaddedSize { get; }

    public int Blocks { get; }

    /// <summary>(2n)^d.</summary>
    public int TableSize { get; }

    /// <summary>The difference v_j - v_i stands at Origin + Offset[j] - Offset[i] of a table.</summary>
    public int[] Offset { get; }

    public int Origin { get; }

    /// <summary>Component a of the velocity of point i at a * PaddedSize + i.</summary>
    public NativeBuffer Velocity { get; }

    /// <summary>The entries of <see cref="Offset"/> at the columns.</summary>
    public int[] ColumnOffset { get; }

    /// <summary>Component a of the velocity of column j at a * PaddedColumns + j.</summary>
    public NativeBuffer ColumnVelocity { get; }

    /// <summary>The number of the point of column j; that of the last column for those beyond it.</summary>
    public int PointOf(int j)
    {
        int column = FirstColumn + Math.Min(j, ColumnCount - 1);
        return Orbits is null ? column : Orbits.Points[column];
    }

    /// <summary>Takes the values at the columns from those at all points.</summary>
    public void GatherColumns(ReadOnlySpan<double> points, Span<double> columns)
    {
        for (int j = 0; j < PaddedColumns; j++)
            columns[j] = points[PointOf(j)];
    }

    /// <summary>The columns of a block that exist.</summary>
    public int Columns(int block) => Math.Min(BlockColumns, ColumnCount - block * BlockColumns);

    /// <summary>
    /// Where a block begins in an array in blocks: block after block, each with all rows v1 of its columns v2 one after the other, so that a block is
    /// contiguous and the whole takes n^d values a column.
    /// </summary>
    public long BlockStart(int block) => (long)block * BlockColumns * Size;

    /// <summary>The number of columns from j on that exist, at most <see cref="Lanes"/>.</summary>
    public int ValidLanes(int j) => Math.Clamp(ColumnCount - j, 0, Lanes);

    /// <summary>The number of lanes from column j on, up to column end, that stay on one grid line, so that their table entries are neighbours.</summary>
    public int LanesOnLine(int j, int end)
    {
        int lanes = 1;
        while (j + lanes < end && ColumnOffset[j + lanes] == ColumnOffset[j] + lanes)
            lanes++;
        return lanes;
    }
}

/// <summary>Neighbouring columns.</summary>
internal readonly record struct ColumnRange(int First, int Count);
