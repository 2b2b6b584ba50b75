using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>P and w = Q/|k|^2 of the kernel's transform over the number of points, and the powers of a wavenumber, shared by the workers of <see cref="PowerConvolution"/>.</summary>
internal sealed unsafe class PowerTables : IDisposable
{
    private readonly NativeBuffer _memory;
    private readonly double* _symbols;
    private readonly int _points, _half;

    public PowerTables(VelocityGrid grid, KernelTransform transform)
    {
        (_points, _half, Unit) = (grid.Points, grid.Points / 2, transform.Unit);
        _memory = new NativeBuffer(2 * (_half + 1) * (_half + 1) * _points + 4 * _points);
        _symbols = _memory.Pointer;
        One = _symbols + 2 * (_half + 1) * (_half + 1) * _points;
        Odd = One + _points;
        Square = Odd + _points;
        OddSquare = Square + _points;
        for (int j = 0; j < _points; j++)
        {
            double mode = j < _half ? j : j - _points;
            (One[j], Odd[j], Square[j]) = (1, j == _half ? 0 : mode, mode * mode);
            OddSquare[j] = Odd[j] * Square[j];
        }
        double scale = 1 / Math.Pow(_points, 3);
        for (int x = 0; x <= _half; x++)
        {
            for (int y = 0; y <= _half; y++)
            {
                double* row = Row(x, y);
                for (int z = 0; z < _points; z++)
                {
                    int square = x * x + y * y + (int)Square[z];
                    (row[2 * z], row[2 * z + 1]) = (scale * transform.Isotropic[square], square == 0 ? 0 : scale * transform.Axial[square] / square);
                }
            }
        }
    }

    /// <summary>The wavenumber of mode 1.</summary>
    public double Unit { get; }

    /// <summary>1, k, k^2 and k^3 for the n integers k of an axis; odd powers are zero at the Nyquist mode.</summary>
    public double* One { get; }

    public double* Odd { get; }

    public double* Square { get; }

    public double* OddSquare { get; }

    /// <summary>P and w in turns over the modes of the last axis.</summary>
    public double* Row(int x, int y) => _symbols + 2 * (Math.Min(x, _points - x) * (_half + 1) + Math.Min(y, _points - y)) * _points;

    public void Dispose() => _memory.Dispose();
}
