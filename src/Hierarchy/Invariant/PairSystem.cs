using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Hierarchy.Collisions;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>
/// The BBGKY hierarchy (1.11) at m &lt;= 2 for rotation-invariant pairs, d = 3, closed by f_3 = f f f + Bond (g12 f3 + g13 f2 + g23 f1), in correlation form:
/// <code>
/// d_t f = (N-1)/N m,                 m = int P[F] dv2,  F = f x f + g,
/// d_t g = (1/N) ( P[F] - m x f - f x m ) + (N-2)/N ( Bond (T x 1 + 1 x T) g - (1 - Bond) ( C[g] x f + f x C[g] ) ).
/// </code>
/// </summary>
/// <remarks>The state holds the coefficients of f and of the modes of g (<see cref="RadialBasis"/>), matrices that are symmetric to the last bit.</remarks>
internal sealed unsafe class PairSystem : IEvolutionSystem, IDisposable
{
    private readonly RadialBasis _basis;
    private readonly PairForm _form;
    private readonly RadialCollisions _quadratic;
    private readonly LinearisedTensor _linearised;
    private readonly double _inverse, _outside, _bond;
    private readonly NativeBuffer[] _scratch;
    private readonly double[] _mass, _marginal, _collisions;
    private readonly Action<int, int> _load, _finish;
    private StateBlock[] _blocks = [];
    private double* _state, _derivative;

    /// <summary>Plans; the basis stays the caller's.</summary>
    /// <param name="basis">Modes and splines.</param>
    /// <param name="kernel">A.</param>
    /// <param name="inverse">1/N, 0 for the Landau hierarchy.</param>
    /// <param name="bond">1 cluster, 1/3 pair-tensorised, 0 tensorised.</param>
    public PairSystem(RadialBasis basis, CollisionKernel kernel, double inverse, double bond)
    {
        _basis = basis;
        (_inverse, _outside, _bond) = (inverse, 1 - 2 * inverse, bond);
        var moments = IAngularMoments.Of(kernel);
        _form = new PairForm(basis, moments);
        _quadratic = new RadialCollisions(basis, moments);
        _linearised = new LinearisedTensor(basis, moments, _quadratic);
        _scratch = [.. Enumerable.Range(0, WorkCrew.MaximumWorkers).Select(_ => new NativeBuffer(3 * basis.Count * basis.Stride))];
        _mass = new double[basis.Stride];
        for (int i = 0; i < basis.Count; i++)
            TensorPrimitives.Add(_mass, new ReadOnlySpan<double>(basis.Mass(0).Pointer + i * basis.Stride, basis.Stride), _mass);
        (_marginal, _collisions) = (new double[basis.Stride], new double[basis.Stride]);
        (_load, _finish) = (Load, Finish);
    }

    public int Length => _basis.Stride + _basis.Modes * _basis.Count * _basis.Stride;

    public IReadOnlyList<StateBlock> Blocks => _blocks;

