using Hierarchy.Spectral;

namespace Hierarchy.Kernels;

/// <summary>
/// h^d B_a(z) at the differences of two grid points, band-limited, in the layout of <see cref="PairKernelTables"/>: the inverse transform of B^ = i k.A^.
/// </summary>
internal sealed unsafe class FrictionTables : IDisposable
{
    private readonly NativeBuffer _values;
    private readonly int _stride;

    public FrictionTables(PairLayout layout, CollisionKernel kernel)
    {
        int n = layout.Grid.Points, d = layout.Grid.Dimension, size = layout.TableSize;
        _stride = size + PairLayout.Lanes;
        _values = new NativeBuffer(d * _stride);
        KernelTransform transform = KernelTransform.Padded(kernel, layout.Grid);
        var plan = new FourierTransform([.. Enumerable.Repeat(2 * n, d)], 0, d);
        using var re = new NativeBuffer(size);
        using var im = new NativeBuffer(size);
        for (int a = 0; a < d; a++)
        {
            re.Span.Clear();
            transform.FillDivergence(a, im.Span);
            plan.Inverse(re.Span, im.Span);
            for (int i = 0; i < size; i++)
                _values.Span[a * _stride + i] = re.Span[PairKernelTables.Wrapped(i, n, d)];
        }
    }

    /// <summary>The table of component a.</summary>
    public double* Component(int a) => _values.Pointer + a * _stride;

    public void Dispose() => _values.Dispose();
}
