using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>
/// The BBGKY hierarchy (1.11) at m &lt;= 2 for rotation-invariant pairs, d = 3, closed by f_3 = f f f + Bond (g12 f3 + g13 f2 + g23 f1), in correlation form:
/// <code>
/// d_t f = (N-1)/N m,                 m = int P[F] dv2,  F = f x f + g,
/// d_t g = (1/N) ( P[F] - m x f - f x m ) + (N-2)/N ( Bond (T x 1 + 1 x T) g - (1 - Bond) ( C[g] x f + f x C[g] ) ).
/// </code>
/// For Bond &lt; 1/2 the last bracket passes the <see cref="MarginalFilter"/>, without which the equations are ill-posed.
/// N = 2 is the Liouville equation itself, whatever the closure, N = infinity the Landau hierarchy.
/// </summary>
/// <remarks>
/// The state holds the coefficients of f and of the modes of g, matrices that are symmetric to the last bit. Marginals of g stay zero for Bond = 1, mass, energy and the
/// two-particle invariants stay for every closure, to round-off. A viscosity nu adds nu Lap f and nu (Lap_1 + Lap_2) g; a multiple eps of I in A adds (N-1)/N eps Lap f,
/// (1/N + Bond (N-2)/N) eps (Lap_1 + Lap_2) g and -(2/N) eps grad_1 . grad_2 F.
/// </remarks>
internal sealed unsafe class PairSystem : InvariantSystem
{
    private readonly PairOperators _operators;
    private readonly MarginalFilter? _filter;
    private readonly CollisionKernel _kernel;
    private readonly double _inverse, _outside, _bond;
    private readonly WorkerBuffers _scratch;
    private readonly double[] _marginal, _collisions;
    private readonly Action<int, int> _load, _finish;
    private double* _state, _derivative;

    /// <summary>Plans; the basis stays the caller's.</summary>
    /// <param name="basis">Modes and splines.</param>
    /// <param name="kernel">A.</param>
    /// <param name="inverse">1/N, 0 for the Landau hierarchy.</param>
    /// <param name="bond">1 cluster, 1/3 pair-tensorised, 0 tensorised.</param>
    public PairSystem(RadialBasis basis, CollisionKernel kernel, double inverse, double bond)
        : base(basis)
    {
        _kernel = kernel;
        (_inverse, _outside, _bond) = (inverse, 1 - 2 * inverse, bond);
        _operators = new PairOperators(basis, kernel, _outside * bond != 0);
        _filter = bond < 0.5 && _outside != 0 ? new MarginalFilter(basis) : null;
        _scratch = new WorkerBuffers(ModeSize);
        (_marginal, _collisions) = (new double[basis.Stride], new double[basis.Stride]);
        (_load, _finish) = (Load, Finish);
    }

    public override int Length => Basis.Stride + PairSize;

    public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        fixed (double* from = state, to = derivative)
        {
            _state = from;
            _derivative = to;
            WorkCrew.Run(Basis.Modes, _load);
            _operators.Collide(Basis.Modes, Basis.Modes);
            _operators.Prepare(state);
            WorkCrew.Run(Basis.Modes, _finish);
        }
    }

    public override InvariantPair View(ReadOnlySpan<double> state, double inverse) => new(Basis, state, state[Basis.Stride..]);

    public override void Dispose()
    {
        _operators.Dispose();
        _scratch.Dispose();
    }

    protected override StateBlock[] Fill(InvariantDatum datum, Span<double> state)
    {
        InvariantStart.Density(Basis, datum.Density, state);
        if (datum.IsMixture)
            InvariantStart.Mixture(Basis, datum, state[..Basis.Stride], state.Slice(Basis.Stride, ModeSize));
        double scale = Scale(state[..Basis.Stride]);
        return
        [
            new StateBlock("f", 0, Basis.Stride, scale),
            new StateBlock("g", Basis.Stride, PairSize, scale * scale * (_inverse > 0 ? _inverse : 1) / Basis.Modes),
        ];
    }

    private double* Mode(double* state, int mode) => state + Basis.Stride + mode * ModeSize;

    private void Load(int mode, int worker) => _operators.Load(mode, _state, Mode(_state, mode));

    private void Finish(int mode, int worker)
    {
        double* pairs = _scratch[worker].Pointer, result = Mode(_derivative, mode);
        _operators.Pairs(mode, worker, pairs);
        TensorPrimitives.Multiply(new ReadOnlySpan<double>(pairs, ModeSize), _inverse, new Span<double>(result, ModeSize));
        if (mode == 0)
            FinishDensity(worker, pairs, result);
        if (_inverse * _kernel.Isotropic != 0)
            _operators.AddCross(mode, worker, -2 * _inverse * _kernel.Isotropic, result);
        double third = _outside * _bond, diffusion = _kernel.Viscosity + (_inverse + third) * _kernel.Isotropic;
        if (third != 0 || diffusion != 0)
            _operators.AddThird(mode, worker, _state, Mode(_state, mode), third, diffusion, result);
    }

    /// <summary>d_t f, and what takes the marginals out of d_t g.</summary>
    private void FinishDensity(int worker, double* pairs, double* result)
    {
        int count = Basis.Count, stride = Basis.Stride;
        ReadOnlySpan<double> density = new(_state, stride);
        Span<double> rate = new(_derivative, stride);
        _operators.Marginal(pairs, _marginal);
        TensorPrimitives.Multiply(_marginal, 1 - _inverse, rate);
        double diffusion = _kernel.Viscosity + (1 - _inverse) * _kernel.Isotropic;
        if (diffusion != 0)
            _operators.AddLaplacian(density, worker, diffusion, rate);
        double rest = _outside * (1 - _bond);
        if (rest != 0)
        {
            _operators.Collisions.Collide(_state, _collisions);
            Basis.Solve(_collisions.AsSpan(0, count));
        }
        // Now C[g] = m - Q(f,f), then all that is multiplied by f.
        TensorPrimitives.Subtract(_marginal, _collisions, _collisions);
        _filter?.Apply(_collisions);
        for (int i = 0; i < count; i++)
            _marginal[i] = -_inverse * _marginal[i] - rest * _collisions[i];
        InvariantStart.AddSymmetric(_marginal, density, new Span<double>(result, ModeSize), stride);
    }
}
