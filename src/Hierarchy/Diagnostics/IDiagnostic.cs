using Hierarchy.Kernels;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Quantities that are computed together in one visit to the data. One file a diagnostic; <see cref="DiagnosticRegistry"/> finds it.
/// </summary>
public interface IDiagnostic
{
    /// <summary>The quantities in the order in which they are printed.</summary>
    IReadOnlyList<Quantity> Quantities(int dimension);

    /// <summary>Whether the quantities are computed only where a scenario names them: costly ones, which "all" leaves out.</summary>
    bool OnRequest => false;

    /// <summary>Computes them; a quantity that does not apply to the observation is left out.</summary>
    void Evaluate(in Observation observation, ICollection<QuantityValue> values);
}

/// <summary>A computed quantity.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Value">Its value.</param>
/// <param name="NoiseFloor">An estimate of the size below which the value is discretisation noise, or NaN if none is known.</param>
public readonly record struct QuantityValue(string Name, double Value, double NoiseFloor = double.NaN)
{
    /// <summary>Whether the resolution does not support the value.</summary>
    public bool BelowNoise => Math.Abs(Value) < NoiseFloor;
}

/// <summary>What a diagnostic looks at: one model at one time.</summary>
public readonly ref struct Observation
{
    public required VelocityGrid Grid { get; init; }

    public required string Model { get; init; }

    public required ParticleNumber Particles { get; init; }

    public required double Time { get; init; }

    /// <summary>A(z), for the diagnostics of what the collisions do; they are left out where it is not given.</summary>
    public CollisionKernel? Kernel { get; init; }

    /// <summary>f_{N,1}, n^d values.</summary>
    public required ReadOnlySpan<double> Density { get; init; }

    /// <summary>g = f_{N,2} - f_{N,1} x f_{N,1}; zero if it is not given.</summary>
    public PairCorrelation Correlation { get => field ?? PairCorrelation.Zero(Grid); init; }

    /// <summary>g_3, or empty where the model has none.</summary>
    public TripleCorrelation Triple { get; init; }

    /// <summary>f_1 of the direct solver at the same time, or empty for the direct solver itself.</summary>
    public ReadOnlySpan<double> Reference { get; init; }

    /// <summary>f_{N,1} of the Liouville equation at the same N and time, or empty where it was not solved.</summary>
    public ReadOnlySpan<double> ExactDensity { get; init; }

    /// <summary>g of the Liouville equation at the same N and time; zero if it is not given.</summary>
    public PairCorrelation ExactCorrelation { get => field ?? PairCorrelation.Zero(Grid); init; }

    /// <summary>f_{N,1} at time 0, for drifts.</summary>
    public ReadOnlySpan<double> InitialDensity { get; init; }

    /// <summary>g at time 0; zero if it is not given, as for a chaotic datum.</summary>
    public PairCorrelation InitialCorrelation { get => field ?? PairCorrelation.Zero(Grid); init; }

    /// <summary>
    /// The moments of the pair at time 0, for drifts; spares the copy of g at time 0. If null, they are computed from the initial f and g.
    /// </summary>
    public PairMoments? InitialPairMoments { get; init; }
}
