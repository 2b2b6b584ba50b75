using System.Numerics.Tensors;
using Hierarchy.Collisions;
using Hierarchy.Equations;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>
/// The cluster closure with wrong coefficients: d_t f = q Q(f,f) + c C[g], d_t g = s S[F] + t (T x 1 + 1 x T) g, right for q = c = (N-1)/N, s = 1/N, t = (N-2)/N.
/// </summary>
/// <remarks>
/// Its parts are the right-hand sides at N = 2, which are (Q + C)/2 and S/2, and at N = infinity, which are Q + C and T, so nothing of the solver is written
/// again. C alone is what g = 0 takes away.
/// </remarks>
internal sealed class MutatedHierarchy : IKineticEquation
{
    private readonly ClusterHierarchy _pair;
    private readonly ClusterHierarchy _outside;
    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double[] _chaotic;
    private readonly (double Q, double C, double S, double T) _factors;

    public MutatedHierarchy(VelocityGrid grid, CollisionKernel kernel, ParticleNumber particles, CollisionOptions options, (double Q, double C, double S, double T) factors)
    {
        (Grid, Particles, _factors) = (grid, particles, factors);
        _pair = new ClusterHierarchy(Model, grid, kernel, new ParticleNumber(2), options);
        _outside = new ClusterHierarchy(Model, grid, kernel, ParticleNumber.Infinity, options);
        (_first, _second, _chaotic) = (new double[_pair.Length], new double[_pair.Length], new double[_pair.Length]);
    }

    public string Model => "cluster";

    public ParticleNumber Particles { get; }

    public VelocityGrid Grid { get; }

    public bool HasCorrelation => true;

    public int Length => _pair.Length;

    public IReadOnlyList<StateBlock> Blocks => _pair.Blocks;

    public IReadOnlyList<Report> Reports => [];

    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => state[..Grid.Size];

    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => PairCorrelation.Of(Grid, state[Grid.Size..]);

    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        _outside.SetChaotic(density, state);
        _pair.SetChaotic(density, state);
    }

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        int size = Grid.Size;
        _pair.Evaluate(state, _first);
        _outside.Evaluate(state, _second);
        for (int i = size; i < derivative.Length; i++)
            derivative[i] = 2 * _factors.S * _first[i] + _factors.T * _second[i];
        TensorPrimitives.Multiply(_second.AsSpan(0, size), _factors.C, derivative[..size]);
        if (_factors.Q == _factors.C)
            return;
        state[..size].CopyTo(_chaotic);
        _outside.Evaluate(_chaotic, _second);
        TensorPrimitives.MultiplyAdd(_second.AsSpan(0, size), _factors.Q - _factors.C, derivative[..size], derivative[..size]);
    }

    public void Dispose()
    {
        _pair.Dispose();
        _outside.Dispose();
    }
}
