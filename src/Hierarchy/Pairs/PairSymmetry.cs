using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>In-place exchange of v1 and v2 on pair arrays of n^d x n^d values, tile by tile.</summary>
internal sealed unsafe class PairSymmetry
{
    private const int Tile = 32;
    private readonly int _size;
    private readonly int _tiles;

    public PairSymmetry(PairLayout layout)
        : this(layout.Size)
    {
    }

    /// <summary>For arrays of <paramref name="size"/> x <paramref name="size"/> values, a multiple of four.</summary>
    public PairSymmetry(int size)
    {
        _size = size;
        _tiles = (_size + Tile - 1) / Tile;
    }

    /// <summary>X(i, j) = Y(i, j) - Y(j, i).</summary>
    public void Antisymmetrise(double* pairs) => WorkCrew.Run(_tiles, new Antisymmetrisation(this, pairs));

    /// <summary>F(i, j) = S(i, j) + S(j, i) + sum_r [ left_r(i) right_r(j) + right_r(i) left_r(j) ]; both hold rows of <paramref name="stride"/> values.</summary>
    public void Symmetrise(double* pairs, double* left, double* right, int updates, int stride) =>
        WorkCrew.Run(_tiles, new Symmetrisation(this, pairs, new Products(left, right, updates, stride)));

    /// <summary>The tile at (i, j) becomes itself plus sign times the transpose of the tile at (j, i), and the latter sign times the transpose of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ExchangeTile(double* pairs, int i, int j, double sign, double* buffer)
    {
        int rows = Math.Min(Tile, _size - i), columns = Math.Min(Tile, _size - j), vectors = columns / 8 * 8;
        double* upper = pairs + (long)i * _size + j, lower = pairs + (long)j * _size + i;
        Transpose(lower, buffer, rows, columns, gather: true);
        for (int r = 0; r < rows; r++)
        {
            double* target = upper + (long)r * _size, mirrored = buffer + r * Tile;
            for (int c = 0; c < vectors; c += 8)
            {
                Vector512<double> sum = Vector512.Load(target + c) + sign * Vector512.Load(mirrored + c);
                sum.Store(target + c);
                (sign * sum).Store(mirrored + c);
            }
            for (int c = vectors; c < columns; c++)
            {
                target[c] += sign * mirrored[c];
                mirrored[c] = sign * target[c];
            }
        }
        Transpose(lower, buffer, rows, columns, gather: false);
    }

    /// <summary>buffer(r, c) = lower(c, r), or back; n^d is a multiple of four, so whole panels of 8 lines by 4 values cover all but the last columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transpose(double* lower, double* buffer, int rows, int columns, bool gather)
    {
        int whole = columns / 8 * 8;
        for (int c = 0; c < whole; c += 8)
        {
            double* lines = lower + (long)c * _size, panel = buffer + c;
            for (int r = 0; r < rows; r += 4)
            {
                if (gather)
                    Lanes8.Gather(lines + r, _size, panel + r * Tile, Tile);
                else
                    Lanes8.Scatter(panel + r * Tile, Tile, lines + r, _size);
            }
        }
        double* lastLines = lower + (long)whole * _size, lastPanel = buffer + whole;
        if (gather)
            ScalarTranspose.Run(lastLines, _size, columns - whole, rows, lastPanel, Tile);
        else
            ScalarTranspose.Run(lastPanel, Tile, rows, columns - whole, lastLines, _size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateTile(double* pairs, in Products products, int i, int j)
    {
        int rows = Math.Min(Tile, _size - i), columns = Math.Min(Tile, _size - j), vectors = columns / 8 * 8;
        for (int r = i; r < i + rows; r++)
        {
            double* target = pairs + (long)r * _size + j;
            for (int u = 0; u < products.Count; u++)
            {
                double* left = products.Left + u * products.Stride, right = products.Right + u * products.Stride;
                Vector512<double> leftRow = Vector512.Create(left[r]), rightRow = Vector512.Create(right[r]);
                for (int c = 0; c < vectors; c += 8)
                {
                    Vector512<double> sum = leftRow * Vector512.Load(right + j + c) + rightRow * Vector512.Load(left + j + c);
                    (Vector512.Load(target + c) + sum).Store(target + c);
                }
                for (int c = vectors; c < columns; c++)
                    target[c] += left[r] * right[j + c] + right[r] * left[j + c];
            }
        }
    }

    /// <summary>sum_r (left_r x right_r + right_r x left_r).</summary>
    private readonly struct Products(double* left, double* right, int count, int stride)
    {
        public readonly double* Left = left, Right = right;
        public readonly int Count = count, Stride = stride;
    }

    private readonly struct Antisymmetrisation(PairSymmetry owner, double* pairs) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            double* buffer = stackalloc double[Tile * Tile];
            for (int column = chunk; column < owner._tiles; column++)
                owner.ExchangeTile(pairs, chunk * Tile, column * Tile, -1, buffer);
        }
    }

    private readonly struct Symmetrisation(PairSymmetry owner, double* pairs, Products products) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            double* buffer = stackalloc double[Tile * Tile];
            for (int column = chunk; column < owner._tiles; column++)
            {
                owner.ExchangeTile(pairs, chunk * Tile, column * Tile, 1, buffer);
                owner.UpdateTile(pairs, products, chunk * Tile, column * Tile);
                if (column != chunk)
                    owner.UpdateTile(pairs, products, column * Tile, chunk * Tile);
            }
        }
    }
}
