using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// C_1 of the terms of f_3 of the second and third order in g (<see cref="TripletClosure"/>), relative to its Bond terms, with w in place of 1/f
/// (<see cref="GuardedReciprocal"/>), chain = Chain/Bond and triangle = Triangle/Bond:
/// <code>
/// chain w1 g12 g13:  div_1 [ (w D) grad_1 g12 + (w c + w' D grad f) g12 ],   D = int A(v1-v3) g13 dv3,   c = div D - 2 int B(v1-v3) g13 dv3, the flux of C[g]
/// chain w2 g12 g23:  w2 Q(h, h), h = g(., v2)
/// R w3 g13 g23:      div_1 [ div_1 M - 2 N ],   M = R int A(v1-v3) g13 w3 g32 dv3,   N = R int B(v1-v3) g13 w3 g32 dv3,   R = chain + triangle w1 w2 g12.
/// </code>
/// The first is a change of the fields A*f and B*f, the second shares the convolutions of the linearised operator, the third (after an integration by parts in v3) is
/// d (d+1)/2 + d matrix products of size n^d.
/// </summary>
internal sealed unsafe class TripletTerms : IDisposable
{
    private const int Lanes = PairLayout.Lanes;
    private readonly PairLayout _layout;
    private readonly TripletFactor _factor;
    private readonly TripletMass? _mass;
    private readonly FrictionTables _frictionTables;
    private readonly GuardedReciprocal _reciprocal;
    private readonly SpectralDerivative _derivative;
    private readonly NativeBuffer _sums;
    private readonly NativeBuffer _fields;
    private readonly NativeBuffer _weights;
    private readonly double _chain;
    private readonly double _triangle;
    private readonly int _dimension;
    private readonly int _matrices;

    /// <summary>Takes the tables of B, those of A are the caller's.</summary>
    /// <exception cref="ArgumentException">
    /// The closure has terms of higher order but none of the first, or the kernel holds a multiple of I, for which these terms are not there.
    /// </exception>
    public TripletTerms(PairLayout layout, PairKernelTables tables, CollisionKernel kernel, TripletClosure closure, double guard)
    {
        if (closure.Bond == 0)
            throw new ArgumentException("terms of higher order in g go with those of the first", nameof(closure));
        if (kernel.Isotropic != 0)
            throw new ArgumentException("closures that divide by f do not take kernels with a multiple of I (elliptic)", nameof(kernel));
        _layout = layout;
        _dimension = layout.Grid.Dimension;
        _matrices = SymmetricIndex.Count(_dimension);
        _chain = closure.Chain / closure.Bond;
        _triangle = closure.Triangle / closure.Bond;
        _frictionTables = new FrictionTables(layout, kernel);
        double*[] kernels = new double*[_matrices + _dimension];
        for (int c = 0; c < _matrices; c++)
            kernels[c] = tables.Spectral.Pointer + c * tables.Stride;
        for (int a = 0; a < _dimension; a++)
            kernels[_matrices + a] = _frictionTables.Component(a);
        _factor = new TripletFactor(layout, kernels);
        _reciprocal = new GuardedReciprocal(layout.PaddedSize, guard);
        _mass = closure.Normalised ? new TripletMass(layout, closure) : null;
        _derivative = new SpectralDerivative(layout.Grid);
        _sums = new NativeBuffer(_factor.Components * layout.PaddedSize);
        _fields = new NativeBuffer((_matrices + 2 * _dimension + 1) * layout.Size);
        _weights = new NativeBuffer(layout.PaddedSize);
    }

    /// <summary>Z, the mass of f_3 before its normalisation over that of f1 f2 f3, or 1.</summary>
    public double Mass { get; set; } = 1;

    /// <summary>f and grad f, and A*f and B*f with the terms that act like them.</summary>
    public LinearisationFields Fields { get; private set; }

    /// <summary>Matrix products of each column.</summary>
    public int Components => _factor.Components;

    /// <summary>Computes what the columns need in common.</summary>
    public void Prepare(in LinearisationFields fields, double* correlation)
    {
        _reciprocal.Fill(new ReadOnlySpan<double>(fields.Density, _layout.Size));
        TensorPrimitives.Multiply(_reciprocal.Values.Span, _chain, _weights.Span);
        _factor.Take(correlation, _reciprocal.Values.Pointer);
        WorkCrew.Run(_layout.PaddedSize / Lanes, new Summing(_factor, _sums.Pointer, _layout.PaddedSize));
        FillFields(fields);
        double* start = _fields.Pointer;
        Fields = new LinearisationFields(fields, start, start + _matrices * _layout.Size);
        if (_mass is not null)
            Mass = _mass.Compute(fields.Density, correlation, _reciprocal.Values.Pointer);
    }

    /// <summary>The products of the columns of a panel.</summary>
    public void Multiply(double* correlation, int column, int columns, ProductPanel panel) =>
        BlockedProduct.Multiply(_factor, correlation, _layout.Size, column, columns, panel);

