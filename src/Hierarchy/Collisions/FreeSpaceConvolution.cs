using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// A*f (6 fields) and B*f (3 fields) in d = 3 on the box continued by zeros to 2n points an axis, R = 2L: half of the modes of one axis stand for all, and a symbol's power of a
/// wavenumber is taken when its axis is due.
/// </summary>
/// <remarks>
/// With P and w = Q/|k|^2, k = (x, y, z): A^_ab = P delta_ab + k_a k_b w, B^_a = i k_a (P + |k|^2 w). A power of k_y passes the transform along x, so that the modes are carried to
/// points in x as five fields, P f^, w f^, x w f^, (P + x^2 w) f^ and x (P + x^2 w) f^; in y, with the powers of y, as nine, and the powers of z follow before the last axis, where two
/// real results travel in one line. Three passes, each of which stays in the second-level cache: 1, planes of x, points to modes in z and y; 2, slices of lines along x, there and
/// back; 3, planes of x, modes to points in y and z. The modes with z = n, the Nyquist mode, are a slice of their own. Modes of an odd power are zero at Nyquist.
/// No call allocates; results are the same to the last bit for any number of threads. An object serves one caller at a time.
/// </remarks>
internal sealed unsafe partial class FreeSpaceConvolution : IDisposable
{
    private const int Lanes = 8;

    /// <summary>Lines along x that are transformed together, at least: rows of 2n lines would leave the first-level cache.</summary>
    private const int SliceLines = 32;

    /// <summary>The fields that are transformed along x.</summary>
    private const int Bases = 5;

    /// <summary>The fields that are transformed along y.</summary>
    private const int Middles = 9;

    private readonly int _points, _modes, _rows, _plane, _block;
    private readonly double _unit;
    private readonly bool _alone;
    private readonly AxisEngine _engine;
    private readonly LinePlan _pad, _drop;
    private readonly int _lineScratch;
    private readonly NativeBuffer _tables, _memory;
    private readonly double* _isotropic, _axial, _endIsotropic, _endAxial;
    private readonly double* _zero, _one, _odd, _square, _oddSquare, _unitOne, _unitSquare, _unitOdd, _unitOddSquare, _endSquare, _unitEnd, _unitOddEnd;
    private readonly double* _re, _im, _baseRe, _baseIm, _end, _endRe, _endIm;

    /// <summary>Plans the transforms and tabulates the kernel.</summary>
    /// <param name="grid">The box, d = 3.</param>
    /// <param name="transform">The kernel's transform on 2n modes an axis.</param>
    /// <param name="threads">1: the calling thread alone; 0: all threads of <see cref="WorkCrew"/>.</param>
    public FreeSpaceConvolution(VelocityGrid grid, KernelTransform transform, int threads)
    {
        (_points, _modes, _unit, _alone) = (grid.Points, 2 * grid.Points, transform.Unit, threads == 1);
        _engine = AxisEngine.Chosen;
        (_pad, _drop) = (new LinePlan(_modes, LineKind.ZeroUpper), new LinePlan(_modes, LineKind.DropUpper));
        _lineScratch = Math.Max(AxisEngine.Scratch(_pad), AxisEngine.Scratch(_drop));
        _rows = Math.Max(1, SliceLines / _points);
        // Planes that lay a multiple of 4096 bytes apart would share the same sets of the caches.
        _plane = (_modes * _points + Lanes - 1) / Lanes * Lanes + Lanes;
        _block = (_points * _points + Lanes - 1) / Lanes * Lanes;

        int quarter = (_points + 1) * (_points + 1) * _points, half = (_points + 1) * _modes;
        _tables = new NativeBuffer(2 * (quarter + half) + 12 * _modes);
        _isotropic = _tables.Pointer;
        _axial = _isotropic + quarter;
        _endIsotropic = _axial + quarter;
        _endAxial = _endIsotropic + half;
        double* next = _endAxial + half;
        _zero = Take(ref next, _modes);
        _one = Take(ref next, _modes);
        _odd = Take(ref next, _modes);
        _square = Take(ref next, _modes);
        _oddSquare = Take(ref next, _modes);
        _unitOne = Take(ref next, _modes);
        _unitSquare = Take(ref next, _modes);
        _unitOdd = Take(ref next, _modes);
        _unitOddSquare = Take(ref next, _modes);
        _endSquare = Take(ref next, _modes);
        _unitEnd = Take(ref next, _modes);
        _unitOddEnd = Take(ref next, _modes);
        FillTables(transform);
        FillPowers();

        _memory = new NativeBuffer(2 * (1 + Bases) * _points * _plane + 7 * _block);
        double* place = _memory.Pointer;
        _re = Take(ref place, _points * _plane);
        _im = Take(ref place, _points * _plane);
        _baseRe = Take(ref place, Bases * _points * _plane);
        _baseIm = Take(ref place, Bases * _points * _plane);
        _end = Take(ref place, _block);
        _endRe = Take(ref place, 3 * _block);
        _endIm = Take(ref place, 3 * _block);
    }

    /// <summary>Fills A*f in the order of <see cref="SymmetricIndex"/> and B*f, n^3 values each.</summary>
    public void Apply(ReadOnlySpan<double> density, Span<double> fields)
    {
        int size = _points * _points * _points;
        fixed (double* from = density[..size], to = fields[..(9 * size)])
        {
            Run(_points, new PlanesToModes(this, from));
            Run(1 + (_modes + _rows - 1) / _rows, new Slices(this));
            Run(_points, new PlanesToPoints(this, to));
        }
    }

