using Hierarchy.Collisions;
using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Equations;

/// <summary>
/// Lifting and projecting: f becomes f x f, that is advanced by the Liouville equation of two particles, and f is its marginal again. With d_t F = (1/2) P F a
/// step tau of the Landau equation is a run of 2 tau:
/// <code>
/// f(t + tau) = int exp(tau P) (f(t) x f(t)) dv2 = f(t) + tau Q(f,f) + O(tau^2).
/// </code>
/// </summary>
/// <remarks>
/// exp(tau P) is a heat flow on spheres: it does not increase the entropy of a pair nor, for the kernels of condition (2.11), its Fisher information, both are
/// additive for f x f and at least twice that of the marginal else. So neither increases in a step of any length. The state is f; a step holds g = F - f x f of
/// one run of <see cref="ClusterHierarchy"/> at N = 2, which is exact there.
/// </remarks>
internal sealed class LiftingEquation : IKineticEquation
{
    private readonly StateBlock[] _blocks = new StateBlock[1];

    /// <summary>Plans everything that repeats.</summary>
    /// <param name="model">The name in results.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="kernel">A.</param>
    /// <param name="options">How the pair is discretised.</param>
    /// <param name="step">tau, the longest step.</param>
    /// <exception cref="ArgumentException">The kernel has a viscosity or a multiple of I, which a run of 2 tau would count twice.</exception>
    public LiftingEquation(string model, VelocityGrid grid, CollisionKernel kernel, CollisionOptions options, double step)
    {
        if (kernel.Isotropic != 0 || kernel.Viscosity != 0)
            throw new ArgumentException($"{model} does not take kernels with a viscosity or a multiple of I", nameof(kernel));
        Pairs = new ClusterHierarchy(model, grid, kernel, new ParticleNumber(2), options);
        PairState = new double[Pairs.Length];
        Step = step;
    }

    /// <summary>The Liouville equation of two particles.</summary>
    public ClusterHierarchy Pairs { get; }

    /// <summary>The state of a step: f and g.</summary>
    public double[] PairState { get; }

    /// <summary>tau, at most.</summary>
    public double Step { get; }

    public string Model => Pairs.Model;

    public ParticleNumber Particles => ParticleNumber.Infinity;

    public VelocityGrid Grid => Pairs.Grid;

    public bool HasCorrelation => false;

    public bool HasDerivative => false;

    public int Length => Grid.Size;

    public IReadOnlyList<StateBlock> Blocks => _blocks[0].Length > 0 ? _blocks : throw new InvalidOperationException("the initial datum fixes the scale: start with it");

    public IReadOnlyList<Report> Reports => Pairs.Reports;

    /// <inheritdoc/>
    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state)
    {
        Pairs.SetChaotic(density[..Length], PairState);
        density[..Length].CopyTo(state);
        _blocks[0] = Pairs.Blocks[0];
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(StepperOptions options) => new LiftingStepper(this, options);

    /// <summary>There is no derivative.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => throw new NotSupportedException($"{Model} advances by steps of its own");

    /// <inheritdoc/>
    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return state[..Length];
    }

    /// <inheritdoc/>
    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles)
    {
        this.RequireOwn(particles);
        return PairCorrelation.Zero(Grid);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => Pairs.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => Pairs.Restore(reader);

    public void Dispose() => Pairs.Dispose();
}
