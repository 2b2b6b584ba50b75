using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>What one worker needs to treat a block of columns: block arrays of n^d rows x 8 lanes, and its own transform plans.</summary>
internal sealed unsafe class PairScratch : IDisposable
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>How many rows ahead memory is called.</summary>
    public const int RowsAhead = 16;

    private readonly PairLayout _layout;
    private readonly NativeBuffer[] _buffers;
    private readonly FourierTransform[] _alongAxis;
    private readonly double[] _wavenumbers;

    public PairScratch(PairLayout layout)
    {
        _layout = layout;
        int d = layout.Grid.Dimension, n = layout.Grid.Points;
        Length = layout.Size * Lanes;
        _buffers = [.. Enumerable.Range(0, 4 + 2 * d).Select(_ => new NativeBuffer(Length))];
        _alongAxis = new FourierTransform[d];
        for (int a = 0, inner = layout.Size / n, outer = 1; a < d; a++, inner /= n, outer *= n)
            _alongAxis[a] = new FourierTransform([outer, n, inner * Lanes], 1, 1, threads: 1);
        _wavenumbers = layout.Grid.DerivativeWavenumbers;
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
    }

    /// <summary>Reads columns 16 b ... of a pair array into (Re, Im); lanes beyond the last column are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(double* pairs, int block)
    {
        int j = block * PairLayout.BlockColumns, size = _layout.Size, first = _layout.ValidLanes(j), second = _layout.ValidLanes(j + Lanes);
        double* row = pairs + j, re = Re.Pointer, im = Im.Pointer;
        for (int i = 0; i < size; i++, row += size, re += Lanes, im += Lanes)
        {
            Prefetch(row + RowsAhead * size);
            ReadLanes(row, first).Store(re);
            ReadLanes(row + Lanes, second).Store(im);
        }
    }

    /// <summary>Writes (re, im) to columns 16 b ... of a pair array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(double* re, double* im, double* pairs, int block)
    {
        int j = block * PairLayout.BlockColumns, size = _layout.Size, first = _layout.ValidLanes(j), second = _layout.ValidLanes(j + Lanes);
        double* row = pairs + j;
        for (int i = 0; i < size; i++, row += size, re += Lanes, im += Lanes)
        {
            Prefetch(row + RowsAhead * size);
            WriteLanes(re, row, first);
            WriteLanes(im, row + Lanes, second);
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

    /// <summary>d/dv_axis of (re, im) along v1, in place: transform of one axis, multiplication by i k without the Nyquist mode, inverse.</summary>
    public void Differentiate(NativeBuffer re, NativeBuffer im, int axis)
    {
        FourierTransform plan = _alongAxis[axis];
        plan.Forward(re.Span, im.Span);
        MultiplyByWavenumber(re.Pointer, im.Pointer, axis);
        plan.Inverse(re.Span, im.Span);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyByWavenumber(double* re, double* im, int axis)
    {
        int n = _layout.Grid.Points, inner = Lanes;
        for (int a = axis + 1; a < _layout.Grid.Dimension; a++)
            inner *= n;
        for (int start = 0, k = 0; start < Length; start += inner, k = k + 1 < n ? k + 1 : 0)
        {
            Vector512<double> wavenumber = Vector512.Create(_wavenumbers[k]);
            for (int i = start; i < start + inner; i += Lanes)
            {
                Vector512<double> real = Vector512.Load(re + i);
                (-wavenumber * Vector512.Load(im + i)).Store(re + i);
                (wavenumber * real).Store(im + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteLanes(double* lanes, double* row, int valid)
    {
        if (valid == Lanes)
        {
            Vector512.Load(lanes).Store(row);
            return;
        }
        for (int lane = 0; lane < valid; lane++)
            row[lane] = lanes[lane];
    }

    /// <summary>Eight neighbouring values, of which only the first <paramref name="valid"/> may be read; the others are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ReadLanes(double* row, int valid) => valid == Lanes ? Vector512.Load(row) : ReadPart(row, valid);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> ReadPart(double* row, int valid)
    {
        double* part = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
            part[lane] = lane < valid ? row[lane] : 0;
        return Vector512.Load(part);
    }
}