    public void Dispose()
    {
        _tables.Dispose();
        _memory.Dispose();
    }

    private static double* Take(ref double* place, int length)
    {
        double* taken = place;
        place += length;
        return taken;
    }

    private void Run<TBody>(int chunks, TBody body)
        where TBody : struct, ILoopBody
    {
        if (!_alone)
        {
            WorkCrew.Run(chunks, body);
            return;
        }
        for (int chunk = 0; chunk < chunks; chunk++)
            body.Run(chunk, 0);
    }

    /// <summary>
    /// Half of P and w over the number of points, for |x|, |y| = 0..n and z = 0..n-1, and for z = n on all 2n modes of y. Half: two real lines are told apart as sum and difference of one
    /// complex line.
    /// </summary>
    private void FillTables(KernelTransform transform)
    {
        double scale = 0.5 / ((double)_modes * _modes * _modes);
        for (int x = 0; x <= _points; x++)
        {
            for (int y = 0; y < _modes; y++)
            {
                int mode = y <= _points ? y : _modes - y;
                int last = x * x + mode * mode + _points * _points, end = x * _modes + y;
                (_endIsotropic[end], _endAxial[end]) = (scale * transform.Isotropic[last], scale * transform.Axial[last] / last);
                for (int z = 0; y <= _points && z < _points; z++)
                {
                    int square = x * x + y * y + z * z, at = (x * (_points + 1) + y) * _points + z;
                    (_isotropic[at], _axial[at]) = (scale * transform.Isotropic[square], square == 0 ? 0 : scale * transform.Axial[square] / square);
                }
            }
        }
    }

    private void FillPowers()
    {
        for (int j = 0; j < _modes; j++)
        {
            double mode = j < _points ? j : j - _modes, odd = j == _points ? 0 : mode, square = mode * mode, end = (double)_points * _points;
            (_one[j], _odd[j], _square[j], _oddSquare[j]) = (1, odd, square, odd * square);
            (_unitOne[j], _unitSquare[j], _unitOdd[j], _unitOddSquare[j]) = (_unit, _unit * square, _unit * odd, _unit * odd * square);
            (_endSquare[j], _unitEnd[j], _unitOddEnd[j]) = (end, _unit * (square + end), _unit * odd * (square + end));
        }
    }

    /// <summary>Points to modes in z and y for one plane of x: rows y and y + n/2 are the real and imaginary part of one line along z.</summary>
    private void ToModes(double* density, int plane)
    {
        int n = _points, half = n / 2;
        double* scratch = Scratch.Take(_lineScratch + 2 * (half * _modes + Lanes) + 2 * _block);
        double* lineRe = scratch + _lineScratch, lineIm = lineRe + half * _modes + Lanes, rowRe = lineIm + half * _modes + Lanes, rowIm = rowRe + _block;
        double* from = density + (nint)plane * n * n;
        _engine.Along(_pad, new LinePlace(from, from + half * n, n), new LinePlace(lineRe, lineIm, _modes), half, 1, scratch);
        for (int y = 0; y < half; y++)
            Part(lineRe + y * _modes, lineIm + y * _modes, rowRe + y * n, rowIm + y * n, half * n, _end + plane * n + y, half);
        _engine.Across(_pad, new LinePlace(rowRe, rowIm, n), new LinePlace(_re + (nint)plane * _plane, _im + (nint)plane * _plane, n), n, 1, 1, scratch);
    }

    /// <summary>The transforms of two real lines, times two, from that of the one plus i times the other: C_k + conj C_-k and -i (C_k - conj C_-k), k = 0..n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(double* re, double* im, double* toRe, double* toIm, nint other, double* end, int otherEnd)
    {
        Vector512<long> back = Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0);
        for (int j = 0; j < _points; j += Lanes)
        {
            int k = Math.Min(j, _points - Lanes), mirror = _modes - k - Lanes + 1;
            Vector512<double> a = Vector512.Load(re + k), b = Vector512.Load(im + k);
            Vector512<double> c = Vector512.Shuffle(Vector512.Load(re + mirror), back), d = Vector512.Shuffle(Vector512.Load(im + mirror), back);
            (a + c).Store(toRe + k);
            (b - d).Store(toIm + k);
            (b + d).Store(toRe + other + k);
            (c - a).Store(toIm + other + k);
        }
        (toRe[0], toIm[0], toRe[other], toIm[other]) = (2 * re[0], 0, 2 * im[0], 0);
        (end[0], end[otherEnd]) = (2 * re[_points], 2 * im[_points]);
    }

    private readonly struct PlanesToModes(FreeSpaceConvolution owner, double* density) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            long start = Stopwatch.GetTimestamp();
            owner.ToModes(density, chunk);
            TransformClock.Add(start);
        }
    }

    private readonly struct Slices(FreeSpaceConvolution owner) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            long start = Stopwatch.GetTimestamp();
            if (chunk == 0)
                owner.EndSlice();
            else
                owner.Slice((chunk - 1) * owner._rows);
            TransformClock.Add(start);
        }
    }

    private readonly struct PlanesToPoints(FreeSpaceConvolution owner, double* fields) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            long start = Stopwatch.GetTimestamp();
            owner.ToPoints(fields, chunk);
            TransformClock.Add(start);
        }
    }
}
