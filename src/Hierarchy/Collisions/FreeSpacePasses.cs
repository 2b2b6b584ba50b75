using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>The second and third pass: symbols and the way back from modes to points. Exchanging real and imaginary parts turns the sign of the exponent.</summary>
internal sealed unsafe partial class FreeSpaceConvolution
{
    /// <summary>The lines along x of some rows of y: to modes, five products, back to points.</summary>
    private void Slice(int first)
    {
        int n = _points, rows = Math.Min(_rows, _modes - first), width = rows * n, start = first * n;
        nint length = (nint)_modes * width;
        double* scratch = Scratch.Take((int)(_lineScratch + 2 * (1 + Bases) * length));
        double* re = scratch + _lineScratch, im = re + length, toRe = im + length, toIm = toRe + Bases * length;
        _engine.Across(_pad, new LinePlace(_re + start, _im + start, _plane), new LinePlace(re, im, width), width, 1, 1, scratch);
        for (int x = 0; x < _modes; x++)
        {
            for (int row = 0; row < rows; row++)
            {
                nint table = (nint)(Math.Min(x, _modes - x) * (n + 1) + Math.Min(first + row, _modes - first - row)) * n, at = (nint)x * width + row * n;
                Products(x, _isotropic + table, _axial + table, re + at, im + at, toRe + at, toIm + at, length, n);
            }
        }
        for (int b = 0; b < Bases; b++)
        {
            LinePlace target = new(_baseIm + (nint)b * n * _plane + start, _baseRe + (nint)b * n * _plane + start, _plane);
            _engine.Across(_drop, new LinePlace(toIm + b * length, toRe + b * length, width), target, width, 1, 1, scratch);
        }
    }

