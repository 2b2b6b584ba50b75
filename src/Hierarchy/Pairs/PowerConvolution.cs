using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The non-local flux (A*h) grad f - (B*h) f of T in d = 3 for a block of columns h (n^3 rows x 8 complex lanes), periodic convolutions, one worker's: a symbol's power of a wavenumber is
/// taken when its axis is due (as in <see cref="FreeSpaceConvolution"/>).
/// </summary>
/// <remarks>
/// With P and w = Q/|k|^2, k = (x, y, z): A^_ab = P delta_ab + k_a k_b w, B^_a = i k_a (P + |k|^2 w). Three visits to the block, each by parts that stay in the second-level cache: planes
/// of x to modes in z and y; rows of y to modes in x and, as P h^, w h^, x w h^, (P + x^2 w) h^ and x (P + x^2 w) h^, back to points; planes of x, which become nine fields in y and are
/// added to the flux once all nine are there. 26 transforms along an axis in place of 30, and no array of the block but the flux is read and written for each of nine fields.
/// </remarks>
internal sealed unsafe class PowerConvolution : IDisposable
{
    private const int Lanes = PairLayout.Lanes;
    private const int Bases = 5;
    private const int Middles = 9;

    // Middles on the way to points in y, and what the same places hold before the last axis.
    private const int Xx = 0, Isotropic = 1, Axial = 2, AxialX = 3, Yy = 4, Xy = 5, AxialY = 6, FrictionX = 7, FrictionY = 8;
    private const int Zz = Isotropic, FrictionZ = Axial, Xz = AxialX, Yz = AxialY;

    private readonly PowerTables _tables;
    private readonly AxisEngine _engine = AxisEngine.Chosen;
    private readonly LinePlan _plan;
    private readonly int _points, _row, _area, _plane;
    private readonly NativeBuffer _memory;
    private readonly double* _scratch, _hat, _bases, _work, _middles;

    public PowerConvolution(VelocityGrid grid, PowerTables tables)
    {
        _tables = tables;
        _points = grid.Points;
        _plan = new LinePlan(_points);
        (_row, _area) = (_points * Lanes, _points * _points * Lanes);
        // Planes that lay a multiple of 4096 bytes apart would share the same sets of the caches.
        _plane = _area + 9 * Lanes;
        int scratch = AxisEngine.Scratch(_plan), line = _points * _row;
        int work = Math.Max(2 * (1 + Bases) * line, 2 * _area);
        _memory = new NativeBuffer(scratch + 2 * (1 + Bases) * _points * _plane + work + 2 * Middles * _area);
        _scratch = _memory.Pointer;
        _hat = _scratch + scratch;
        _bases = _hat + 2 * _points * _plane;
        _work = _bases + 2 * Bases * _points * _plane;
        _middles = _work + work;
    }

    /// <summary>Adds the factor times the flux to the flux arrays of <paramref name="scratch"/>, h being the block in (Re, Im), which is kept.</summary>
    public void AddFlux(PairScratch scratch, in LinearisationFields fields, double factor)
    {
        double** flux = stackalloc double*[3];
        Transform(scratch.Re.Pointer, scratch.Im.Pointer);
        for (int x = 0; x < _points; x++)
        {
            ToPoints(x);
            for (int part = 0; part < 2; part++)
            {
                for (int a = 0; a < 3; a++)
                    flux[a] = (part == 0 ? scratch.FluxRe(a) : scratch.FluxIm(a)).Pointer + x * _area;
                Add(flux, fields, factor, x, part);
            }
        }
    }

