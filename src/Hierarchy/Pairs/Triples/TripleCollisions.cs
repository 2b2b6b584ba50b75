using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The collision operators on the three-particle correlation h = g_3 of N = 3 particles in d = 2, with f_3 = f f f + sum of the three g f + h:
/// <code>
/// d_t h = (1/3) sum over a of [ W(a; b,c) - (2/rho) m(a) g(b,c) - (1/rho) f(a) (R(b,c) + R(c,b)) ],     W(a; ., .) = P[ h(a, ., .) + g(a, .) x f + f x g(a, .) ],
/// </code>
/// R(a, b) = int W(a; b,c) dc, m = int P[f x f + g] dv2, rho = int f, a running over the three arguments; and C_1[h](v1, v2) = div_1 int A(v1-v3)(grad_1 -
/// grad_3) h dv3.
/// </summary>
/// <remarks>
/// This is (1/3)(P_12 + P_13 + P_23) f_3 less its own part of d_t (f f f + sum g f), in which the terms P[f x f + g] x f have dropped out, so what is left is
/// as small as h and g are, and int h dv3 = 0 is kept to round-off. P takes point values of the kernel and is dissipative; C takes band-limited values, like
/// the operators on f and g. One evaluation visits h twice: slices of fixed v1, each as large as the caches are, and tiles that sum over the arguments. Of an h
/// with a symmetry there are the slices of representatives alone; fields of n^4 values are held in full. Regularised kernels bring their multiple of I and their
/// viscosity along.
/// </remarks>
internal sealed unsafe class TripleCollisions : IDisposable
{
    private readonly PairLayout _layout;
    private readonly CollisionKernel _kernel;
    private readonly VelocityOrbits? _orbits;
    private readonly PairKernelTables _tables;
    private readonly LineDerivative _derivative;
    private readonly NativeBuffer _density;
    private readonly NativeBuffer[] _correlation;
    private readonly NativeBuffer[] _collision;
    private readonly NativeBuffer _rowSums;
    private readonly NativeBuffer _exchanged;
    private readonly NativeBuffer _factors;
    private readonly TripleImages? _images;
    private readonly TripleSlice?[] _slices = new TripleSlice?[WorkCrew.MaximumWorkers];

