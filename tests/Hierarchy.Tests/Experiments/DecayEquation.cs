using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Experiments;

/// <summary>df/dt = -rate f, and optionally a failure or an event once f(0) has fallen by a factor; takes the place of a physical equation.</summary>
internal sealed class DecayEquation(VelocityGrid grid, string model, ParticleNumber particles, double rate) : IKineticEquation
{
    private double _start;

    /// <summary>The share of the initial density below which the derivative is no longer a number.</summary>
    public double FailsBelow { get; init; }

    /// <summary>Called at each evaluation with the share that is left.</summary>
    public Action<double>? OnEvaluate { get; init; }

    public string Model => model;

    public ParticleNumber Particles => particles;

    public VelocityGrid Grid => grid;

    public bool HasCorrelation => false;

    public IReadOnlyList<Report> Reports => [new Report("rate", rate, "the rate of decay")];

    public int Length => grid.Size;

    public IReadOnlyList<StateBlock> Blocks => [new StateBlock("f", 0, grid.Size, 0.01)];

    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => state[..grid.Size];

    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => PairCorrelation.Zero(grid);

    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state) => density.CopyTo(state);

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        int centre = grid.Size / 2 + grid.Points / 2;
        if (_start == 0)
            _start = state[centre];
        double share = state[centre] / _start;
        OnEvaluate?.Invoke(share);
        double factor = share < FailsBelow ? double.NaN : -rate;
        for (int i = 0; i < state.Length; i++)
            derivative[i] = factor * state[i];
    }

    public void Dispose()
    {
    }
}
