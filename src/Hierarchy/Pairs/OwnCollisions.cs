using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>
/// The flux s(v2) [ (A*h) grad h - (B*h) h ] of the Landau operator of a column h = g(., v2) with itself, one worker's: it shares the derivatives and convolutions of h
/// with <see cref="LinearisedLandau"/>. With s = c/f it is that of c g12 g23/f2 under C_1.
/// </summary>
internal sealed unsafe class OwnCollisions : IDisposable
{
    private const int Lanes = PairLayout.Lanes;
    private readonly NativeBuffer[] _gradients;
    private readonly int _length;
    private Vector512<double> _weightRe;
    private Vector512<double> _weightIm;

    public OwnCollisions(PairLayout layout)
    {
        _length = layout.Size * Lanes;
        _gradients = [.. Enumerable.Range(0, 2 * layout.Grid.Dimension).Select(_ => new NativeBuffer(_length))];
    }

    /// <summary>Takes s of the sixteen columns of a block, times a factor.</summary>
    public void Weigh(double* weights, double factor)
    {
        _weightRe = factor * Vector512.Load(weights);
        _weightIm = factor * Vector512.Load(weights + Lanes);
    }

    /// <summary>Takes d_c h from the flux arrays.</summary>
    public void Keep(PairScratch scratch, int c)
    {
        scratch.FluxRe(c).Span.CopyTo(_gradients[2 * c].Span);
        scratch.FluxIm(c).Span.CopyTo(_gradients[2 * c + 1].Span);
    }

    /// <summary>flux_a -= s work h.</summary>
    public void AddFriction(PairScratch scratch, int a)
    {
        Add(scratch.WorkRe.Pointer, scratch.Re.Pointer, -_weightRe, scratch.FluxRe(a).Pointer);
        Add(scratch.WorkIm.Pointer, scratch.Im.Pointer, -_weightIm, scratch.FluxIm(a).Pointer);
    }

    /// <summary>flux_a += s work d_c h.</summary>
    public void AddDiffusion(PairScratch scratch, int a, int c)
    {
        Add(scratch.WorkRe.Pointer, _gradients[2 * c].Pointer, _weightRe, scratch.FluxRe(a).Pointer);
        Add(scratch.WorkIm.Pointer, _gradients[2 * c + 1].Pointer, _weightIm, scratch.FluxIm(a).Pointer);
    }

    public void Dispose()
    {
        foreach (NativeBuffer gradient in _gradients)
            gradient.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(double* work, double* factor, Vector512<double> weight, double* flux)
    {
        for (int i = 0; i < _length; i += Lanes)
            (Vector512.Load(flux + i) + weight * Vector512.Load(work + i) * Vector512.Load(factor + i)).Store(flux + i);
    }
}
