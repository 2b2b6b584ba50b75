using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// The heat flow d_t f_m = sum_i Lap_{v_i} f_m of an m-particle density on the grid, the reference operator of Lemma 2.2: mode k decays as exp(-|k|^2 t),
/// Nyquist modes included.
/// <see cref="Advance"/> is exact in time; <see cref="Evaluate"/> serves steppers.
/// </summary>
internal sealed class HeatFlow : IEvolutionSystem, IDisposable
{
    private readonly VelocityGrid _grid;
    private readonly int _axes;
    private readonly FourierTransform _transform;
    private readonly NativeBuffer _re;
    private readonly NativeBuffer _im;
    private readonly double[] _factors;

    /// <summary>Plans.</summary>
    /// <param name="grid">The one-particle grid.</param>
    /// <param name="particles">m, at least 1; the density has n^{dm} values, below 2^31.</param>
    public HeatFlow(VelocityGrid grid, int particles)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(particles, 1);
        _grid = grid;
        _axes = particles * grid.Dimension;
        int[] shape = [.. Enumerable.Repeat(grid.Points, _axes)];
        _transform = new FourierTransform(shape, 0, _axes);
        Length = _transform.Length;
        _re = new NativeBuffer(Length);
        _im = new NativeBuffer(Length);
        _factors = new double[grid.Points];
        Blocks = [new StateBlock("f", 0, Length, 1)];
    }

    public int Length { get; }

    /// <summary>One block of scale 1.</summary>
    public IReadOnlyList<StateBlock> Blocks { get; }

    /// <summary>derivative = sum_i Lap_i f.</summary>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        Transform(state);
        Span<double> re = _re.Span, im = _im.Span;
        for (int i = 0; i < Length; i++)
        {
            double squared = 0;
            for (int axis = 0, rest = i; axis < _axes; axis++, rest /= _grid.Points)
                squared += _grid.Wavenumbers[rest % _grid.Points] * _grid.Wavenumbers[rest % _grid.Points];
            re[i] *= -squared;
            im[i] *= -squared;
        }
        _transform.Inverse(re, im);
        re.CopyTo(derivative);
    }

    /// <summary>The density after a further time, exactly.</summary>
    /// <param name="density">n^{dm} values, in place.</param>
    /// <param name="time">Not negative.</param>
    public void Advance(Span<double> density, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        for (int j = 0; j < _grid.Points; j++)
            _factors[j] = Math.Exp(-_grid.Wavenumbers[j] * _grid.Wavenumbers[j] * time);
        Transform(density);
        Span<double> re = _re.Span, im = _im.Span;
        for (int i = 0; i < Length; i++)
        {
            double factor = 1;
            for (int axis = 0, rest = i; axis < _axes; axis++, rest /= _grid.Points)
                factor *= _factors[rest % _grid.Points];
            re[i] *= factor;
            im[i] *= factor;
        }
        _transform.Inverse(re, im);
        re.CopyTo(density);
    }

    public void Dispose()
    {
        _re.Dispose();
        _im.Dispose();
    }

    private void Transform(ReadOnlySpan<double> density)
    {
        density[..Length].CopyTo(_re.Span);
        _im.Span.Clear();
        _transform.Forward(_re.Span, _im.Span);
    }
}
