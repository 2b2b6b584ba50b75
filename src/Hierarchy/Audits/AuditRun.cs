using Hierarchy.Diagnostics;
using Hierarchy.Models;
using Hierarchy.Pairs;
using Hierarchy.Particles;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>The results of one model at one N: f and, where it is kept, g at the output times.</summary>
/// <remarks>Spans are valid up to the next call of the same method.</remarks>
internal abstract class AuditRun
{
    /// <summary>Describes a run; which exact equations it solves follows from the facts of the model and may be set otherwise.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="particles">N.</param>
    /// <param name="times">The output times, increasing.</param>
    /// <param name="hasCorrelation">Whether the model has a pair correlation; if not, f_{N,2} = f x f.</param>
    protected AuditRun(string model, ParticleNumber particles, double[] times, bool hasCorrelation)
    {
        ArgumentNullException.ThrowIfNull(times);
        Model = model;
        Particles = particles;
        Times = times;
        HasCorrelation = hasCorrelation;
        Facts = ModelRegistry.FactsOf(model);
        SolvesLandau = Facts.SolvesLandau.Include(particles) && !hasCorrelation;
        SolvesLiouville = Facts.SolvesLiouville.Include(particles) && Facts.System == ParticleSystem.Conservative;
        Triplet = hasCorrelation ? Facts.Triplet : TripletClosure.Tensorised;
    }

    public string Model { get; }

    /// <summary>What is known of the model.</summary>
    public ModelFacts Facts { get; }

    public ParticleNumber Particles { get; }

    public double[] Times { get; }

    /// <summary>Whether f_{N,2} is something else than f x f.</summary>
    public bool HasCorrelation { get; }

    /// <summary>Whether f solves the Landau equation (1.1), for which entropy and Fisher information decay.</summary>
    public bool SolvesLandau { get; init; }

    /// <summary>Whether f and g are marginals of a solution of the Liouville equation (1.3).</summary>
    public bool SolvesLiouville { get; init; }

    /// <summary>f_3 by f and g, or null where it is not known.</summary>
    public TripletClosure? Triplet { get; init; }

    /// <summary>b of f_3 = f1 f2 f3 + b (g12 f3 + g13 f2 + g23 f1), or null where f_3 has another form.</summary>
    public double? Bond => Triplet is { Chain: 0, Triangle: 0, Normalised: false } linear ? linear.Bond : null;

    /// <summary>f_{N,1}, n^d values.</summary>
    public abstract ReadOnlySpan<double> Density(int timeIndex);

    /// <summary>g = f_{N,2} - f x f; null where it was not kept and where there is none.</summary>
    public abstract PairCorrelation? Correlation(int timeIndex);

    /// <summary>g as the sum of products that the model carries; null where it carries none, or they were not kept.</summary>
    public virtual FactoredCorrelation? Products(int timeIndex) => Correlation(timeIndex) as FactoredCorrelation;

    /// <summary>A quantity that the run itself recorded, or null: the functionals of f_3, which is not kept.</summary>
    public virtual QuantityValue? Recorded(int timeIndex, string quantity) => null;

    /// <summary>Whether the run has the values that it recorded, and no fields on the grid.</summary>
    public virtual bool IsRecorded => false;

    /// <summary>Whether f_{N,2} is known at a time.</summary>
    public virtual bool HasPair(int timeIndex) => !HasCorrelation || Correlation(timeIndex) is not null;

    /// <summary>Whether f_{N,2} is known to be f x f at the first time: the datum of the paper's bounds by I_1(f^0).</summary>
    public virtual bool StartsChaotic => !HasCorrelation || Correlation(0)?.MaxMagnitude() == 0;

    /// <summary>The times at which f_{N,2} is known.</summary>
    public int[] PairTimes => [.. Enumerable.Range(0, Times.Length).Where(HasPair)];

    /// <summary>The model and N.</summary>
    public override string ToString() => SolvesLandau ? Model : $"{Model} N={Particles}";
}

/// <summary>A run whose results lie in memory.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="particles">N.</param>
/// <param name="times">The output times, increasing.</param>
/// <param name="densities">f at every time.</param>
/// <param name="correlations">g at every time, an entry null where it was not kept; null if the model has none.</param>
internal sealed class StoredRun(string model, ParticleNumber particles, double[] times, double[][] densities, PairCorrelation?[]? correlations = null)
    : AuditRun(model, particles, times, correlations is not null)
{
    /// <inheritdoc/>
    public override ReadOnlySpan<double> Density(int timeIndex) => densities[timeIndex];

    /// <inheritdoc/>
    public override PairCorrelation? Correlation(int timeIndex) => correlations?[timeIndex];
}