    /// <summary>Takes a block: the first two visits.</summary>
    public void Transform(double* re, double* im)
    {
        for (int x = 0; x < _points; x++)
            ToModes(re + x * _area, im + x * _area, x);
        for (int y = 0; y < _points; y++)
            AlongX(y);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>The imaginary parts lie behind the real ones: of the hat and of each base n planes, of a middle one plane further.</summary>
    private int Imaginary => _points * _plane;

    private double* Middle(int middle) => _middles + 2 * middle * _area;

    private void ToModes(double* re, double* im, int x)
    {
        double* workRe = _work, workIm = workRe + _area, to = _hat + x * _plane;
        _engine.Across(_plan, new LinePlace(re, im, Lanes, _row), new LinePlace(workRe, workIm, Lanes, _row), Lanes, _points, 1, _scratch);
        _engine.Across(_plan, new LinePlace(workRe, workIm, _row), new LinePlace(to, to + Imaginary, _row), _row, 1, 1, _scratch);
    }

    /// <summary>The lines along x of one mode of y: to modes, five products, back to points.</summary>
    private void AlongX(int y)
    {
        int length = _points * _row, start = y * _row;
        double* re = _work, im = re + length, to = im + length;
        _engine.Across(_plan, new LinePlace(_hat + start, _hat + Imaginary + start, _plane), new LinePlace(re, im, _row), _row, 1, 1, _scratch);
        for (int x = 0; x < _points; x++)
            Products(x, _tables.Row(x, y), re + x * _row, im + x * _row, to + x * _row, length);
        for (int b = 0; b < Bases; b++, to += 2 * length)
        {
            double* target = _bases + 2 * b * Imaginary + start;
            _engine.Across(_plan, new LinePlace(to + length, to, _row), new LinePlace(target + Imaginary, target, _plane), _row, 1, 1, _scratch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Products(int x, double* table, double* re, double* im, double* to, nint length)
    {
        Vector512<double> odd = Vector512.Create(_tables.Odd[x]), square = Vector512.Create(_tables.Square[x]);
        for (int z = 0; z < _points; z++, re += Lanes, im += Lanes, to += Lanes)
        {
            Vector512<double> p = Vector512.Create(table[2 * z]), w = Vector512.Create(table[2 * z + 1]), sum = p + square * w;
            Vector512<double> hr = Vector512.Load(re), hi = Vector512.Load(im);
            Write(p, hr, hi, to, length);
            Write(w, hr, hi, to + 2 * length, length);
            Write(odd * w, hr, hi, to + 4 * length, length);
            Write(sum, hr, hi, to + 6 * length, length);
            Write(odd * sum, hr, hi, to + 8 * length, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<double> symbol, Vector512<double> hr, Vector512<double> hi, double* to, nint length)
    {
        (symbol * hr).Store(to);
        (symbol * hi).Store(to + length);
    }

    /// <summary>The nine fields of one plane of x, from modes to points in y and z.</summary>
    public void ToPoints(int x)
    {
        double* p = _bases + x * _plane, w = p + 2 * Imaginary, odd = w + 2 * Imaginary, sum = odd + 2 * Imaginary, oddSum = sum + 2 * Imaginary;
        AlongY(sum, Imaginary, Xx);
        AlongY(p, Imaginary, Isotropic);
        AlongY(w, Imaginary, Axial);
        AlongY(odd, Imaginary, AxialX);
        Combine(p, _tables.One, w, _tables.Square, Yy);
        Combine(oddSum, _tables.One, odd, _tables.Square, FrictionX);
        Combine(sum, _tables.Odd, w, _tables.OddSquare, FrictionY);
        Scale(odd, Xy);
        Scale(w, AxialY);
        TakePowersOfZ();
        for (int middle = 0; middle < Middles; middle++)
        {
            double* re = Middle(middle), im = re + _area;
            LinePlace lines = new(im, re, Lanes, _row);
            _engine.Across(_plan, lines, lines, Lanes, _points, 1, _scratch);
        }
    }

    private void AlongY(double* from, nint imaginary, int middle)
    {
        double* to = Middle(middle);
        _engine.Across(_plan, new LinePlace(from + imaginary, from, _row), new LinePlace(to + _area, to, _row), _row, 1, 1, _scratch);
    }

    /// <summary>alpha_y a + beta_y b, and to points in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(double* a, double* alpha, double* b, double* beta, int middle)
    {
        double* to = _work;
        for (int part = 0; part < 2; part++, a += Imaginary, b += Imaginary, to += _area)
        {
            for (int y = 0, at = 0; y < _points; y++)
            {
                Vector512<double> p = Vector512.Create(alpha[y]), q = Vector512.Create(beta[y]);
                for (int end = at + _row; at < end; at += Lanes)
                    (p * Vector512.Load(a + at) + q * Vector512.Load(b + at)).Store(to + at);
            }
        }
        AlongY(_work, _area, middle);
    }

    /// <summary>y a, and to points in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale(double* a, int middle)
    {
        double* to = _work;
        for (int part = 0; part < 2; part++, a += Imaginary, to += _area)
        {
            for (int y = 0, at = 0; y < _points; y++)
            {
                Vector512<double> p = Vector512.Create(_tables.Odd[y]);
                for (int end = at + _row; at < end; at += Lanes)
                    (p * Vector512.Load(a + at)).Store(to + at);
            }
        }
        AlongY(_work, _area, middle);
    }

    /// <summary>A_zz = P + z^2 w, A_az = z (a w), B_a = i (k_a (P + ...) + z^2 k_a w) and B_z = i z (P + |k|^2 w), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakePowersOfZ()
    {
        double* xx = Middle(Xx), isotropic = Middle(Isotropic), axial = Middle(Axial), axialX = Middle(AxialX), yy = Middle(Yy), axialY = Middle(AxialY);
        double* frictionX = Middle(FrictionX), frictionY = Middle(FrictionY);
        Vector512<double> unit = Vector512.Create(_tables.Unit);
        for (int at = 0, z = 0; at < _area; at += Lanes, z = z + 1 < _points ? z + 1 : 0)
        {
            int other = at + _area;
            Vector512<double> odd = Vector512.Create(_tables.Odd[z]), square = Vector512.Create(_tables.Square[z]), turn = unit * odd;
            Vector512<double> pr = Vector512.Load(isotropic + at), pi = Vector512.Load(isotropic + other);
            Vector512<double> wr = square * Vector512.Load(axial + at), wi = square * Vector512.Load(axial + other);
            (pr + wr).Store(isotropic + at);
            (pi + wi).Store(isotropic + other);
            (turn * (pi - Vector512.Load(xx + other) - Vector512.Load(yy + other) - wi)).Store(axial + at);
            (turn * (Vector512.Load(xx + at) + Vector512.Load(yy + at) - pr + wr)).Store(axial + other);
            Turn(frictionX + at, axialX + at, unit, square, odd, _area);
            Turn(frictionY + at, axialY + at, unit, square, odd, _area);
        }
    }

    /// <summary>friction = i unit (friction + z^2 axial), then axial = z axial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(double* friction, double* axial, Vector512<double> unit, Vector512<double> square, Vector512<double> odd, nint imaginary)
    {
        Vector512<double> ar = Vector512.Load(axial), ai = Vector512.Load(axial + imaginary);
        Vector512<double> re = Vector512.Load(friction) + square * ar, im = Vector512.Load(friction + imaginary) + square * ai;
        (-unit * im).Store(friction);
        (unit * re).Store(friction + imaginary);
        (odd * ar).Store(axial);
        (odd * ai).Store(axial + imaginary);
    }

    /// <summary>Adds the real (part 0) or imaginary parts (part 1) of the nine fields of the plane of <see cref="ToPoints"/> times their fields of f to the flux on that plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double** flux, in LinearisationFields fields, double factor, int x, int part)
    {
        int rows = _points * _points, first = x * rows, shift = part * _area;
        double* flux0 = flux[0], flux1 = flux[1], flux2 = flux[2];
        double* f = fields.Density + first, f0 = fields.Gradient(0) + first, f1 = fields.Gradient(1) + first, f2 = fields.Gradient(2) + first;
        double* xx = Middle(Xx) + shift, xy = Middle(Xy) + shift, xz = Middle(Xz) + shift, yy = Middle(Yy) + shift, yz = Middle(Yz) + shift, zz = Middle(Zz) + shift;
        double* b0 = Middle(FrictionX) + shift, b1 = Middle(FrictionY) + shift, b2 = Middle(FrictionZ) + shift;
        for (int i = 0, at = 0; i < rows; i++, at += Lanes)
        {
            Vector512<double> g0 = Vector512.Create(factor * f0[i]), g1 = Vector512.Create(factor * f1[i]), g2 = Vector512.Create(factor * f2[i]), h = Vector512.Create(factor * f[i]);
            Vector512<double> axy = Vector512.Load(xy + at), axz = Vector512.Load(xz + at), ayz = Vector512.Load(yz + at);
            Vector512<double> first0 = g0 * Vector512.Load(xx + at) + g1 * axy + g2 * axz - h * Vector512.Load(b0 + at);
            Vector512<double> first1 = g0 * axy + g1 * Vector512.Load(yy + at) + g2 * ayz - h * Vector512.Load(b1 + at);
            Vector512<double> first2 = g0 * axz + g1 * ayz + g2 * Vector512.Load(zz + at) - h * Vector512.Load(b2 + at);
            (Vector512.Load(flux0 + at) + first0).Store(flux0 + at);
            (Vector512.Load(flux1 + at) + first1).Store(flux1 + at);
            (Vector512.Load(flux2 + at) + first2).Store(flux2 + at);
        }
    }
}
