using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>What one worker needs to treat a block of columns: block arrays of n^d rows x 8 lanes, and the derivative along v1.</summary>
internal sealed unsafe class PairScratch : IDisposable
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>How many rows ahead memory is called.</summary>
    public const int RowsAhead = 16;

    private readonly PairLayout _layout;
    private readonly NativeBuffer[] _buffers;
    private readonly LineDerivative _derivative;

    public PairScratch(PairLayout layout)
    {
        _layout = layout;
        int d = layout.Grid.Dimension;
        Length = layout.Size * Lanes;
        _buffers = [.. Enumerable.Range(0, 4 + 2 * d).Select(_ => new NativeBuffer(Length))];
        _derivative = new LineDerivative(layout.Grid);
    }

    /// <summary>n^d x 8.</summary>
    public int Length { get; }

    public NativeBuffer Re => _buffers[0];

    public NativeBuffer Im => _buffers[1];

    public NativeBuffer WorkRe => _buffers[2];

    public NativeBuffer WorkIm => _buffers[3];

    public NativeBuffer FluxRe(int a) => _buffers[4 + 2 * a];

    public NativeBuffer FluxIm(int a) => _buffers[5 + 2 * a];

    public void Dispose()
    {
        foreach (NativeBuffer buffer in _buffers)
            buffer.Dispose();
        _derivative.Dispose();
    }

    /// <summary>Reads columns 16 b ... of a pair array into (Re, Im); lanes beyond the last column are zero. Of a part without a symmetry the array has the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load<T>(double* pairs, int block)
        where T : struct, IStoredValues
    {
        if (_layout.HoldsRows)
        {
            LoadRows(pairs, block);
            return;
        }
        int j = block * PairLayout.BlockColumns, stride = _layout.ColumnCount, first = _layout.ValidLanes(j), second = _layout.ValidLanes(j + Lanes);
        double* re = Re.Pointer, im = Im.Pointer;
        long row = j;
        for (int i = 0; i < _layout.Size; i++, row += stride, re += Lanes, im += Lanes)
        {
            Prefetch((double*)T.At(pairs, row + RowsAhead * stride));
            ReadLanes<T>(pairs, row, first).Store(re);
            ReadLanes<T>(pairs, row + Lanes, second).Store(im);
        }
    }

    /// <summary>The same columns of an exchange-symmetric array of which only their rows are here, n^d values each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadRows(double* rows, int block)
    {
        const int side = PairLayout.BlockColumns;
        double* buffer = stackalloc double[side * side + Lanes];
        double* tile = (double*)(((nuint)buffer + 63) & ~(nuint)63), re = Re.Pointer, im = Im.Pointer;
        double* from = rows + (long)block * side * _layout.Size;
        int width = _layout.Columns(block), whole = width < side ? 0 : _layout.Size / side * side;
        for (int i = 0; i < whole; i += side)
        {
            SquareTranspose.Run(from + i, _layout.Size, tile);
            for (int k = 0; k < side; k++)
            {
                Vector512.Load(tile + k * side).Store(re + (i + k) * Lanes);
                Vector512.Load(tile + k * side + Lanes).Store(im + (i + k) * Lanes);
            }
        }
        for (int i = whole; i < _layout.Size; i++)
        {
            for (int lane = 0; lane < side; lane++)
                (lane < Lanes ? re : im)[i * Lanes + lane % Lanes] = lane < width ? from[(long)lane * _layout.Size + i] : 0;
        }
    }

    /// <summary>(WorkRe, WorkIm) -= block b of an array in blocks.</summary>
    public void SubtractBlock<T>(double* blocks, int block)
        where T : struct, IStoredValues
    {
        int width = _layout.Columns(block), first = Math.Min(width, Lanes), second = Math.Max(0, width - Lanes);
        double* re = WorkRe.Pointer, im = WorkIm.Pointer;
        long row = _layout.BlockStart(block);
        for (int i = 0; i < _layout.Size; i++, row += width, re += Lanes, im += Lanes)
        {
            (Vector512.Load(re) - ReadLanes<T>(blocks, row, first)).Store(re);
            (Vector512.Load(im) - ReadLanes<T>(blocks, row + Lanes, second)).Store(im);
        }
    }

    /// <summary>Writes (re, im) as block b of an array in blocks.</summary>
    public void StoreBlock<T>(NativeBuffer re, NativeBuffer im, double* blocks, int block)
        where T : struct, IStoredValues => StoreBlock<T>(re, im, blocks, _layout.BlockStart(block), _layout.Columns(block));

    /// <summary>Writes the first <paramref name="width"/> columns of (re, im) as a block that begins at <paramref name="start"/>.</summary>
    public void StoreBlock<T>(NativeBuffer re, NativeBuffer im, double* blocks, long start, int width)
        where T : struct, IStoredValues => Store<T>(re.Pointer, im.Pointer, blocks, start, width, Math.Min(width, Lanes), Math.Max(0, width - Lanes));

    /// <summary>Writes (re, im) to columns 16 b ... of a pair array.</summary>
    public void Store(double* re, double* im, double* pairs, int block)
    {
        int j = block * PairLayout.BlockColumns;
        Store<DoubleValues>(re, im, pairs, j, _layout.ColumnCount, _layout.ValidLanes(j), _layout.ValidLanes(j + Lanes));
    }

    /// <summary>
    /// Writes the transpose of the block (re, im), columns 16 b ..., to an array in blocks (<see cref="PairLayout.BlockStart"/>): value (v1, v2) goes to row v2
    /// of the block of v1.
    /// </summary>
    public void StoreTransposed<T>(double* re, double* im, double* blocks, int block)
        where T : struct, IStoredValues
    {
        double* buffer = stackalloc double[PairLayout.BlockColumns * PairLayout.BlockColumns + Lanes];
        double* tile = (double*)(((nuint)buffer + 63) & ~(nuint)63);
        int j = block * PairLayout.BlockColumns, rows = _layout.Columns(block);
        bool streams = T.ValuesPerDouble == 1 && StreamedStores.Serve(_layout, blocks);
        for (int other = 0; other < _layout.Blocks; other++)
        {
            int width = _layout.Columns(other);
            long to = _layout.BlockStart(other) + (long)j * width, at = (long)other * PairLayout.BlockColumns * Lanes;
            if (width == PairLayout.BlockColumns && rows == PairLayout.BlockColumns)
            {
                SquareTranspose.Run(re + at, im + at, streams || T.ValuesPerDouble > 1 ? tile : (double*)T.At(blocks, to));
                if (streams)
                    StreamedStores.Write(tile, blocks + to, PairLayout.BlockColumns * PairLayout.BlockColumns);
                for (int i = 0; T.ValuesPerDouble > 1 && i < PairLayout.BlockColumns * PairLayout.BlockColumns; i += Lanes)
                    T.Store(Vector512.Load(tile + i), blocks, to + i);
                continue;
            }
            for (int row = 0; row < rows; row++)
            {
                double* from = (row < Lanes ? re : im) + at + row % Lanes;
                for (int i = 0; i < width; i++)
                    T.Set(from[i * Lanes], blocks, to + row * width + i);
            }
        }
        if (streams)
            StreamedStores.Finish();
    }

    /// <summary>
    /// Writes what the block (re, im) = d_{1,p} g of some representatives r' says of d_{2,c} g at the images of r', for every element s of the group whose axis
    /// of component c is p: d_{2,c} g(s r', r) = sign_c (d_{1,p} g)(s^-1 r, r'), with the columns r of all blocks. Of the identity alone that is
    /// <see cref="StoreTransposed"/>.
    /// </summary>
    public void StoreImages<T>(double* re, double* im, int p, double** seconds, int block)
        where T : struct, IStoredValues
    {
        VelocityOrbits orbits = _layout.Orbits!;
        for (int s = 0; s < orbits.Order; s++)
        {
            for (int c = 0; c < _layout.Grid.Dimension; c++)
            {
                if (orbits.Elements[s].Axis(c) == p)
                    StoreImage<T>(re, im, s, orbits.Elements[s].Sign(c), seconds[c], block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StoreImage<T>(double* re, double* im, int element, int sign, double* blocks, int block)
        where T : struct, IStoredValues
    {
        const int side = PairLayout.BlockColumns;
        double* buffer = stackalloc double[2 * side * side + Lanes];
        double* rows = (double*)(((nuint)buffer + 63) & ~(nuint)63), tile = rows + side * side;
        VelocityOrbits orbits = _layout.Orbits!;
        int[] points = orbits.Points, map = orbits.Map(element), inverse = orbits.InverseMap(element);
        int own = _layout.Columns(block);
        Vector512<double> factor = Vector512.Create((double)sign);
        for (int other = 0; other < _layout.Blocks; other++)
        {
            int width = _layout.Columns(other);
            for (int i = 0; i < width; i++)
            {
                long from = (long)inverse[points[other * side + i]] * Lanes;
                (factor * Vector512.Load(re + from)).Store(rows + i * Lanes);
                (factor * Vector512.Load(im + from)).Store(rows + side * Lanes + i * Lanes);
            }
            SquareTranspose.Run(rows, rows + side * Lanes, tile);
            for (int lane = 0; lane < own; lane++)
            {
                int image = map[points[block * side + lane]];
                if (orbits.Element[image] != element)
                    continue;
                long to = _layout.BlockStart(other) + (long)image * width;
                WriteLanes<T>(tile + lane * side, blocks, to, Math.Min(width, Lanes));
                WriteLanes<T>(tile + lane * side + Lanes, blocks, to + Lanes, Math.Max(0, width - Lanes));
            }
        }
    }

    /// <summary>Calls the two cache lines of a row of a block: rows lie whole pages apart, where the hardware does not look ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* row)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(row);
        Sse.Prefetch0(row + Lanes);
    }

    /// <summary>to = d/dv_axis from along v1, or to += the same; n^d x 8 values that may be the same array.</summary>
    public void Differentiate(NativeBuffer from, NativeBuffer to, int axis, bool add = false) => _derivative.Apply(from.Pointer, to.Pointer, axis, Lanes, Lanes, add);

    /// <summary>The same for one plane of the first axis in d = 3, along another axis.</summary>
    public void DifferentiatePlane(double* from, double* to, int axis, bool add = false) =>
        _derivative.Apply(from, to, axis, Lanes, Lanes, add, _layout.Size / _layout.Grid.Points);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store<T>(double* re, double* im, double* array, long row, int stride, int first, int second)
        where T : struct, IStoredValues
    {
        for (int i = 0; i < _layout.Size; i++, row += stride, re += Lanes, im += Lanes)
        {
            WriteLanes<T>(re, array, row, first);
            WriteLanes<T>(im, array, row + Lanes, second);
        }
    }

    /// <summary>Writes the first <paramref name="valid"/> of eight neighbouring values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteLanes<T>(double* lanes, double* array, long row, int valid)
        where T : struct, IStoredValues
    {
        if (valid == Lanes)
        {
            T.Store(Vector512.Load(lanes), array, row);
            return;
        }
        for (int lane = 0; lane < valid; lane++)
            T.Set(lanes[lane], array, row + lane);
    }

    /// <summary>Eight neighbouring values, of which only the first <paramref name="valid"/> may be read; the others are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ReadLanes<T>(double* array, long row, int valid)
        where T : struct, IStoredValues => valid == Lanes ? T.Load(array, row) : ReadPart<T>(array, row, valid);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> ReadPart<T>(double* array, long row, int valid)
        where T : struct, IStoredValues
    {
        double* part = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            part[lane] = lane < valid ? T.Get(array, row + lane) : 0;
        return Vector512.Load(part);
    }
}
