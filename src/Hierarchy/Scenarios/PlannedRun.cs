using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>One model at one N.</summary>
/// <param name="Definition">The model.</param>
/// <param name="Particles">N; infinity for the direct solver.</param>
/// <param name="Settings">The settings of the model, complete.</param>
internal sealed record PlannedRun(IModel Definition, ParticleNumber Particles, ModelSettings Settings)
{
    /// <summary>The name of the model.</summary>
    public string Model => Definition.Name;

    /// <summary>The model on the grid; null for particle systems and for rotation-invariant pairs.</summary>
    public IGridModel? OnGrid => Definition as IGridModel;

    /// <summary>The model of rotation-invariant pairs; null for others.</summary>
    public IRadialModel? Radial => Definition as IRadialModel;

    /// <summary>Whether this is the direct solver, whose f_1 is the reference of every other model.</summary>
    public bool IsReference => Definition.Facts.Reference == ReferenceKind.Landau;

    /// <summary>Whether this is a particle system, which has estimates and no densities.</summary>
    public bool IsParticles => Definition is IParticleModel;

    /// <summary>Whether this is the Liouville equation, whose marginals are the reference of the closures at the same N.</summary>
    public bool IsExact => Definition.Facts.Reference == ReferenceKind.Liouville;

    /// <summary>Whether the run gives a pair correlation.</summary>
    public bool HasCorrelation => Definition.Level >= 2;

    /// <summary>Whether its integration holds the pair correlation as n^{2d} values.</summary>
    public bool HoldsPairs => OnGrid?.HoldsPairs ?? false;

    /// <summary>Whether one integration gives the results of this run and of the other one.</summary>
    public bool SharesIntegration(PlannedRun other) => (OnGrid is { ServesEveryN: true } || Radial is { Equation.IsLimit: true }) && Model == other.Model;

    /// <summary>The model and N, for messages.</summary>
    public override string ToString() => IsReference ? Model : $"{Model} N={Particles}";
}

/// <summary>A model that does not run with an N of the scenario.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Particles">N.</param>
/// <param name="Reason">Why.</param>
internal sealed record ExcludedRun(string Model, ParticleNumber Particles, string Reason);
