using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// In-place sum over the three choices of the first argument, H(a,b,c) = E(a;b,c) + E(b;a,c) + E(c;a,b) with
/// E(a;b,c) = factor W(a;b,c) + u(a) X(b,c) + v(a) Y(b,c), all symmetric in (b, c): tile by tile, every unordered triple of points once, so H is symmetric to
/// the last bit.
/// </summary>
internal readonly unsafe struct TripleSymmetry : ILoopBody
{
    private const int Tile = 8;
    private const int Square = Tile * Tile;
    private readonly int _size;
    private readonly int _tiles;
    private readonly double* _values;
    private readonly double* _u, _v, _x, _y;
    private readonly double _factor;

    private TripleSymmetry(int size, double* values, in TripleTerms terms)
    {
        _size = size;
        _tiles = (size + Tile - 1) / Tile;
        _values = values;
        _factor = terms.Factor;
        _u = terms.U;
        _x = terms.X;
        _v = terms.V;
        _y = terms.Y;
    }

    /// <summary>Turns W into H.</summary>
    /// <param name="size">A multiple of four.</param>
    /// <param name="values">W, size^3 values.</param>
    /// <param name="terms">The other factors.</param>
    public static void Apply(int size, double* values, in TripleTerms terms)
    {
        var rows = new TripleSymmetry(size, values, terms);
        WorkCrew.Run(rows._tiles, rows);
    }

    public void Run(int chunk, int worker)
    {
        int first = chunk;
        double* cube = stackalloc double[Tile * Square + Square + Tile];
        cube = (double*)(((nuint)cube + 63) & ~(nuint)63);
        for (int second = first; second < _tiles; second++)
        {
            for (int third = second; third < _tiles; third++)
            {
                if (first < second && second < third && (third + 1) * Tile <= _size)
                    WholeTiles(first * Tile, second * Tile, third * Tile, cube, cube + Tile * Square);
                else
                    SinglePoints(first * Tile, second * Tile, third * Tile);
            }
        }
    }

    private double* At(int i, int j, int k) => _values + ((long)i * _size + j) * _size + k;

    private double Term(int i, int j, int k) => _factor * *At(i, j, k) + _u[i] * _x[j * _size + k] + _v[i] * _y[j * _size + k];

    /// <summary>Tiles that touch the diagonal or the edge: i &lt;= j &lt;= k one by one.</summary>
    private void SinglePoints(int first, int second, int third)
    {
        for (int i = first; i < Math.Min(first + Tile, _size); i++)
        {
            for (int j = Math.Max(second, i); j < Math.Min(second + Tile, _size); j++)
            {
                for (int k = Math.Max(third, j); k < Math.Min(third + Tile, _size); k++)
                {
                    double sum = Term(i, j, k) + Term(j, i, k) + Term(k, i, j);
                    *At(i, j, k) = *At(i, k, j) = *At(j, i, k) = *At(j, k, i) = *At(k, i, j) = *At(k, j, i) = sum;
                }
            }
        }
    }

    /// <summary>Three different whole tiles: the sums with k in the lanes, then the transposes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WholeTiles(int first, int second, int third, double* cube, double* square)
    {
        Vector512<double> factor = Vector512.Create(_factor), uk = Vector512.Load(_u + third), vk = Vector512.Load(_v + third);
        for (int i = 0; i < Tile; i++)
        {
            int fi = first + i;
            Transpose(At(third, fi, second), (nint)_size * _size, square, Tile);
            Vector512<double> ui = Vector512.Create(_u[fi]), vi = Vector512.Create(_v[fi]);
            Vector512<double> xik = Vector512.Load(_x + (long)fi * _size + third), yik = Vector512.Load(_y + (long)fi * _size + third);
            for (int j = 0; j < Tile; j++)
            {
                int sj = second + j;
                double* direct = At(fi, sj, third), exchanged = At(sj, fi, third);
                Vector512<double> sum = factor * Vector512.Load(direct)
                    + ui * Vector512.Load(_x + (long)sj * _size + third) + vi * Vector512.Load(_y + (long)sj * _size + third);
                sum += factor * Vector512.Load(exchanged) + Vector512.Create(_u[sj]) * xik + Vector512.Create(_v[sj]) * yik;
                sum += factor * Vector512.Load(square + j * Tile)
                    + uk * Vector512.Create(_x[(long)fi * _size + sj]) + vk * Vector512.Create(_y[(long)fi * _size + sj]);
                sum.Store(direct);
                sum.Store(exchanged);
                sum.Store(cube + i * Square + j * Tile);
            }
        }
        for (int i = 0; i < Tile; i++)
        {
            Transpose(cube + i * Square, Tile, square, Tile);
            Spread(square, At(first + i, third, second), At(third, first + i, second));
        }
        for (int j = 0; j < Tile; j++)
        {
            Transpose(cube + j * Tile, Square, square, Tile);
            Spread(square, At(second + j, third, first), At(third, second + j, first));
        }
    }

    /// <summary>Eight rows k to the rows k of two arrays: (., k, .) and (k, ., .).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread(double* rows, double* middle, double* leading)
    {
        for (int k = 0; k < Tile; k++)
        {
            Vector512<double> row = Vector512.Load(rows + k * Tile);
            row.Store(middle + (long)k * _size);
            row.Store(leading + (long)k * _size * _size);
        }
    }

    /// <summary>to(c, r) = from(r, c) of 8 x 8 values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(double* from, nint fromStride, double* to, int toStride)
    {
        Lanes8.Gather(from, fromStride, to, toStride);
        Lanes8.Gather(from + 4, fromStride, to + 4 * toStride, toStride);
    }
}
