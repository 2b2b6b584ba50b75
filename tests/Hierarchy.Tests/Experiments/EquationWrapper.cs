using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Experiments;

/// <summary>An equation that passes everything on to another one; tests override what they disturb.</summary>
internal abstract class EquationWrapper(IKineticEquation inner) : IKineticEquation
{
    public string Model => inner.Model;

    public ParticleNumber Particles => inner.Particles;

    public VelocityGrid Grid => inner.Grid;

    public bool HasCorrelation => inner.HasCorrelation;

    public IReadOnlyList<Report> Reports => inner.Reports;

    public int Length => inner.Length;

    public IReadOnlyList<StateBlock> Blocks => inner.Blocks;

    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state) => inner.SetChaotic(density, state);

    public void Start(InitialDatum datum, Span<double> state) => inner.Start(datum, state);

    public void Assess(ReadOnlySpan<double> state) => inner.Assess(state);

    public void Save(BinaryWriter writer) => inner.Save(writer);

    public void Restore(BinaryReader reader) => inner.Restore(reader);

    public virtual void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => inner.Evaluate(state, derivative);

    public bool HasDerivative => inner.HasDerivative;

    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => inner.Density(state, particles);

    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => inner.Correlation(state, particles);

    public TripleCorrelation Triple(ReadOnlySpan<double> state) => inner.Triple(state);

    public void Dispose() => inner.Dispose();
}
