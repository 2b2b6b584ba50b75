using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Drift of the two-particle invariants. For collision invariants phi, psi the number E[phi(v1) psi(v1)] + (N-1) E[phi(v1) psi(v2)] is constant in time
/// for the Liouville equation and for every closure of level 2 whose f_3 is symmetric; for N infinite it is E[phi(v1) psi(v2)], a pair of particles.
/// Other models, the tensorised closure of level 1 and the leading order among them, drift by their closure error.
/// </summary>
/// <remarks>
/// Reported where the state at time 0 is known, as absolute values. The noise floor is a few roundings of the terms; the factor N - 1 enlarges them.
/// </remarks>
internal sealed class PairInvariants : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("invariant_momentum", 2, "max over a, b of |E[v1a v1b] + (N-1) E[v1a v2b] - its value at time 0|; N infinite: E[v1a v2b]"),
        new("invariant_energy", 2, "|E|v1|^4 + (N-1) E[|v1|^2 |v2|^2] - its value at time 0|; N infinite: E[|v1|^2 |v2|^2]"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.InitialPairMoments is null && observation.InitialDensity.IsEmpty)
            return;
        PairMoments initial = observation.InitialPairMoments
            ?? PairMoments.Of(observation.Grid, observation.InitialDensity, observation.InitialCorrelation);
        PairMoments moments = PairMoments.Of(observation.Grid, observation.Density, observation.Correlation);
        double others = observation.Particles.Value - 1;
        double[] now = moments.Invariants(others), then = initial.Invariants(others);
        double factor = double.IsInfinity(others) ? 1 : 1 + others, energy = initial.OneParticle.Energy;
        double drift = 0, rounding = 1e-15 * factor;
        for (int ab = 0; ab + 1 < now.Length; ab++)
            drift = Math.Max(drift, Math.Abs(now[ab] - then[ab]));
        values.Add(new("invariant_momentum", drift, rounding * energy));
        values.Add(new("invariant_energy", Math.Abs(now[^1] - then[^1]), rounding * (initial.OneParticle.Fourth + energy * energy)));
    }
}
