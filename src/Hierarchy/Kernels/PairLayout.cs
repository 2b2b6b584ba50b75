using Hierarchy.Spectral;

namespace Hierarchy.Kernels;

/// <summary>
/// How operators walk over a pair array F(v1, v2) of shape (n^d, n^d), v1 slow: in blocks of 16 neighbouring columns v2, all rows v1.
/// A block is one complex array of 8 lanes: columns 0..7 travel as real parts, columns 8..15 as imaginary parts, because every
/// operator on v1 has a real kernel. Differences v2 - v1 index tables of (2n)^d values.
/// </summary>
internal sealed class PairLayout
{
    /// <summary>Columns in one vector.</summary>
    public const int Lanes = 8;

    /// <summary>Columns in one block.</summary>
    public const int BlockColumns = 2 * Lanes;

    public PairLayout(VelocityGrid grid)
    {
        Grid = grid;
        Size = grid.Size;
        Blocks = (Size + BlockColumns - 1) / BlockColumns;
        PaddedSize = Blocks * BlockColumns;
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
    }

    public VelocityGrid Grid { get; }

    /// <summary>n^d.</summary>
    public int Size { get; }

    /// <summary>n^d rounded up to whole blocks; arrays over columns have this length.</summary>
    public int PaddedSize { get; }

    public int Blocks { get; }

    /// <summary>(2n)^d.</summary>
    public int TableSize { get; }

    /// <summary>The difference v_j - v_i stands at Origin + Offset[j] - Offset[i] of a table.</summary>
    public int[] Offset { get; }

    public int Origin { get; }

    /// <summary>Component a of the velocity of column j at a * PaddedSize + j.</summary>
    public NativeBuffer Velocity { get; }

    /// <summary>The columns of a block that exist.</summary>
    public int Columns(int block) => Math.Min(BlockColumns, Size - block * BlockColumns);

    /// <summary>
    /// Where a block begins in an array in blocks: block after block, each with all rows v1 of its columns v2 one after the other, so that a block is
    /// contiguous and the whole takes n^{2d} values.
    /// </summary>
    public long BlockStart(int block) => (long)block * BlockColumns * Size;

    /// <summary>The number of columns from j on that exist, at most <see cref="Lanes"/>.</summary>
    public int ValidLanes(int j) => Math.Clamp(Size - j, 0, Lanes);

    /// <summary>The number of lanes from column j on that stay on one grid line, so that their table entries are neighbours.</summary>
    public int LanesOnLine(int j) => Math.Min(Lanes, Grid.Points - j % Grid.Points);
}
