using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>Gradient and divergence of real fields on the box by the matrix of every line (<see cref="LineDerivative"/>), shared by the threads; eight lines at a time.</summary>
/// <remarks>
/// The rounding errors have the mirrors and exchanges of axes that the field has. Lines of the last axis are turned into the lanes of vectors and back. Where FftSharp is chosen the
/// derivatives go by its transforms. No call allocates; results do not depend on the number of threads. An object serves one caller at a time.
/// </remarks>
internal sealed unsafe class FieldDerivative : IDisposable
{
    private const int Lanes = LineDerivative.ColumnStep;
    private readonly int _dimension, _points, _size, _rest;
    private readonly LineDerivative _lines;
    private readonly SpectralDerivative? _independent;

    /// <summary>Tabulates the matrices.</summary>
    public FieldDerivative(VelocityGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        (_dimension, _points, _size, _rest) = (grid.Dimension, grid.Points, grid.Size, grid.Size / grid.Points);
        _lines = new LineDerivative(grid);
        _independent = TransformEngines.Current == TransformEngine.FftSharp ? new SpectralDerivative(grid) : null;
    }

    /// <summary>d fields of n^d values, one after the other: d_a f. They do not overlap f.</summary>
    public void Gradient(ReadOnlySpan<double> field, Span<double> gradient)
    {
        if (_independent is not null)
        {
            _independent.Gradient(field, gradient);
            return;
        }
        fixed (double* from = field[.._size], to = gradient[..(_dimension * _size)])
        {
            WorkCrew.Run(_points, new Gradients(this, from, to));
        }
    }

    /// <summary>sum_a d_a J_a of d fields of n^d values, one after the other, which are not changed.</summary>
    public void Divergence(ReadOnlySpan<double> fields, Span<double> divergence)
    {
        if (_independent is not null)
        {
            _independent.Divergence(fields, divergence);
            return;
        }
        fixed (double* from = fields[..(_dimension * _size)], to = divergence[.._size])
        {
            WorkCrew.Run(_points, new FirstAxis(this, from, to));
            WorkCrew.Run(_points, new OtherAxes(this, from, to));
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _independent?.Dispose();
    }

    /// <summary>The share of a chunk in the derivative along the first axis: the n^{d-1} lines in n parts.</summary>
    private void AlongFirst(double* from, double* to, int chunk)
    {
        int part = Math.Max(Lanes, _rest / _points), begin = chunk * part, end = Math.Min(_rest, begin + part);
        for (int line = begin; line < end; line += Lanes)
        {
            int first = Math.Min(line, _rest - Lanes);
            _lines.EightLines(from + first, to + first, _rest, _rest);
        }
    }

    /// <summary>d_1 of one plane of a field in d = 3.</summary>
    private void AlongMiddle(double* from, double* to)
    {
        for (int line = 0; line < _points; line += Lanes)
        {
            int first = Math.Min(line, _points - Lanes);
            _lines.EightLines(from + first, to + first, _points, _points);
        }
    }

    /// <summary>The derivative along the last axis of one plane, in d = 2 of eight lines or fewer.</summary>
    private void AlongLast(double* from, double* to, int lines, double* panel)
    {
        double* result = panel + Lanes * _points;
        for (int line = 0; line < lines; line += Lanes)
        {
            nint first = (nint)Math.Min(line, lines - Lanes) * _points;
            for (int j = 0; j < _points; j += Lanes8.Step)
            {
                int column = Math.Min(j, _points - Lanes8.Step);
                Lanes8.Gather(from + first + column, _points, panel + column * Lanes, Lanes);
            }
            _lines.EightLines(panel, result, Lanes, Lanes);
            for (int j = 0; j < _points; j += Lanes8.Step)
            {
                int column = Math.Min(j, _points - Lanes8.Step);
                Lanes8.Scatter(result + column * Lanes, Lanes, to + first + column, _points);
            }
        }
    }

    /// <summary>The lines of the last axis that belong to a chunk: a plane in d = 3; in d = 2 the first chunks have eight lines each.</summary>
    private bool TakeLast(int chunk, out int first, out int lines)
    {
        (first, lines) = _dimension == 3 ? (chunk * _points, _points) : (Math.Min(chunk * Lanes, _points - Lanes), Lanes);
        return _dimension == 3 || chunk * Lanes < _points;
    }

    private int PanelSize => 2 * Lanes * _points;

    private readonly struct Gradients(FieldDerivative owner, double* field, double* gradient) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            double* panel = Scratch.Take(owner.PanelSize);
            owner.AlongFirst(field, gradient, chunk);
            nint plane = (nint)chunk * owner._rest;
            if (owner._dimension == 3)
                owner.AlongMiddle(field + plane, gradient + owner._size + plane);
            if (owner.TakeLast(chunk, out int first, out int lines))
                owner.AlongLast(field + (nint)first * owner._points, gradient + (owner._dimension - 1) * owner._size + (nint)first * owner._points, lines, panel);
        }
    }

    private readonly struct FirstAxis(FieldDerivative owner, double* fields, double* divergence) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.AlongFirst(fields, divergence, chunk);
    }

    /// <summary>Adds what the other axes give to the rows of the chunk, by way of a copy, so that lines that two groups of eight share are added once.</summary>
    private readonly struct OtherAxes(FieldDerivative owner, double* fields, double* divergence) : ILoopBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk, int worker)
        {
            int n = owner._points, begin = owner._dimension == 3 ? chunk * owner._rest : chunk * Lanes * n, count = owner._dimension == 3 ? owner._rest : Math.Min(Lanes * n, owner._size - begin);
            if (!owner.TakeLast(chunk, out int first, out int lines))
                return;
            int length = lines * n;
            double* panel = Scratch.Take(owner.PanelSize + 2 * length), last = panel + owner.PanelSize, middle = last + length;
            owner.AlongLast(fields + (owner._dimension - 1) * owner._size + (nint)first * n, last, lines, panel);
            last += begin - first * n;
            double* to = divergence + begin;
            if (owner._dimension == 3)
                owner.AlongMiddle(fields + owner._size + begin, middle);
            int i = 0;
            for (; i <= count - Lanes; i += Lanes)
            {
                Vector512<double> sum = Vector512.Load(to + i) + Vector512.Load(last + i);
                (owner._dimension == 3 ? sum + Vector512.Load(middle + i) : sum).Store(to + i);
            }
            for (; i < count; i++)
                to[i] = owner._dimension == 3 ? to[i] + last[i] + middle[i] : to[i] + last[i];
        }
    }
}
