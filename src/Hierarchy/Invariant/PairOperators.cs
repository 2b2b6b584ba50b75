using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Invariant;

/// <summary>
/// The operators of the pair equation on coefficients, with the solves of the mass matrices: P F, its marginal, and what collisions with third particles, a viscosity and a
/// multiple of I in A do to g.
/// </summary>
/// <remarks>Load, Collide, then the methods of a mode; those of different modes may run side by side.</remarks>
internal sealed unsafe class PairOperators : IDisposable
{
    private readonly RadialBasis _basis;
    private readonly PairForm _form;
    private readonly LinearisedTensor? _linearised;
    private readonly DiffusionMatrices? _diffusion;
    private readonly WorkerBuffers _scratch;
    private readonly double[] _mass;

    /// <summary>Plans; the basis stays the caller's.</summary>
    /// <param name="basis">Modes and splines.</param>
    /// <param name="kernel">A.</param>
    /// <param name="linearised">Whether <see cref="AddThird"/> will be asked for collisions with third particles.</param>
    public PairOperators(RadialBasis basis, CollisionKernel kernel, bool linearised)
    {
        _basis = basis;
        var moments = IAngularMoments.Of(kernel);
        _form = new PairForm(basis, moments);
        Collisions = new RadialCollisions(basis, moments);
        _linearised = linearised ? new LinearisedTensor(basis, moments, Collisions) : null;
        _diffusion = kernel.Isotropic != 0 || kernel.Viscosity != 0 ? new DiffusionMatrices(basis) : null;
        _scratch = new WorkerBuffers(2 * basis.Count * basis.Stride);
        _mass = new double[basis.Stride];
        for (int i = 0; i < basis.Count; i++)
            TensorPrimitives.Add(_mass, new ReadOnlySpan<double>(basis.Mass(0).Pointer + i * basis.Stride, basis.Stride), _mass);
    }

    /// <summary>Q(f,f).</summary>
    public RadialCollisions Collisions { get; }

    /// <summary>Takes the mode of a pair F = <paramref name="product"/> x <paramref name="product"/> + g (either may be null).</summary>
    public void Load(int mode, double* product, double* correlation)
    {
        int stride = _basis.Stride, size = _basis.Count * stride;
        double* input = _form.Input(mode);
        if (correlation == null)
            new Span<double>(input, size).Clear();
        else
            new ReadOnlySpan<double>(correlation, size).CopyTo(new Span<double>(input, size));
        for (int i = 0; mode == 0 && product != null && i < _basis.Count; i++)
            SmallProduct.Add(product[i], product, input + i * stride, stride);
    }

    /// <summary>Visits all pairs: modes below <paramref name="modesIn"/> are loaded, modes below <paramref name="modesOut"/> will be asked for.</summary>
    public void Collide(int modesIn, int modesOut) => _form.Forward(modesIn, modesOut);

    /// <summary>Takes f for <see cref="AddThird"/>.</summary>
    public void Prepare(ReadOnlySpan<double> density) => _linearised?.Prepare(density[.._basis.Stride]);

    /// <summary>Fills the coefficients of the mode of P F.</summary>
    public void Pairs(int mode, int worker, double* result)
    {
        double* work = _scratch[worker].Pointer;
        _form.Backward(mode, worker, result);
        SolveBoth(result, work, mode, (2 * mode + 1) / (16 * Math.PI * Math.PI));
    }

    /// <summary>Fills the coefficients of int h dv2 from those of mode 0 of a pair h.</summary>
    public void Marginal(double* pairs, Span<double> result)
    {
        result.Clear();
        for (int i = 0; i < _basis.Count; i++)
            result[i] = 4 * Math.PI * TensorPrimitives.Dot(new ReadOnlySpan<double>(pairs + i * _basis.Stride, _basis.Stride), _mass);
    }

    /// <summary>Adds (third (T x 1 + 1 x T) + diffusion (Lap_1 + Lap_2)) g of one mode.</summary>
    public void AddThird(int mode, int worker, double* density, double* correlation, double third, double diffusion, double* result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        double* matrix = _scratch[worker].Pointer, work = matrix + count * stride;
        if (third != 0)
            _linearised!.Assemble(mode, density, matrix, third);
        else
            new Span<double>(matrix, count * stride).Clear();
        if (diffusion != 0)
            _diffusion!.AddLaplacian(mode, diffusion, matrix);
        SmallProduct.Multiply(matrix, stride, correlation, stride, work, stride, count, count, stride, false);
        _basis.Solve(work, stride, mode);
        AddSymmetric(work, result);
    }

    /// <summary>Adds factor grad_1 . grad_2 F of one mode; F is what was loaded.</summary>
    public void AddCross(int mode, int worker, double factor, double* result)
    {
        int size = _basis.Count * _basis.Stride;
        double* sum = _scratch[worker].Pointer, work = sum + size;
        new Span<double>(sum, size).Clear();
        for (int other = mode - 1; other <= mode + 1; other += 2)
        {
            if (other >= 0 && other < _basis.Modes)
                _diffusion!.AddCross(mode, other, factor, _form.Input(other), sum, work);
        }
        SolveBoth(sum, work, mode, 1);
        SmallProduct.Add(1, sum, result, size);
    }

    /// <summary>Adds factor Lap f to coefficients of mode 0, of which worker <paramref name="worker"/> is in charge.</summary>
    public void AddLaplacian(ReadOnlySpan<double> density, int worker, double factor, Span<double> result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        double* matrix = _scratch[worker].Pointer;
        Span<double> image = new(matrix + count * stride, count);
        new Span<double>(matrix, count * stride).Clear();
        _diffusion!.AddLaplacian(0, factor, matrix);
        for (int i = 0; i < count; i++)
            image[i] = TensorPrimitives.Dot(new ReadOnlySpan<double>(matrix + i * stride, stride), density[..stride]);
        _basis.Solve(image);
        TensorPrimitives.Add(result[..count], image, result[..count]);
    }

    /// <summary>Adds the coefficients of T_0 h; not to be called from inside a loop over modes.</summary>
    public void AddLinearised(double* density, double* perturbation, Span<double> result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        double* matrix = _scratch[0].Pointer;
        Span<double> image = new(matrix + count * stride, count);
        Collisions.Linearise(density, matrix);
        for (int i = 0; i < count; i++)
            image[i] = TensorPrimitives.Dot(new ReadOnlySpan<double>(matrix + i * stride, stride), new ReadOnlySpan<double>(perturbation, stride));
        _basis.Solve(image);
        TensorPrimitives.Add(result[..count], image, result[..count]);
    }

    public void Dispose()
    {
        _form.Dispose();
        Collisions.Dispose();
        _linearised?.Dispose();
        _scratch.Dispose();
    }

    /// <summary>scale M^-1 R M^-1 for a symmetric R, in place; symmetric to the last bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveBoth(double* matrix, double* work, int mode, double scale)
    {
        int count = _basis.Count, stride = _basis.Stride;
        _basis.Solve(matrix, stride, mode);
        new Span<double>(work, count * stride).Clear();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                work[j * stride + i] = matrix[i * stride + j];
        }
        _basis.Solve(work, stride, mode);
        new Span<double>(matrix, count * stride).Clear();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                matrix[i * stride + j] = 0.5 * scale * (work[i * stride + j] + work[j * stride + i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSymmetric(double* matrix, double* result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                result[i * stride + j] += matrix[i * stride + j] + matrix[j * stride + i];
        }
    }
}
