using Hierarchy.Models;
using Hierarchy.Particles;
using Hierarchy.States;
using MathNet.Numerics.Distributions;

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
/// <param name="replicas">The replicas that the estimates are means of.</param>
internal sealed class ParticleSeries(string model, ParticleNumber particles, double[] times, Func<int, string, SampledValue?> find, long replicas = long.MaxValue)
{
    /// <summary>The share of estimates that may differ from their mean by more than <see cref="Deviations"/>: rows take the worst of some tens.</summary>
    private const double Share = 6.8e-6;

    public string Model { get; } = model;

    public ParticleNumber Particles { get; } = particles;

    public double[] Times { get; } = times;

    public ParticleSystem System { get; } = ModelRegistry.FactsOf(model).System;

    /// <summary>
    /// The standard errors that count: 4.5 of many blocks of eight replicas, more of few, whose spread is itself an estimate (Student's law).
    /// </summary>
    public double Deviations { get; } = -StudentT.InvCDF(0, 1, Math.Clamp(replicas / ParticleOptions.BlockSize - 1, 1, 100_000), 0.5 * Share);

    public SampledValue? Find(int time, string quantity) => find(time, quantity);
}
