using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.LowRank;

/// <summary>
/// The transform of A(v1 - v2) at the differences of grid points, for convolutions of columns continued by zeros to M points an axis. With M = 2n every
/// difference of two points has its own place; with less, differences beyond M/2 along an axis take the value at their image, d - M or d + M, which is the
/// value of the kernel at another difference: A stays positive semidefinite and even.
/// </summary>
/// <remarks>
/// A_ab is even or odd in every component of z, so that its transform is real and rows are kept for modes k >= 0 of the slow axes only. At the difference M/2, which is its own
/// image, components odd in it are zero, the mean of the two signs. The factor M^-d of the inverse transform is included.
/// </remarks>
internal sealed unsafe class KernelMultipliers : IDisposable
{
    private readonly NativeBuffer[] _components;
    private readonly int _rows;

    private KernelMultipliers(PairLayout layout, int length, Func<int, int, int, int, double> value)
    {
        Points = layout.Grid.Points;
        Dimension = layout.Grid.Dimension;
        Length = length;
        _rows = Dimension == 3 ? length / 2 + 1 : 1;
        var plan = new FourierTransform([.. Enumerable.Repeat(length, Dimension)], 0, Dimension);
        using var re = new NativeBuffer(plan.Length);
        using var im = new NativeBuffer(plan.Length);
        _components = new NativeBuffer[SymmetricIndex.Count(Dimension)];
        for (int a = 0; a < Dimension; a++)
        {
            for (int b = a; b < Dimension; b++)
            {
                int component = SymmetricIndex.Of(Dimension, a, b);
                for (int i = 0; i < plan.Length; i++)
                    re.Span[i] = Difference(i, a, b, layout, out int at) ? value(at, component, a, b) / plan.Length : 0;
                im.Span.Clear();
                plan.Forward(re.Span, im.Span);
                _components[component] = Fold(re);
            }
        }
    }

    /// <summary>n.</summary>
    public int Points { get; }

    /// <summary>M.</summary>
    public int Length { get; }

    public int Dimension { get; }

    /// <summary>Point values, those of the pair operator (<see cref="PairKernelTables.Alpha"/>).</summary>
    public static KernelMultipliers OfPoints(PairLayout layout, PairKernelTables tables, int length)
    {
        double h = layout.Grid.Spacing;
        int n = layout.Grid.Points, d = layout.Grid.Dimension;
        return new KernelMultipliers(layout, length, (at, _, a, b) =>
        {
            Span<double> z = stackalloc double[3];
            double squared = 0;
            for (int axis = d - 1, rest = at; axis >= 0; axis--, rest /= 2 * n)
            {
                z[axis] = h * (rest % (2 * n) - (n - 1));
                squared += z[axis] * z[axis];
            }
            return tables.Alpha.Span[at] * ((a == b ? squared : 0) - z[a] * z[b]);
        });
    }

    /// <summary>Band-limited values times h^d, those of C[g] (<see cref="PairKernelTables.Spectral"/>).</summary>
    public static KernelMultipliers OfModes(PairLayout layout, PairKernelTables tables, int length) =>
        new(layout, length, (at, component, _, _) => tables.Spectral.Span[component * tables.Stride + at]);

    /// <summary>The fewest points an axis that transforms take, 3n/2 or somewhat more.</summary>
    public static int ShortLength(int points)
    {
        int length = (3 * points + 1) / 2;
        while (!LinePlan.IsSupported(length))
            length++;
        return length;
    }

    /// <summary>The multipliers of a component on the row of the modes (slow, middle), up to their sign; d = 2 has no middle axis.</summary>
    public double* Row(int component, int slow, int middle, out double sign)
    {
        int one = Math.Min(slow, Length - slow), other = Math.Min(middle, Length - middle);
        bool oddSlow = component > 0 && component < Dimension, oddMiddle = Dimension == 3 && (component == 1 || component == 4);
        sign = (oddSlow && 2 * slow > Length) != (oddMiddle && 2 * middle > Length) ? -1 : 1;
        return _components[component].Pointer + ((long)one * _rows + other) * Length;
    }

    public void Dispose()
    {
        foreach (NativeBuffer component in _components)
            component.Dispose();
    }

    /// <summary>The place in tables of differences of the point i of M^d; false where the component (a, b) is zero by symmetry.</summary>
    private bool Difference(int i, int a, int b, PairLayout layout, out int at)
    {
        int n = layout.Grid.Points, weight = 1;
        at = 0;
        bool exists = true;
        for (int axis = Dimension - 1; axis >= 0; axis--, i /= Length, weight *= 2 * n)
        {
            int wrapped = i % Length, difference = 2 * wrapped > Length ? wrapped - Length : wrapped;
            exists &= 2 * wrapped != Length || a == b || (axis != a && axis != b);
            at += weight * (difference + n - 1);
        }
        return exists;
    }

    /// <summary>Keeps the rows of modes k >= 0 of the slow axes.</summary>
    private NativeBuffer Fold(NativeBuffer all)
    {
        int half = Length / 2 + 1, middle = Dimension == 3 ? Length : 1;
        var kept = new NativeBuffer(half * _rows * Length);
        for (int k = 0; k < half; k++)
        {
            for (int row = 0; row < _rows; row++)
                all.Span.Slice((k * middle + row) * Length, Length).CopyTo(kept.Span[((k * _rows + row) * Length)..]);
        }
        return kept;
    }
}
