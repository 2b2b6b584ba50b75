using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>The multipliers A^_ab and beta_a (B^_a = i beta_a) of the convolutions along v1, shared by all workers.</summary>
internal sealed class ConvolutionMultipliers : IDisposable
{
    private readonly NativeBuffer[] _components;
    private readonly NativeBuffer[] _divergences;

    public ConvolutionMultipliers(VelocityGrid grid, CollisionKernel kernel, bool padded)
    {
        Padded = padded;
        int d = grid.Dimension;
        KernelTransform transform = padded ? KernelTransform.Padded(kernel, grid) : KernelTransform.Periodic(kernel, grid);
        Size = transform.Size;
        Powers = d == 3 && !padded ? new PowerTables(grid, transform) : null;
        _components = [.. Enumerable.Range(0, SymmetricIndex.Count(d)).Select(_ => new NativeBuffer(Size))];
        _divergences = [.. Enumerable.Range(0, d).Select(_ => new NativeBuffer(Size))];
        for (int a = 0; a < d; a++)
        {
            transform.FillDivergence(a, _divergences[a].Span);
            for (int b = a; b < d; b++)
                transform.FillComponent(a, b, _components[SymmetricIndex.Of(d, a, b)].Span);
        }
    }

    public bool Padded { get; }

    /// <summary>The tables of <see cref="PowerConvolution"/>, periodic in d = 3 alone.</summary>
    public PowerTables? Powers { get; }

    public int Size { get; }

    public NativeBuffer Component(int index) => _components[index];

    public NativeBuffer Divergence(int a) => _divergences[a];

    public void Dispose()
    {
        Powers?.Dispose();
        foreach (NativeBuffer buffer in _components)
            buffer.Dispose();
        foreach (NativeBuffer buffer in _divergences)
            buffer.Dispose();
    }
}

/// <summary>
/// Convolutions along v1 of a block of columns (n^d rows x 8 complex lanes), one worker's: periodic on the box, or zero-padded to 2n points
/// an axis, where only the lines that hold data or are kept are transformed.
/// </summary>
internal sealed unsafe class ColumnConvolution : IDisposable
{
    private const int Lanes = PairLayout.Lanes;
    private readonly ConvolutionMultipliers _multipliers;
    private readonly int _dimension;
    private readonly int _points;
    private readonly int _length;
    private readonly FourierTransform[] _passes;
    private NativeBuffer _hatRe = new(0);
    private NativeBuffer _hatIm = new(0);
    private NativeBuffer _workRe = new(0);
    private NativeBuffer _workIm = new(0);

    public ColumnConvolution(VelocityGrid grid, ConvolutionMultipliers multipliers)
    {
        _multipliers = multipliers;
        _dimension = grid.Dimension;
        _length = multipliers.Padded ? 2 * grid.Points : grid.Points;
        _points = grid.Points;
        Powers = multipliers.Powers is { } tables ? new PowerConvolution(grid, tables) : null;
        _passes = multipliers.Padded ? PlanPasses() : [new FourierTransform([.. grid.Shape, Lanes], 0, _dimension, threads: 1)];
    }

    /// <summary>The whole flux in one go, where that is possible.</summary>
    public PowerConvolution? Powers { get; }

    public void Dispose()
    {
        Powers?.Dispose();
        _hatRe.Dispose();
        _hatIm.Dispose();
        _workRe.Dispose();
        _workIm.Dispose();
    }

    /// <summary>Takes the block to be convolved: computes and keeps its transform.</summary>
    public void Transform(NativeBuffer re, NativeBuffer im)
    {
        if (_hatRe.Length == 0)
            (_hatRe, _hatIm, _workRe, _workIm) = (Take(), Take(), Take(), Take());
        if (!_multipliers.Padded)
        {
            re.Span.CopyTo(_hatRe.Span);
            im.Span.CopyTo(_hatIm.Span);
            _passes[0].Forward(_hatRe.Span, _hatIm.Span);
            return;
        }
        Spread(re, _hatRe);
        Spread(im, _hatIm);
        for (int axis = _dimension - 1; axis >= 0; axis--)
            Pass(axis, _hatRe, _hatIm, forward: true);
    }

    /// <summary>(re, im) = A_ab * block, the component of that index.</summary>
    public void ConvolveComponent(int index, NativeBuffer re, NativeBuffer im) => Convolve(_multipliers.Component(index), imaginary: false, re, im);

    /// <summary>(re, im) = B_a * block.</summary>
    public void ConvolveDivergence(int a, NativeBuffer re, NativeBuffer im) => Convolve(_multipliers.Divergence(a), imaginary: true, re, im);

    private NativeBuffer Take() => new(_multipliers.Size * Lanes);

    private void Convolve(NativeBuffer multiplier, bool imaginary, NativeBuffer re, NativeBuffer im)
    {
        if (!_multipliers.Padded)
        {
            Multiply(multiplier.Pointer, imaginary, re.Pointer, im.Pointer);
            _passes[0].Inverse(re.Span, im.Span);
            return;
        }
        Multiply(multiplier.Pointer, imaginary, _workRe.Pointer, _workIm.Pointer);
        for (int axis = 0; axis < _dimension; axis++)
            Pass(axis, _workRe, _workIm, forward: false);
        Collect(_workRe, re);
        Collect(_workIm, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(double* multiplier, bool imaginary, double* re, double* im)
    {
        double* hatRe = _hatRe.Pointer, hatIm = _hatIm.Pointer;
        for (int k = 0, i = 0; k < _multipliers.Size; k++, i += Lanes)
        {
            Vector512<double> factor = Vector512.Create(multiplier[k]), real = factor * Vector512.Load(hatRe + i), imag = factor * Vector512.Load(hatIm + i);
            (imaginary ? -imag : real).Store(re + i);
            (imaginary ? real : imag).Store(im + i);
        }
    }

    private FourierTransform[] PlanPasses()
    {
        var passes = new FourierTransform[_dimension];
        for (int axis = 0, inner = _multipliers.Size / _length * Lanes; axis < _dimension; axis++, inner /= _length)
            passes[axis] = new FourierTransform([axis == 0 ? 1 : _points, _length, inner], 1, 1, threads: 1);
        return passes;
    }

    /// <summary>Transforms the lines of one axis for which every slower index is below n.</summary>
    private void Pass(int axis, NativeBuffer re, NativeBuffer im, bool forward)
    {
        FourierTransform plan = _passes[axis];
        int repeats = axis == 2 ? _points : 1, slab = _multipliers.Size / _length * Lanes;
        for (int r = 0; r < repeats; r++)
        {
            Span<double> partRe = re.Span.Slice(r * slab, plan.Length), partIm = im.Span.Slice(r * slab, plan.Length);
            if (forward)
                plan.Forward(partRe, partIm);
            else
                plan.Inverse(partRe, partIm);
        }
    }

    private void Spread(NativeBuffer block, NativeBuffer padded)
    {
        padded.Span.Clear();
        int run = _points * Lanes;
        for (int line = 0; line < block.Length / run; line++)
            block.Span.Slice(line * run, run).CopyTo(padded.Span[PaddedLine(line)..]);
    }

    private void Collect(NativeBuffer padded, NativeBuffer block)
    {
        int run = _points * Lanes;
        for (int line = 0; line < block.Length / run; line++)
            padded.Span.Slice(PaddedLine(line), run).CopyTo(block.Span[(line * run)..]);
    }

    private int PaddedLine(int line) =>
        (_dimension == 2 ? line : line / _points * _length + line % _points) * _length * Lanes;
}
