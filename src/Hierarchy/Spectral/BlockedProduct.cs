using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>The left factors of a <see cref="BlockedProduct"/>, formed while they are packed.</summary>
internal unsafe interface ILeftFactor
{
    /// <summary>
    /// Writes the entries L_c(row + r, first + k), r &lt; 8, k &lt; count, of every component c to packed[(c count + k) 8 + r]; zero in rows that do not exist.
    /// </summary>
    void Pack(int row, int first, int count, double* packed);
}

/// <summary>
/// Matrix products C_c = L_c R of several left factors with one right factor, for a panel of columns of R: blocked over the inner index, both factors packed,
/// 8 x 16 values of the result in registers. All components of L are packed in one visit, so they may be formed from common data on the way.
/// </summary>
/// <remarks>One caller a <see cref="ProductPanel"/>; nothing is allocated, and the order of the sums depends on nothing but the sizes.</remarks>
internal static unsafe class BlockedProduct
{
    /// <summary>Rows of a register tile.</summary>
    public const int TileRows = 8;

    /// <summary>Columns of a register tile.</summary>
    public const int TileColumns = 16;

    /// <summary>The inner length of a block: a strip of L takes 16 KB, a panel of R of 128 columns 256 KB.</summary>
    public const int InnerBlock = 256;

    /// <summary>Fills the panel with C_c(i, j) = sum_k L_c(i, k) R(k, j) for all rows i and the columns j from <paramref name="column"/> on.</summary>
    /// <param name="left">L.</param>
    /// <param name="right">R, row-major, <paramref name="stride"/> values a row.</param>
    /// <param name="stride">The number of columns of R; columns of the panel beyond it are zero.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">At most the columns of the panel.</param>
    /// <param name="panel">The result and scratch.</param>
    /// <param name="block">The inner length of a block, at most <see cref="InnerBlock"/>.</param>
    /// <param name="adds">Whether the products are added to what the panel holds.</param>
    public static void Multiply(ILeftFactor left, double* right, int stride, int column, int columns, ProductPanel panel, int block = InnerBlock, bool adds = false)
    {
        int strips = (columns + TileColumns - 1) / TileColumns;
        for (int first = 0; first < panel.Inner; first += block)
        {
            int count = Math.Min(block, panel.Inner - first);
            for (int s = 0; s < strips; s++)
            {
                int at = column + s * TileColumns;
                PackRight(right + (long)first * stride + at, stride, Math.Min(TileColumns, stride - at), count, panel.Right + s * InnerBlock * TileColumns);
            }
            for (int row = 0; row < panel.Rows; row += TileRows)
            {
                left.Pack(row, first, count, panel.Left);
                for (int c = 0; c < panel.Components; c++)
                {
                    double* strip = panel.Left + c * count * TileRows;
                    for (int s = 0; s < strips; s++)
                        Tile(strip, panel.Right + s * InnerBlock * TileColumns, count, panel.Strip(c, s) + row * TileColumns, first == 0 && !adds);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRight(double* right, int stride, int valid, int count, double* packed)
    {
        for (int k = 0; k < count; k++, right += stride, packed += TileColumns)
        {
            if (valid == TileColumns)
            {
                Vector512.Load(right).Store(packed);
                Vector512.Load(right + 8).Store(packed + 8);
                continue;
            }
            for (int j = 0; j < TileColumns; j++)
                packed[j] = j < valid ? right[j] : 0;
        }
    }

    // Written out: the sixteen sums have to be in registers by name.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tile(double* left, double* right, int count, double* result, bool fresh)
    {
        Vector512<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        Vector512<double> e0 = default, e1 = default, f0 = default, f1 = default, g0 = default, g1 = default, h0 = default, h1 = default;
        for (int k = 0; k < count; k++, left += TileRows, right += TileColumns)
        {
            Vector512<double> r0 = Vector512.Load(right), r1 = Vector512.Load(right + 8);
            Vector512<double> x = Vector512.Create(left[0]), y = Vector512.Create(left[1]);
            a0 = Vector512.MultiplyAddEstimate(x, r0, a0);
            a1 = Vector512.MultiplyAddEstimate(x, r1, a1);
            b0 = Vector512.MultiplyAddEstimate(y, r0, b0);
            b1 = Vector512.MultiplyAddEstimate(y, r1, b1);
            x = Vector512.Create(left[2]);
            y = Vector512.Create(left[3]);
            c0 = Vector512.MultiplyAddEstimate(x, r0, c0);
            c1 = Vector512.MultiplyAddEstimate(x, r1, c1);
            d0 = Vector512.MultiplyAddEstimate(y, r0, d0);
            d1 = Vector512.MultiplyAddEstimate(y, r1, d1);
            x = Vector512.Create(left[4]);
            y = Vector512.Create(left[5]);
            e0 = Vector512.MultiplyAddEstimate(x, r0, e0);
            e1 = Vector512.MultiplyAddEstimate(x, r1, e1);
            f0 = Vector512.MultiplyAddEstimate(y, r0, f0);
            f1 = Vector512.MultiplyAddEstimate(y, r1, f1);
            x = Vector512.Create(left[6]);
            y = Vector512.Create(left[7]);
            g0 = Vector512.MultiplyAddEstimate(x, r0, g0);
            g1 = Vector512.MultiplyAddEstimate(x, r1, g1);
            h0 = Vector512.MultiplyAddEstimate(y, r0, h0);
            h1 = Vector512.MultiplyAddEstimate(y, r1, h1);
        }
        Finish(result, a0, a1, fresh);
        Finish(result + 16, b0, b1, fresh);
        Finish(result + 32, c0, c1, fresh);
        Finish(result + 48, d0, d1, fresh);
        Finish(result + 64, e0, e1, fresh);
        Finish(result + 80, f0, f1, fresh);
        Finish(result + 96, g0, g1, fresh);
        Finish(result + 112, h0, h1, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(double* result, Vector512<double> first, Vector512<double> second, bool fresh)
    {
        if (!fresh)
        {
            first += Vector512.Load(result);
            second += Vector512.Load(result + 8);
        }
        first.Store(result);
        second.Store(result + 8);
    }
}
