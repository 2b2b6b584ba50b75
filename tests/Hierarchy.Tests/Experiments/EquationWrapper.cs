using Hierarchy.Equations;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Tests.Experiments;

/// <summary>An equation that passes everything on to another one; tests override what they disturb.</summary>
internal abstract class EquationWrapper(IKineticEquation inner) : IKineticEquation, IParticleViews, ITripleCorrelation
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

    public void View(ParticleNumber particles) => (inner as IParticleViews)?.View(particles);

    public ReadOnlySpan<double> DensityOf(ReadOnlySpan<double> state) => inner.Density(state);

    public ReadOnlySpan<double> CorrelationOf(ReadOnlySpan<double> state) => inner.Correlation(state);

    public ReadOnlySpan<double> TripleOf(ReadOnlySpan<double> state) => inner is ITripleCorrelation triple ? triple.TripleOf(state) : default;

    public void Dispose() => inner.Dispose();
}
