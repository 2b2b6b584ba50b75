using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>An estimate of a particle system with what its error is made of.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="StepError">The error of the time step.</param>
internal readonly record struct SampledValue(double Value, double StandardError, double StepError);

/// <summary>The estimates of one particle system at one N, at the output times.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="particles">N.</param>
/// <param name="times">The output times.</param>
/// <param name="find">An estimate by time and name, or null.</param>
internal sealed class ParticleSeries(string model, ParticleNumber particles, double[] times, Func<int, string, SampledValue?> find)
{
    public string Model { get; } = model;

    public ParticleNumber Particles { get; } = particles;

    public double[] Times { get; } = times;

    public ParticleSystem System { get; } = ModelRegistry.FactsOf(model).System;

    public SampledValue? Find(int time, string quantity) => find(time, quantity);
}
