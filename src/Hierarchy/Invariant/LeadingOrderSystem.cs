using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.Invariant;

/// <summary>
/// The hierarchy to leading order in 1/N around chaotic data, f_{N,1} = f + phi/N, f_{N,2} = f x f + (phi x f + f x phi + G)/N, for rotation-invariant pairs:
/// <code>
/// d_t f   = Q(f,f)
/// d_t phi = T phi - Q(f,f) + C[G]
/// d_t G   = (T x 1 + 1 x T) G + P[f x f] - Q(f,f) x f - f x Q(f,f).
/// </code>
/// </summary>
/// <remarks>
/// The state holds f, phi and the modes of G. For Coulomb G behaves like |z| P_2 at z = 0 at all times, so that phi converges with the third power of the spacing only.
/// </remarks>
internal sealed unsafe class LeadingOrderSystem : InvariantSystem
{
    private readonly PairOperators _operators;
    private readonly WorkerBuffers _scratch;
    private readonly double[] _collisions;
    private readonly Action<int, int> _loadCorrelation, _loadProduct, _finish;
    private double* _state, _derivative;

    /// <summary>Plans; the basis stays the caller's.</summary>
    /// <exception cref="ArgumentException">The kernel has a viscosity or a multiple of I.</exception>
    public LeadingOrderSystem(RadialBasis basis, CollisionKernel kernel)
        : base(basis)
    {
        if (kernel.Isotropic != 0 || kernel.Viscosity != 0)
            throw new ArgumentException("the leading order does not take kernels with a viscosity or a multiple of I", nameof(kernel));
        _operators = new PairOperators(basis, kernel, true);
        _scratch = new WorkerBuffers(ModeSize);
        _collisions = new double[basis.Stride];
        _loadCorrelation = (mode, _) => _operators.Load(mode, null, Mode(_state, mode));
        _loadProduct = (mode, _) => _operators.Load(mode, _state, null);
        _finish = Finish;
    }

    public override int Length => 2 * Basis.Stride + PairSize;

    /// <summary>The coefficients of phi.</summary>
    public ReadOnlySpan<double> Shift(ReadOnlySpan<double> state) => state.Slice(Basis.Stride, Basis.Stride);

    public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        fixed (double* from = state, to = derivative)
        {
            _state = from;
            _derivative = to;
            WorkCrew.Run(Basis.Modes, _loadCorrelation);
            _operators.Collide(Basis.Modes, 1);
            FinishDensities(derivative);
            WorkCrew.Run(1, _loadProduct);
            _operators.Collide(1, Basis.Modes);
            _operators.Prepare(state);
            WorkCrew.Run(Basis.Modes, _finish);
        }
    }

    /// <summary>f + phi/N and G/N - phi x phi/N^2.</summary>
    public override InvariantPair View(ReadOnlySpan<double> state, double inverse)
    {
        double[] density = new double[Basis.Stride], pairs = new double[PairSize];
        TensorPrimitives.MultiplyAdd(Shift(state), inverse, state[..Basis.Stride], density);
        TensorPrimitives.Multiply(state.Slice(2 * Basis.Stride, PairSize), inverse, pairs);
        InvariantStart.AddProduct(-inverse * inverse, Shift(state), Shift(state), pairs.AsSpan(0, ModeSize), Basis.Stride);
        return new(Basis, density, pairs);
    }

    /// <summary>f with G in the place of g.</summary>
    public InvariantPair Limit(ReadOnlySpan<double> state) => new(Basis, state, state.Slice(2 * Basis.Stride, PairSize));

    /// <summary>phi in the place of f.</summary>
    public InvariantPair ShiftPair(ReadOnlySpan<double> state) => new(Basis, Shift(state), []);

    public override void Dispose()
    {
        _operators.Dispose();
        _scratch.Dispose();
    }

    /// <exception cref="ArgumentException">The datum is not chaotic.</exception>
    protected override StateBlock[] Fill(InvariantDatum datum, Span<double> state)
    {
        if (datum.IsMixture)
            throw new ArgumentException("the leading order in 1/N is an expansion around chaotic data", nameof(datum));
        InvariantStart.Density(Basis, datum.Density, state);
        double scale = Scale(state[..Basis.Stride]);
        return
        [
            new StateBlock("f", 0, Basis.Stride, scale),
            new StateBlock("phi", Basis.Stride, Basis.Stride, scale),
            new StateBlock("G", 2 * Basis.Stride, PairSize, scale * scale / Basis.Modes),
        ];
    }

    private double* Mode(double* state, int mode) => state + 2 * Basis.Stride + mode * ModeSize;

    /// <summary>d_t f and d_t phi; G is loaded.</summary>
    private void FinishDensities(Span<double> derivative)
    {
        int stride = Basis.Stride, count = Basis.Count;
        double* pairs = _scratch[0].Pointer;
        Span<double> rate = derivative[..stride], shift = derivative.Slice(stride, stride);
        _operators.Collisions.Collide(_state, _collisions);
        Basis.Solve(_collisions.AsSpan(0, count));
        _collisions.CopyTo(rate);
        _operators.Pairs(0, 0, pairs);
        _operators.Marginal(pairs, shift);
        TensorPrimitives.Subtract(shift, _collisions, shift);
        _operators.AddLinearised(_state, _state + stride, shift);
    }

    private void Finish(int mode, int worker)
    {
        double* result = Mode(_derivative, mode);
        _operators.Pairs(mode, worker, result);
        if (mode == 0)
        {
            double* negative = _scratch[worker].Pointer;
            Span<double> minus = new(negative, Basis.Stride);
            TensorPrimitives.Negate(_collisions, minus);
            InvariantStart.AddSymmetric(minus, new ReadOnlySpan<double>(_state, Basis.Stride), new Span<double>(result, ModeSize), Basis.Stride);
        }
        _operators.AddThird(mode, worker, _state, Mode(_state, mode), 1, 0, result);
    }
}