    /// <summary>Prepares the second term, times a factor, for a block of columns.</summary>
    public void Weigh(OwnCollisions own, int block, double factor) => own.Weigh(_weights.Pointer + block * PairLayout.BlockColumns, factor);

    /// <summary>Adds the factor times the flux div_1 M - 2 N to the flux arrays of a block of columns whose g is in (Re, Im).</summary>
    public void AddProducts(PairScratch scratch, ProductPanel panel, int strip, int block, double factor)
    {
        for (int a = 0; a < _dimension; a++)
        {
            LoadProduct(scratch, panel.Strip(_matrices + a, strip), block, -2 * factor);
            AddWork(scratch, a);
            for (int b = a; b < _dimension; b++)
            {
                double* product = panel.Strip(SymmetricIndex.Of(_dimension, a, b), strip);
                AddDerivative(scratch, product, block, factor, b, a);
                if (b != a)
                    AddDerivative(scratch, product, block, factor, a, b);
            }
        }
    }

    public void Dispose()
    {
        _frictionTables.Dispose();
        _reciprocal.Dispose();
        _derivative.Dispose();
        _mass?.Dispose();
        _sums.Dispose();
        _fields.Dispose();
        _weights.Dispose();
    }

    /// <summary>A*f + chain w D, and B*f - chain (w c + w' D grad f).</summary>
    private void FillFields(in LinearisationFields fields)
    {
        int size = _layout.Size, d = _dimension;
        double* values = _reciprocal.Values.Pointer, slopes = _reciprocal.Slopes.Pointer;
        Span<double> rows = _fields.Span.Slice((_matrices + d) * size, d * size), divergence = _fields.Span.Slice((_matrices + 2 * d) * size, size);
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < d; b++)
                Sums(SymmetricIndex.Of(d, a, b)).CopyTo(rows.Slice(b * size, size));
            _derivative.Divergence(rows, divergence);
            ReadOnlySpan<double> friction = Sums(_matrices + a);
            double* to = _fields.Pointer + (_matrices + a) * size, from = fields.Friction(a);
            for (int i = 0; i < size; i++)
            {
                double drift = values[i] * (divergence[i] - 2 * friction[i]);
                for (int b = 0; b < d; b++)
                    drift += slopes[i] * rows[b * size + i] * fields.Gradient(b)[i];
                to[i] = from[i] - _chain * drift;
            }
        }
        for (int c = 0; c < _matrices; c++)
        {
            ReadOnlySpan<double> sums = Sums(c);
            double* to = _fields.Pointer + c * size, from = fields.Diffusion(c);
            for (int i = 0; i < size; i++)
                to[i] = from[i] + _chain * values[i] * sums[i];
        }
    }

    private ReadOnlySpan<double> Sums(int component) => _sums.Span.Slice(component * _layout.PaddedSize, _layout.Size);

    private void AddDerivative(PairScratch scratch, double* product, int block, double factor, int axis, int a)
    {
        LoadProduct(scratch, product, block, factor);
        scratch.Differentiate(scratch.WorkRe, scratch.FluxRe(a), axis, add: true);
        scratch.Differentiate(scratch.WorkIm, scratch.FluxIm(a), axis, add: true);
    }

    /// <summary>work = factor R product, with R = chain + triangle w1 w2 g12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadProduct(PairScratch scratch, double* product, int block, double factor)
    {
        double* weights = _reciprocal.Values.Pointer, columns = weights + block * PairLayout.BlockColumns;
        Vector512<double> chain = Vector512.Create(factor * _chain), triangle = Vector512.Create(factor * _triangle);
        Vector512<double> first = triangle * Vector512.Load(columns), second = triangle * Vector512.Load(columns + Lanes);
        double* re = scratch.Re.Pointer, im = scratch.Im.Pointer, toRe = scratch.WorkRe.Pointer, toIm = scratch.WorkIm.Pointer;
        for (int i = 0, at = 0; i < _layout.Size; i++, at += Lanes, product += BlockedProduct.TileColumns)
        {
            Vector512<double> weight = Vector512.Create(weights[i]);
            ((chain + first * weight * Vector512.Load(re + at)) * Vector512.Load(product)).Store(toRe + at);
            ((chain + second * weight * Vector512.Load(im + at)) * Vector512.Load(product + Lanes)).Store(toIm + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWork(PairScratch scratch, int a)
    {
        double* re = scratch.WorkRe.Pointer, im = scratch.WorkIm.Pointer, toRe = scratch.FluxRe(a).Pointer, toIm = scratch.FluxIm(a).Pointer;
        for (int i = 0; i < scratch.Length; i += Lanes)
        {
            (Vector512.Load(toRe + i) + Vector512.Load(re + i)).Store(toRe + i);
            (Vector512.Load(toIm + i) + Vector512.Load(im + i)).Store(toIm + i);
        }
    }

    /// <summary>The sums over v3 of some lanes of columns.</summary>
    private readonly struct Summing(TripletFactor factor, double* sums, int stride) : ILoopBody
    {
        public void Run(int chunk, int worker) => factor.Sum(chunk * Lanes, sums, stride);
    }
}
