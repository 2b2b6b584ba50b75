using Hierarchy.Equations;
using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Scenarios;

/// <summary>One model at one N.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Particles">N; infinity for the direct solver.</param>
/// <param name="Closure">The closure, or null for the direct solver.</param>
public sealed record PlannedRun(string Model, ParticleNumber Particles, IClosure? Closure)
{
    /// <summary>The settings of a particle system; null for the models on the grid.</summary>
    public ModelSettings? Simulation { get; init; }

    /// <summary>Whether this is the direct solver, whose f_1 is the reference of every other model.</summary>
    public bool IsReference => Model == ScenarioNames.Landau;

    /// <summary>Whether this is a particle system, which has estimates and no densities.</summary>
    public bool IsParticles => Simulation is not null;

    /// <summary>Whether this is the Liouville equation, whose marginals are the reference of the closures at the same N.</summary>
    public bool IsExact => Model == ScenarioNames.Liouville;

    /// <summary>Whether the run gives a pair correlation.</summary>
    public bool HasCorrelation => Closure?.Level >= 2;

    /// <summary>Whether one integration gives the results of this run and of the other one.</summary>
    public bool SharesIntegration(PlannedRun other) => Closure is { ServesEveryN: true } && Model == other.Model;

    /// <summary>The model and N, for messages.</summary>
    public override string ToString() => IsReference ? Model : $"{Model} N={Particles}";
}

/// <summary>A model that does not run with an N of the scenario.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Particles">N.</param>
/// <param name="Reason">Why.</param>
public sealed record ExcludedRun(string Model, ParticleNumber Particles, string Reason);
