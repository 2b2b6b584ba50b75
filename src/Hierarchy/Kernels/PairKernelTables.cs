using Hierarchy.Spectral;

namespace Hierarchy.Kernels;

/// <summary>
/// The kernel at every difference v2 - v1 of two grid points, (2n)^d entries each, with no periodic wrap.
/// Point values alpha(z) = Lambda |z|^gamma serve the pair operator: A(z) x = alpha (|z|^2 x - z (z . x)) is positive semidefinite at
/// every point, which makes the discrete pair operator dissipative. The value at z = 0 meets only (grad_1 - grad_2) F, which vanishes there.
/// Band-limited values of A, the inverse transform of the truncated kernel, serve C[g]: they are those of Q(f, f).
/// </summary>
internal sealed class PairKernelTables : IDisposable
{
    public PairKernelTables(PairLayout layout, CollisionKernel kernel)
    {
        Alpha = new NativeBuffer(layout.TableSize + PairLayout.Lanes);
        int components = SymmetricIndex.Count(layout.Grid.Dimension);
        Stride = layout.TableSize + PairLayout.Lanes;
        Spectral = new NativeBuffer(components * Stride);
        FillAlpha(layout, kernel);
        FillSpectral(layout, kernel);
    }

    /// <summary>Lambda |z|^gamma, zero at z = 0.</summary>
    public NativeBuffer Alpha { get; }

    /// <summary>h^d A_ab(z), component by component (see <see cref="SymmetricIndex"/>), each <see cref="Stride"/> values.</summary>
    public NativeBuffer Spectral { get; }

    public int Stride { get; }

    public void Dispose()
    {
        Alpha.Dispose();
        Spectral.Dispose();
    }

    private void FillAlpha(PairLayout layout, CollisionKernel kernel)
    {
        int n = layout.Grid.Points, d = layout.Grid.Dimension;
        double h = layout.Grid.Spacing;
        Span<double> alpha = Alpha.Span;
        for (int i = 0; i < layout.TableSize; i++)
        {
            double squared = 0;
            for (int a = 0, rest = i; a < d; a++, rest /= 2 * n)
            {
                double z = h * (rest % (2 * n) - (n - 1));
                squared += z * z;
            }
            alpha[i] = squared > 0 ? kernel.Potential(Math.Sqrt(squared)) / squared : 0;
        }
    }

    /// <summary>Inverse transforms of the free-space kernel on the padded box, reordered from wrapped to signed differences.</summary>
    private void FillSpectral(PairLayout layout, CollisionKernel kernel)
    {
        int n = layout.Grid.Points, d = layout.Grid.Dimension, size = layout.TableSize;
        KernelTransform transform = KernelTransform.Padded(kernel, layout.Grid);
        var plan = new FourierTransform(Enumerable.Repeat(2 * n, d).ToArray(), 0, d);
        using var re = new NativeBuffer(size);
        using var im = new NativeBuffer(size);
        for (int a = 0; a < d; a++)
        {
            for (int b = a; b < d; b++)
            {
                transform.FillComponent(a, b, re.Span);
                im.Span.Clear();
                plan.Inverse(re.Span, im.Span);
                Span<double> table = Spectral.Span.Slice(SymmetricIndex.Of(d, a, b) * Stride, size);
                for (int i = 0; i < size; i++)
                    table[i] = re.Span[Wrapped(i, n, d)];
            }
        }
    }

    /// <summary>Where the signed difference at an index of a table stands in a transform of 2n points an axis.</summary>
    internal static int Wrapped(int signed, int n, int d)
    {
        int index = 0;
        for (int a = 0, weight = 1; a < d; a++, weight *= 2 * n, signed /= 2 * n)
        {
            int difference = signed % (2 * n) - (n - 1);
            index += weight * ((difference + 2 * n) % (2 * n));
        }
        return index;
    }
}

/// <summary>Where the components of a symmetric d x d matrix lie: (0,0), (0,1), ..., (0,d-1), (1,1), ..., (d-1,d-1).</summary>
internal static class SymmetricIndex
{
    /// <summary>d (d + 1)/2.</summary>
    public static int Count(int dimension) => dimension * (dimension + 1) / 2;

    /// <summary>The place of (a, b) = (b, a).</summary>
    public static int Of(int dimension, int a, int b)
    {
        (int low, int high) = a <= b ? (a, b) : (b, a);
        return low * dimension - low * (low - 1) / 2 + high - low;
    }
}
