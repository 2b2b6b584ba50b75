using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The linearised Landau operator T h = C[h x f] + C[f x h] at an isotropic f on functions h(r) Y_l, in weak form W_ij^l = &lt; phi_i Y_l, T (phi_j w Y_l) &gt;, linear in the
/// coefficients of f. It commutes with rotations, so there is one radial operator for each l:
/// <code>
/// &lt;psi, C[h x k]&gt; = int int h(v) k(w) [ A(v-w) : grad grad psi(v) + 2 B(v-w) . grad psi(v) ] dv dw,   B = -2 b(|z|) z,   A = b (|z|^2 I - z z^T).
/// </code>
/// </summary>
/// <remarks>
/// Two tensors hold it: h at the point of the test function and f at the other (<c>near</c>, one for each parity of l, and one for the multiple of l(l+1)), f
/// at the point and h at the other (<c>far</c>, one for each l). Both are banded in the two splines that share a point, so that an operator is assembled in
/// (2p+1) n^2 multiplications. For l = 0 the derivative of <see cref="RadialCollisions"/> is taken instead, with which mass and energy are kept to round-off.
/// </remarks>
internal sealed unsafe class LinearisedTensor : IDisposable
{
    private readonly RadialBasis _basis;
    private readonly NativeBuffer _near, _far, _bands;
    private readonly RadialCollisions _collisions;
    private readonly int _band, _block;

    /// <summary>Computes the tensors.</summary>
    /// <param name="basis">Modes and splines.</param>
    /// <param name="moments">The kernel.</param>
    /// <param name="collisions">T_0; it stays the caller's.</param>
    public LinearisedTensor(RadialBasis basis, IAngularMoments moments, RadialCollisions collisions)
    {
        _collisions = collisions;
        _basis = basis;
        _band = 2 * basis.Splines.Degree + 1;
        _block = basis.Count * _band * basis.Stride;
        _bands = new NativeBuffer(4 * basis.Count * _band);
        _near = new NativeBuffer(4 * _block);
        _far = new NativeBuffer(basis.Modes * _block);
        if (basis.Modes > 1)
            LinearisedPotentials.Fill(basis, moments, _near.Pointer, _far.Pointer);
    }

    /// <summary>Doubles in all.</summary>
    public long Size => _near.Length + _far.Length;

    /// <summary>Takes f, <see cref="RadialBasis.Stride"/> coefficients, for the assemblies that follow.</summary>
    public void Prepare(ReadOnlySpan<double> density)
    {
        for (int at = 0; at < 4 * _basis.Count * _band; at++)
            _bands.Pointer[at] = TensorPrimitives.Dot(new ReadOnlySpan<double>(_near.Pointer + at * _basis.Stride, _basis.Stride), density);
    }

    /// <summary>Fills factor W^l, rows of test functions.</summary>
    public void Assemble(int mode, double* density, double* matrix, double factor = 1)
    {
        Fill(mode, density, matrix);
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(matrix, _basis.Count * _basis.Stride), factor, new Span<double>(matrix, _basis.Count * _basis.Stride));
    }

    private void Fill(int mode, double* density, double* matrix)
    {
        if (mode == 0)
        {
            _collisions.Linearise(density, matrix);
            return;
        }
        AssembleFar(_far.Pointer + mode * _block, density, matrix);
        AssembleNear(mode, matrix);
    }

    /// <summary>The same for l = 0 by potentials, which holds up to the error of their quadrature.</summary>
    internal void AssembleByPotentials(double* density, double* matrix)
    {
        AssembleFar(_far.Pointer, density, matrix);
        AssembleNear(0, matrix);
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _bands.Dispose();
    }

    private int Lowest(int i) => Math.Max(0, _basis.Splines.Degree - i);

    private int Highest(int i) => Math.Min(_band - 1, _basis.Count - 1 - i + _basis.Splines.Degree);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AssembleFar(double* tensor, double* density, double* matrix)
    {
        int stride = _basis.Stride;
        new Span<double>(matrix, _basis.Count * stride).Clear();
        for (int i = 0; i < _basis.Count; i++)
        {
            for (int d = Lowest(i); d <= Highest(i); d++)
                SmallProduct.Add(density[i + d - _basis.Splines.Degree], tensor + (i * _band + d) * stride, matrix + i * stride, stride);
        }
    }

    private void AssembleNear(int mode, double* matrix)
    {
        double square = mode * (mode + 1);
        double* radial = _bands.Pointer + (mode & 1) * 2 * _basis.Count * _band, angular = radial + _basis.Count * _band;
        for (int i = 0; i < _basis.Count; i++)
        {
            for (int d = Lowest(i); d <= Highest(i); d++)
                matrix[i * _basis.Stride + i + d - _basis.Splines.Degree] += radial[i * _band + d] + square * angular[i * _band + d];
        }
    }
}