    /// <summary>Takes the tables.</summary>
    /// <param name="grid">d = 2.</param>
    /// <param name="kernel">A.</param>
    /// <param name="orbits">A symmetry of f, g and h, by which h has the slices of representatives alone; null for none.</param>
    /// <exception cref="ArgumentException">d is not 2.</exception>
    public TripleCollisions(VelocityGrid grid, CollisionKernel kernel, VelocityOrbits? orbits = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Dimension != 2)
            throw new ArgumentException("three-particle densities are held for d = 2 only", nameof(grid));
        _layout = new PairLayout(grid);
        _kernel = kernel;
        _orbits = orbits is { IsTrivial: false } ? orbits : null;
        _images = _orbits is null ? null : new TripleImages(_orbits);
        _tables = new PairKernelTables(_layout, kernel);
        _derivative = new LineDerivative(grid);
        int padded = _layout.PaddedSize;
        _density = new NativeBuffer((3 + LineDerivative.ColumnStep) * padded);
        _correlation = [.. Enumerable.Range(0, 3).Select(_ => new NativeBuffer(padded * padded))];
        _collision = [.. Enumerable.Range(0, 2).Select(_ => new NativeBuffer(padded * padded))];
        _rowSums = new NativeBuffer(grid.Size * grid.Size);
        _exchanged = new NativeBuffer(grid.Size * grid.Size);
        _factors = new NativeBuffer(2 * grid.Size);
    }

    private VelocityGrid Grid => _layout.Grid;

    /// <summary>The number of slices of h.</summary>
    public int Count => _orbits?.Count ?? Grid.Size;

    /// <summary>
    /// First half of an evaluation: the slices. Then <see cref="FillCollisions"/> and <see cref="Complete"/> may be called.
    /// </summary>
    /// <param name="density">f.</param>
    /// <param name="pairs">g, n^4 values, exchange symmetric to the last bit, zero marginals.</param>
    /// <param name="triples">h, symmetric to the last bit, <see cref="Count"/> slices of n^4 values.</param>
    /// <param name="result">Receives W; may not overlap h.</param>
    public void EvaluateSlices(double* density, double* pairs, double* triples, double* result)
    {
        PackDensity(density);
        PackCorrelation(pairs);
        WorkCrew.Run(Count, new Slices(this, triples, result));
        if (_orbits is not null)
            WorkCrew.Run(Grid.Size, new Images(this, _orbits));
    }

    /// <summary>C_1[h](v1, v2), n^4 values, v1 slow.</summary>
    public void FillCollisions(Span<double> collisions)
    {
        int size = Grid.Size, padded = _layout.PaddedSize;
        double* first = _collision[0].Pointer, second = _collision[1].Pointer;
        _derivative.Apply(first, first, 0, padded, padded, add: false);
        _derivative.Apply(second, first, 1, padded, padded, add: true);
        for (int i = 0; i < size; i++)
            new ReadOnlySpan<double>(first + (long)i * padded, size).CopyTo(collisions[(i * size)..]);
    }

    /// <summary>Second half: turns W into d_t h.</summary>
    /// <param name="density">f.</param>
    /// <param name="pairs">g.</param>
    /// <param name="marginal">m of the Landau part of the kernel, n^2 values; what a multiple of I in A adds to it, rho Lap f, is added here.</param>
    /// <param name="result">W on input.</param>
    public void Complete(double* density, double* pairs, ReadOnlySpan<double> marginal, double* result)
    {
        int size = Grid.Size;
        double mass = Grid.CellVolume * TensorPrimitives.Sum(new ReadOnlySpan<double>(density, size));
        Span<double> u = _factors.Span[..size], v = _factors.Span[size..];
        TensorPrimitives.Multiply(marginal[..size], -2 / (3 * mass), u);
        if (_kernel.Isotropic != 0)
            AddLaplacian(u, -2.0 / 3 * _kernel.Isotropic);
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(density, size), -1 / (3 * mass), v);
        WorkCrew.Run(size, new Transposition(_rowSums.Pointer, _exchanged.Pointer, size));
        var terms = new TripleTerms { Factor = 1.0 / 3, U = _factors.Pointer, X = pairs, V = _factors.Pointer + size, Y = _exchanged.Pointer };
        if (_images is null)
            TripleSymmetry.Apply(size, result, terms);
        else
            _images.Apply(result, terms);
    }

    /// <summary>Gives slices of representatives, each symmetric to the last bit, all their symmetries to the last bit; slices of all points are left as they are.</summary>
    public void Symmetrise(double* triples)
    {
        if (_images is null)
            return;
        _factors.Span.Clear();
        double* nothing = _factors.Pointer;
        _images.Apply(triples, new TripleTerms { Factor = 1.0 / 3, U = nothing, X = _correlation[0].Pointer, V = nothing, Y = _correlation[0].Pointer });
    }

    public void Dispose()
    {
        NativeBuffer[] buffers = [_density, .. _correlation, .. _collision, _rowSums, _exchanged, _factors, _layout.Velocity];
        foreach (NativeBuffer buffer in buffers)
            buffer.Dispose();
        _tables.Dispose();
        _derivative.Dispose();
        foreach (TripleSlice? slice in _slices)
            slice?.Dispose();
    }

    /// <summary>f and its gradient in rows of padded length.</summary>
    private void PackDensity(double* density)
    {
        const int Step = LineDerivative.ColumnStep;
        int size = Grid.Size, padded = _layout.PaddedSize;
        double* column = _density.Pointer + 3 * padded, derived = _collision[0].Pointer;
        new ReadOnlySpan<double>(density, size).CopyTo(_density.Span);
        for (int axis = 0; axis < 2; axis++)
        {
            for (int i = 0; i < size; i++)
                column[i * Step] = density[i];
            _derivative.Apply(column, derived, axis, Step, Step, add: false);
            for (int i = 0; i < size; i++)
                _density.Pointer[(axis + 1) * padded + i] = derived[i * Step];
        }
    }

    /// <summary>to += factor Lap f, of the f that was packed.</summary>
    private void AddLaplacian(Span<double> to, double factor)
    {
        const int Step = LineDerivative.ColumnStep;
        int padded = _layout.PaddedSize;
        double* column = _density.Pointer + 3 * padded, derived = _collision[0].Pointer;
        for (int axis = 0; axis < 2; axis++)
        {
            for (int i = 0; i < Grid.Size; i++)
                column[i * Step] = _density.Pointer[(axis + 1) * padded + i];
            _derivative.Apply(column, derived, axis, Step, Step, add: axis > 0);
        }
        for (int i = 0; i < Grid.Size; i++)
            to[i] += factor * derived[i * Step];
    }

    /// <summary>g and its gradient in the first argument, transposed so that a row holds what one slice reads.</summary>
    private void PackCorrelation(double* pairs)
    {
        int size = Grid.Size, padded = _layout.PaddedSize;
        double* whole = _correlation[0].Pointer;
        for (int i = 0; i < size; i++)
            new ReadOnlySpan<double>(pairs + (long)i * size, size).CopyTo(new Span<double>(whole + (long)i * padded, size));
        for (int axis = 0; axis < 2; axis++)
        {
            double* derived = _correlation[axis + 1].Pointer, scratch = _collision[0].Pointer;
            _derivative.Apply(whole, scratch, axis, padded, padded, add: false);
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    derived[(long)j * padded + i] = scratch[(long)i * padded + j];
            }
        }
    }

    private void Slice(double* triples, double* result, int number, int worker)
    {
        TripleSlice slice = _slices[worker] ??= new TripleSlice(_layout, _kernel, _tables, _derivative);
        double** correlation = stackalloc double*[3], collision = stackalloc double*[2];
        for (int k = 0; k < 3; k++)
            correlation[k] = _correlation[k].Pointer;
        for (int k = 0; k < 2; k++)
            collision[k] = _collision[k].Pointer;
        var fields = new TripleSliceFields { Density = _density.Pointer, Correlation = correlation, Collision = collision };
        int a = _orbits?.Points[number] ?? number;
        long size = Grid.Size, start = number * size * size;
        slice.Evaluate(a, fields, triples + start, result + start, _rowSums.Pointer + a * size);
    }

    private readonly struct Slices(TripleCollisions owner, double* triples, double* result) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.Slice(triples, result, chunk, worker);
    }

    /// <summary>R(s r, b) = R(r, s^-1 b), and the flux, a vector, at the image s r of a representative.</summary>
    private readonly struct Images(TripleCollisions owner, VelocityOrbits orbits) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            int size = orbits.Grid.Size, padded = owner._layout.PaddedSize, from = orbits.Points[orbits.Representative[chunk]];
            if (from == chunk)
                return;
            AxisSymmetry element = orbits.Elements[orbits.Element[chunk]];
            int[] back = orbits.InverseMap(orbits.Element[chunk]);
            double* sums = owner._rowSums.Pointer;
            for (int b = 0; b < size; b++)
            {
                sums[(long)chunk * size + b] = sums[(long)from * size + back[b]];
                for (int axis = 0; axis < 2; axis++)
                    owner._collision[axis].Pointer[(long)b * padded + chunk] = element.Sign(axis) * owner._collision[element.Axis(axis)].Pointer[(long)back[b] * padded + from];
            }
        }
    }

    /// <summary>R(b, c) + R(c, b), b the chunk.</summary>
    private readonly struct Transposition(double* sums, double* exchanged, int size) : ILoopBody
    {
        public void Run(int chunk, int worker)
        {
            double* to = exchanged + (long)chunk * size;
            for (int c = 0; c < size; c++)
                to[c] = sums[(long)chunk * size + c] + sums[(long)c * size + chunk];
        }
    }
}