    /// <summary>P f^, w f^, x w f^, (P + x^2 w) f^ and x (P + x^2 w) f^ on a row of lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Products(int x, double* isotropic, double* axial, double* re, double* im, double* toRe, double* toIm, nint next, int width)
    {
        Vector512<double> odd = Vector512.Create(_odd[x]), square = Vector512.Create(_square[x]);
        for (int j = 0; j < width; j += Lanes)
        {
            int k = Math.Min(j, width - Lanes);
            Vector512<double> p = Vector512.Load(isotropic + k), w = Vector512.Load(axial + k), fr = Vector512.Load(re + k), fi = Vector512.Load(im + k);
            Vector512<double> sum = p + square * w;
            double* r = toRe + k, i = toIm + k;
            Write(p, fr, fi, r, i);
            Write(w, fr, fi, r + next, i + next);
            Write(odd * w, fr, fi, r + 2 * next, i + 2 * next);
            Write(sum, fr, fi, r + 3 * next, i + 3 * next);
            Write(odd * sum, fr, fi, r + 4 * next, i + 4 * next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<double> symbol, Vector512<double> fr, Vector512<double> fi, double* re, double* im)
    {
        (symbol * fr).Store(re);
        (symbol * fi).Store(im);
    }

    /// <summary>The modes with z = n: all of y and x there and back; what is left for the last axis are the pairs xx + i yy, xy + i zz and B_x + i B_y, whose parts are real.</summary>
    private void EndSlice()
    {
        int n = _points;
        nint length = (nint)_modes * _modes, lines = (nint)n * _modes;
        double* scratch = Scratch.Take((int)(_lineScratch + 2 * (1 + Bases) * length + 2 * (Bases + 1) * lines));
        double* re = scratch + _lineScratch, im = re + length, toRe = im + length, toIm = toRe + Bases * length;
        double* baseRe = toIm + Bases * length, baseIm = baseRe + Bases * lines, pairRe = baseIm + Bases * lines, pairIm = pairRe + lines;
        _engine.Along(_pad, new LinePlace(_end, null, n), new LinePlace(pairRe, pairIm, _modes), n, 1, scratch);
        _engine.Across(_pad, new LinePlace(pairRe, pairIm, _modes), new LinePlace(re, im, _modes), _modes, 1, 1, scratch);
        for (int x = 0; x < _modes; x++)
        {
            nint table = (nint)Math.Min(x, _modes - x) * _modes, at = (nint)x * _modes;
            Products(x, _endIsotropic + table, _endAxial + table, re + at, im + at, toRe + at, toIm + at, length, _modes);
        }
        for (int b = 0; b < Bases; b++)
        {
            LinePlace target = new(baseIm + b * lines, baseRe + b * lines, _modes);
            _engine.Across(_drop, new LinePlace(toIm + b * length, toRe + b * length, _modes), target, _modes, 1, 1, scratch);
        }
        Field p = new(baseRe, baseIm), w = p.Next(lines), odd = w.Next(lines), sum = odd.Next(lines), oddSum = sum.Next(lines);
        EndPair(0, new Line(sum, _one, sum, _zero), new Line(p, _one, w, _square), false, pairRe, pairIm, scratch);
        EndPair(1, new Line(odd, _odd, odd, _zero), new Line(p, _one, w, _endSquare), false, pairRe, pairIm, scratch);
        EndPair(2, new Line(oddSum, _unitOne, odd, _unitEnd), new Line(sum, _unitOdd, w, _unitOddEnd), true, pairRe, pairIm, scratch);
    }

    private void EndPair(int pair, in Line first, in Line second, bool turned, double* re, double* im, double* scratch)
    {
        for (int x = 0; x < _points; x++)
            Join(first, second, (nint)x * _modes, (nint)x * _modes, _modes, turned, false, re + (nint)x * _modes, im + (nint)x * _modes);
        LinePlace target = new(_endIm + pair * _block, _endRe + pair * _block, _points);
        _engine.Along(_drop, new LinePlace(im, re, _modes), target, _points, 1, scratch);
    }

    /// <summary>Modes to points in y and z for one plane of x.</summary>
    private void ToPoints(double* fields, int plane)
    {
        int n = _points, area = n * n;
        nint size = (nint)area * n, lines = (nint)_modes * n + Lanes;
        double* scratch = Scratch.Take((int)(_lineScratch + 2 * lines + 2 * (Middles + 1) * _block));
        double* workRe = scratch + _lineScratch, workIm = workRe + lines, middleRe = workIm + lines, middleIm = middleRe + (Middles + 1) * _block;
        nint start = (nint)plane * _plane, next = (nint)n * _plane;
        Field p = new(_baseRe + start, _baseIm + start), w = p.Next(next), odd = w.Next(next), sum = odd.Next(next), oddSum = sum.Next(next);
        Field trace = new(middleRe, middleIm);
        Field xx = Along(sum, trace.Next(_block), scratch), isotropic = Along(p, xx.Next(_block), scratch), axial = Along(w, isotropic.Next(_block), scratch);
        Field xz = Along(odd, axial.Next(_block), scratch), work = new(workRe, workIm);
        Field yy = Along(Combine(p, _one, w, _square, work), xz.Next(_block), scratch), xy = Along(Combine(odd, _odd, odd, _zero, work), yy.Next(_block), scratch);
        Field yz = Along(Combine(w, _odd, w, _zero, work), xy.Next(_block), scratch);
        Field x = Along(Combine(oddSum, _one, odd, _square, work), yz.Next(_block), scratch);
        Field y = Along(Combine(sum, _odd, w, _oddSquare, work), x.Next(_block), scratch);
        Trace(xx, yy, isotropic, trace);
        double* to = fields + (nint)plane * area, friction = to + 6 * size;
        Pair(new Line(xx, _one, xx, _zero), new Line(yy, _one, yy, _zero), false, 0, plane, to, to + 3 * size, work, scratch);
        Pair(new Line(xy, _one, xy, _zero), new Line(isotropic, _one, axial, _square), false, 1, plane, to + size, to + 5 * size, work, scratch);
        Pair(new Line(xz, _odd, xz, _zero), new Line(yz, _odd, yz, _zero), false, -1, plane, to + 2 * size, to + 4 * size, work, scratch);
        Pair(new Line(x, _unitOne, xz, _unitSquare), new Line(y, _unitOne, yz, _unitSquare), true, 2, plane, friction, friction + size, work, scratch);
        // B_z: the second half of the rows goes with the first.
        Line z = new(trace, _unitOdd, axial, _unitOddSquare);
        for (int row = 0; row < n / 2; row++)
            Join(z, z, row * n, (row + n / 2) * n, n, true, true, workRe + row * _modes, workIm + row * _modes);
        ToField(work, friction + 2 * size, friction + 2 * size + n / 2 * n, n / 2, scratch);
    }

    /// <summary>2n modes to n points in y.</summary>
    private Field Along(Field from, Field to, double* scratch)
    {
        _engine.Across(_drop, new LinePlace(from.Im, from.Re, _points), new LinePlace(to.Im, to.Re, _points), _points, 1, 1, scratch);
        return to;
    }

    /// <summary>Two real fields of a plane from their modes in z, of which those with z = n are a pair of <see cref="EndSlice"/> or zero (-1).</summary>
    private void Pair(in Line first, in Line second, bool turned, int end, int plane, double* one, double* other, Field work, double* scratch)
    {
        int n = _points;
        for (int row = 0; row < n; row++)
        {
            nint at = (nint)row * _modes;
            Join(first, second, row * n, row * n, n, turned, true, work.Re + at, work.Im + at);
            if (end < 0)
                continue;
            int last = end * _block + plane * n + row;
            (work.Re[at + n], work.Im[at + n]) = (_endRe[last], _endIm[last]);
        }
        ToField(work, one, other, n, scratch);
    }

    private void ToField(Field work, double* one, double* other, int lines, double* scratch) =>
        _engine.Along(_drop, new LinePlace(work.Im, work.Re, _modes), new LinePlace(other, one, _points), lines, 1, scratch);

    /// <summary>alpha_y a + beta_y b for all 2n rows y of a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Field Combine(Field a, double* alpha, Field b, double* beta, Field to)
    {
        nint at = 0;
        for (int y = 0; y < _modes; y++, at += _points)
        {
            Vector512<double> p = Vector512.Create(alpha[y]), q = Vector512.Create(beta[y]);
            for (int j = 0; j < _points; j += Lanes)
            {
                nint k = at + Math.Min(j, _points - Lanes);
                (p * Vector512.Load(a.Re + k) + q * Vector512.Load(b.Re + k)).Store(to.Re + k);
                (p * Vector512.Load(a.Im + k) + q * Vector512.Load(b.Im + k)).Store(to.Im + k);
            }
        }
        return to;
    }

    /// <summary>P + (x^2 + y^2) w after the transforms in x and y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Trace(Field xx, Field yy, Field isotropic, Field to)
    {
        for (int j = 0; j < _block; j += Lanes)
        {
            (Vector512.Load(xx.Re + j) + Vector512.Load(yy.Re + j) - Vector512.Load(isotropic.Re + j)).Store(to.Re + j);
            (Vector512.Load(xx.Im + j) + Vector512.Load(yy.Im + j) - Vector512.Load(isotropic.Im + j)).Store(to.Im + j);
        }
    }

    /// <summary>
    /// S + i T with S = first, T = second or, turned, i times them, at the modes 0..width-1; hermitian: at the modes 2n - k as well, where it is conj S + i conj T, and zero at n.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join(in Line first, in Line second, nint at, nint otherAt, int width, bool turned, bool hermitian, double* re, double* im)
    {
        Vector512<long> back = Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0);
        for (int j = 0; hermitian && j < width; j += Lanes)
        {
            int k = Math.Min(j, width - Lanes), mirror = _modes - k - Lanes + 1;
            first.Load(at, k, turned, out Vector512<double> sr, out Vector512<double> si);
            second.Load(otherAt, k, turned, out Vector512<double> tr, out Vector512<double> ti);
            Vector512.Shuffle(sr + ti, back).Store(re + mirror);
            Vector512.Shuffle(tr - si, back).Store(im + mirror);
        }
        for (int j = 0; j < width; j += Lanes)
        {
            int k = Math.Min(j, width - Lanes);
            first.Load(at, k, turned, out Vector512<double> sr, out Vector512<double> si);
            second.Load(otherAt, k, turned, out Vector512<double> tr, out Vector512<double> ti);
            (sr - ti).Store(re + k);
            (si + tr).Store(im + k);
        }
        if (hermitian)
            re[width] = im[width] = 0;
    }

    /// <summary>Complex values in two arrays.</summary>
    private readonly struct Field(double* re, double* im)
    {
        public readonly double* Re = re, Im = im;

        public Field Next(nint offset) => new(Re + offset, Im + offset);
    }

    /// <summary>alpha_k a_k + beta_k b_k on lines of modes k.</summary>
    private readonly struct Line(Field a, double* alpha, Field b, double* beta)
    {
        private readonly double* _aRe = a.Re, _aIm = a.Im, _bRe = b.Re, _bIm = b.Im, _alpha = alpha, _beta = beta;

        /// <summary>Eight values or, turned, i times them, from the line that begins at <paramref name="at"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(nint at, int k, bool turned, out Vector512<double> re, out Vector512<double> im)
        {
            Vector512<double> p = Vector512.Load(_alpha + k), q = Vector512.Load(_beta + k);
            Vector512<double> real = p * Vector512.Load(_aRe + at + k) + q * Vector512.Load(_bRe + at + k);
            Vector512<double> imaginary = p * Vector512.Load(_aIm + at + k) + q * Vector512.Load(_bIm + at + k);
            (re, im) = turned ? (-imaginary, real) : (real, imaginary);
        }
    }
}
