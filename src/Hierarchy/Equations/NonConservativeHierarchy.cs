using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Pairs;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Equations;

/// <summary>
/// The hierarchy of the system with independent noises, the Liouville equation (1.6), at m &lt;= 2 under the cluster closure g_3 = 0: that of
/// <see cref="ClusterHierarchy"/> with P^ in place of P,
/// <code>
/// d_t f = (N-1)/N ( Q(f,f) + C[g] )
/// d_t g = (1/N) ( P^[F] - m x f - f x m ) + (N-2)/N (T x 1 + 1 x T) g,     m = int P^[F] dv2 = int P[F] dv2,
/// P^ F  = div_1( A grad_1 F - B F ) + div_2( A grad_2 F + B F ),     A, B = div A at v1 - v2      (<see cref="CrossDiffusion"/>).
/// </code>
/// N = 2 is (1.6) itself, N = infinity the Landau hierarchy.
/// </summary>
/// <remarks>
/// Mass, momentum and energy of f are kept as (1.6) keeps them, and int g dv2 stays zero to round-off; the energy and the momentum of a pair, hence the
/// two-particle invariants, are not kept: d/dt ( E[v1 v1^T] + (N-1) E[v1 v2^T] ) = 2 (N-1)/N E[A(v1 - v2)]. For gamma &lt; 0 the drift (2/N) B draws two
/// particles together at a rate that no noise opposes, the noises being normal to z = v1 - v2: d|z|/dt = -(2/N)(d-1) Lambda |z|^(gamma+1) for N = 2, and they
/// meet. No grid holds that, and it shows as a pile of g at v1 = v2 and as negative values beside it. Besides state and derivative an equation holds d + 1
/// arrays of n^{2d} values.
/// </remarks>
internal sealed unsafe class NonConservativeHierarchy : PairHierarchy
{
    private readonly CrossDiffusion? _cross;

    /// <summary>Plans everything that repeats.</summary>
    /// <exception cref="ArgumentException">Pairs are to be kept in single precision.</exception>
    public NonConservativeHierarchy(string model, VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options)
        : base(model, TripletClosure.Cluster, grid, kernel, particles, PairStorage.RequireDouble(options, model) with { KeepsAllColumns = true }) =>
        _cross = particles.IsInfinite ? null : new CrossDiffusion(grid, kernel);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        if (_cross is null)
        {
            base.Evaluate(state, derivative);
            return;
        }
        fixed (double* values = state)
            _cross.Evaluate(values, values + Grid.Size, Particles.Inverse);
        Evaluate(state, _cross.Half, derivative);
    }

    public override void Dispose()
    {
        _cross?.Dispose();
        base.Dispose();
    }
}