    /// <summary>Fills the state with a chaotic datum.</summary>
    public void Start(ReadOnlySpan<double> density, Span<double> state)
    {
        state.Clear();
        density[.._basis.Count].CopyTo(state);
        double scale = TensorPrimitives.Norm(density) / Math.Sqrt(_basis.Stride);
        _blocks =
        [
            new StateBlock("f", 0, _basis.Stride, scale),
            new StateBlock("g", _basis.Stride, Length - _basis.Stride, scale * scale * (_inverse > 0 ? _inverse : 1) / _basis.Modes),
        ];
    }

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        fixed (double* from = state, to = derivative)
        {
            _state = from;
            _derivative = to;
            WorkCrew.Run(_basis.Modes, _load);
            _form.Forward(_basis.Modes, _basis.Modes);
            if (_outside != 0 && _bond != 0)
                _linearised.Prepare(state[.._basis.Stride]);
            WorkCrew.Run(_basis.Modes, _finish);
        }
    }

    /// <summary>f and g of a state.</summary>
    public InvariantPair View(ReadOnlySpan<double> state) => new(_basis, state, state[_basis.Stride..]);

    public void Dispose()
    {
        _form.Dispose();
        _linearised.Dispose();
        _quadratic.Dispose();
        foreach (NativeBuffer buffer in _scratch)
            buffer.Dispose();
    }

    private double* Mode(double* state, int mode) => state + _basis.Stride + mode * _basis.Count * _basis.Stride;

    /// <summary>F = f x f + g.</summary>
    private void Load(int mode, int worker)
    {
        int stride = _basis.Stride, size = _basis.Count * stride;
        double* input = _form.Input(mode);
        new ReadOnlySpan<double>(Mode(_state, mode), size).CopyTo(new Span<double>(input, size));
        for (int i = 0; mode == 0 && i < _basis.Count; i++)
            SmallProduct.Add(_state[i], _state, input + i * stride, stride);
    }

    private void Finish(int mode, int worker)
    {
        int count = _basis.Count, stride = _basis.Stride, size = count * stride;
        double* pairs = _scratch[worker].Pointer, work = pairs + size, matrix = work + size;
        _form.Backward(mode, worker, pairs);
        SolveBoth(pairs, work, mode);
        double* result = Mode(_derivative, mode);
        double scale = (2 * mode + 1) / (16 * Math.PI * Math.PI);
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(pairs, size), scale, new Span<double>(pairs, size));
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(pairs, size), _inverse, new Span<double>(result, size));
        if (mode == 0)
            FinishDensity(pairs, result);
        if (_outside == 0 || _bond == 0)
            return;
        _linearised.Assemble(mode, _state, matrix);
        SmallProduct.Multiply(matrix, stride, Mode(_state, mode), stride, work, stride, count, count, stride, false);
        _basis.Solve(work, stride, mode);
        AddSymmetric(_outside * _bond, work, result);
    }

    /// <summary>d_t f, and what takes the marginals out of d_t g.</summary>
    private void FinishDensity(double* pairs, double* result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        for (int i = 0; i < count; i++)
            _marginal[i] = 4 * Math.PI * TensorPrimitives.Dot(new ReadOnlySpan<double>(pairs + i * stride, stride), _mass);
        TensorPrimitives.Multiply(_marginal, 1 - _inverse, new Span<double>(_derivative, stride));
        if (_outside != 0 && _bond != 1)
        {
            _quadratic.Collide(_state, _collisions);
            _basis.Solve(_collisions.AsSpan(0, count));
        }
        double rest = _outside * (1 - _bond);
        for (int i = 0; i < count; i++)
            _marginal[i] = -_inverse * _marginal[i] - rest * (_marginal[i] - _collisions[i]);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                result[i * stride + j] += _marginal[i] * _state[j] + _state[i] * _marginal[j];
        }
    }

    /// <summary>M^-1 R M^-1 for a symmetric R, in place.</summary>
    private void SolveBoth(double* matrix, double* work, int mode)
    {
        _basis.Solve(matrix, _basis.Stride, mode);
        Transpose(matrix, work);
        _basis.Solve(work, _basis.Stride, mode);
        // The exact result is symmetric; the mean of the two halves is to the last bit.
        int count = _basis.Count, stride = _basis.Stride;
        new Span<double>(matrix, count * stride).Clear();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                matrix[i * stride + j] = 0.5 * (work[i * stride + j] + work[j * stride + i]);
        }
    }

    private void Transpose(double* matrix, double* result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        new Span<double>(result, count * stride).Clear();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                result[j * stride + i] = matrix[i * stride + j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSymmetric(double factor, double* matrix, double* result)
    {
        int count = _basis.Count, stride = _basis.Stride;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                result[i * stride + j] += factor * (matrix[i * stride + j] + matrix[j * stride + i]);
        }
    }
}
