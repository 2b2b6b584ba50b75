using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Entropy H_1 = int f log f dv and Fisher information I_1 = int |grad f|^2 / f dv of f_{N,1}; see <see cref="InformationFunctionals"/>.
/// </summary>
internal sealed class OneParticleInformation : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("entropy_1", 1, "int f log f dv = (h/r)^d sum f log f of the interpolant at r^d shifts of the grid; the tail below the noise by its mass"),
        new("fisher_1", 1, "int |grad f|^2/f dv, the same sum with the spectral gradient"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        InformationFunctionals functionals = InformationFunctionals.Of(observation.Grid, observation.Density);
        values.Add(new("entropy_1", functionals.Entropy, functionals.EntropyNoise));
        values.Add(new("fisher_1", functionals.Fisher, functionals.FisherNoise));
    }
}
