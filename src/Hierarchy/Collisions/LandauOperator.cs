using System.Numerics;
using System.Runtime.CompilerServices;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Collisions;

/// <summary>
/// The Landau operator Q(f,f) = div( (A*f) grad f - (B*f) f ) on the box, with the exact transform of the truncated kernel and Fourier differentiation.
/// </summary>
/// <remarks>
/// After <see cref="Apply"/> or <see cref="Prepare"/> the fields A*f, B*f and grad f stay readable until the next call.
/// No call allocates; results are the same to the last bit for any number of threads. An object serves one caller at a time.
/// </remarks>
internal sealed unsafe class LandauOperator : IDisposable
{
    private const int ChunkLength = 2048;
    private readonly KernelConvolution _convolution;
    private readonly FieldDerivative _derivative;
    private readonly NativeBuffer _fields, _gradient, _flux;
    private readonly int _dimension, _size, _matrices;

    /// <summary>Plans for a grid, a kernel and the choice of <see cref="CollisionOptions.PaddedLandau"/>.</summary>
    /// <param name="grid">The box.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">The convolutions.</param>
    public LandauOperator(VelocityGrid grid, CollisionKernel kernel, CollisionOptions options)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(options);
        Grid = grid;
        _dimension = grid.Dimension;
        _size = grid.Size;
        _convolution = new KernelConvolution(grid, kernel, options.PaddedLandau);
        _matrices = _convolution.Matrices;
        _derivative = new FieldDerivative(grid);
        _fields = new NativeBuffer((_matrices + _dimension) * _size);
        _gradient = new NativeBuffer(_dimension * _size);
        _flux = new NativeBuffer(_dimension * _size);
    }

    public VelocityGrid Grid { get; }

    /// <summary>A*f, d (d+1)/2 fields of n^d values in the order of <see cref="SymmetricIndex"/>.</summary>
    public ReadOnlySpan<double> Diffusion => _fields.Span[..(_matrices * _size)];

    /// <summary>B*f, d fields of n^d values.</summary>
    public ReadOnlySpan<double> Friction => _fields.Span[(_matrices * _size)..];

    /// <summary>grad f, d fields of n^d values.</summary>
    public ReadOnlySpan<double> Gradient => _gradient.Span;

    /// <summary>Computes A*f, B*f and grad f.</summary>
    public void Prepare(ReadOnlySpan<double> density)
    {
        _convolution.Apply(density, _fields.Span);
        _derivative.Gradient(density, _gradient.Span);
    }

    /// <summary>Q(f,f), n^d values; the two spans do not overlap.</summary>
    public void Apply(ReadOnlySpan<double> density, Span<double> collisions)
    {
        Prepare(density);
        Diverge(density, collisions, 1);
    }

    /// <summary>div( (A*f) grad f ) alone: the size that the two parts of Q(f,f) have when they cancel.</summary>
    public void ApplyDiffusion(ReadOnlySpan<double> density, Span<double> collisions)
    {
        Prepare(density);
        Diverge(density, collisions, 0);
    }

    private void Diverge(ReadOnlySpan<double> density, Span<double> collisions, double frictionFactor)
    {
        fixed (double* pointer = density[.._size])
        {
            WorkCrew.Run((_size + ChunkLength - 1) / ChunkLength, new Fluxes(this, pointer, frictionFactor));
        }
        _derivative.Divergence(_flux.Span, collisions);
    }

    /// <summary>J_a = sum_b (A*f)_ab d_b f - (B*f)_a f on one chunk of points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillFlux(double* density, double frictionFactor, int chunk)
    {
        int start = chunk * ChunkLength, end = Math.Min(_size, start + ChunkLength);
        for (int a = 0; a < _dimension; a++)
        {
            double* flux = _flux.Pointer + a * _size, friction = _fields.Pointer + (_matrices + a) * _size, gradient = _gradient.Pointer;
            double* first = _fields.Pointer + SymmetricIndex.Of(_dimension, a, 0) * _size;
            double* second = _fields.Pointer + SymmetricIndex.Of(_dimension, a, 1) * _size;
            double* third = _dimension == 3 ? _fields.Pointer + SymmetricIndex.Of(3, a, 2) * _size : null;
            int i = start;
            for (; i <= end - Vector<double>.Count; i += Vector<double>.Count)
            {
                Vector<double> sum = Vector.Load(first + i) * Vector.Load(gradient + i) + Vector.Load(second + i) * Vector.Load(gradient + _size + i)
                    - frictionFactor * Vector.Load(friction + i) * Vector.Load(density + i);
                if (third != null)
                    sum += Vector.Load(third + i) * Vector.Load(gradient + 2 * _size + i);
                Vector.Store(sum, flux + i);
            }
            for (; i < end; i++)
            {
                double sum = first[i] * gradient[i] + second[i] * gradient[_size + i] - frictionFactor * friction[i] * density[i];
                flux[i] = third != null ? sum + third[i] * gradient[2 * _size + i] : sum;
            }
        }
    }

    public void Dispose()
    {
        _convolution.Dispose();
        _derivative.Dispose();
        _fields.Dispose();
        _gradient.Dispose();
        _flux.Dispose();
    }

    private readonly struct Fluxes(LandauOperator owner, double* density, double frictionFactor) : ILoopBody
    {
        public void Run(int chunk, int worker) => owner.FillFlux(density, frictionFactor, chunk);
    }
}
