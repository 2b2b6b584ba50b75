using System.Globalization;
using System.Numerics.Tensors;
using Hierarchy.Densities;
using Hierarchy.Diagnostics;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>
/// An initial density on the grid against Assumption 1.2: mass 1, momentum 0, E|v|^2 = d, finite entropy H_1 = int f log f and Fisher information I_1 = int |grad f|^2/f.
/// A datum of another mean or energy is the assumption in other units of velocity; it is noted and not refused.
/// </summary>
/// <param name="Moments">Mass, momentum and energy as sums over the grid.</param>
/// <param name="Entropy">H_1, not a number if f is nowhere positive.</param>
/// <param name="EntropyNoise">Its error.</param>
/// <param name="Fisher">I_1.</param>
/// <param name="FisherNoise">Its error.</param>
/// <param name="NegativeMass">int max(-f, 0).</param>
internal sealed record DatumAssessment(GridMoments Moments, double Entropy, double EntropyNoise, double Fisher, double FisherNoise, double NegativeMass)
{
    private const double Tolerance = 1e-4;

    /// <summary>Assesses n^d values.</summary>
    public static DatumAssessment Of(VelocityGrid grid, ReadOnlySpan<double> density)
    {
        ArgumentNullException.ThrowIfNull(grid);
        InformationFunctionals information = InformationFunctionals.Of(grid, density);
        double negative = grid.CellVolume * OneParticlePositivity.NegativePart(density);
        return new(GridMoments.Of(grid, density), information.Entropy, information.EntropyNoise, information.Fisher, information.FisherNoise, negative);
    }

    /// <summary>Whether mass, momentum and energy are those of the assumption to four digits.</summary>
    public bool IsNormalised
    {
        get
        {
            int d = Moments.Momentum.Length;
            return Math.Abs(Moments.Mass - 1) <= Tolerance && Moments.Momentum.Max(Math.Abs) <= Tolerance && Math.Abs(Moments.Energy - d) <= Tolerance * d;
        }
    }

    /// <summary>One sentence.</summary>
    public override string ToString()
    {
        const double roundOff = 1e-12;
        IEnumerable<double> components = Moments.Momentum.Select(component => Math.Abs(component) < roundOff ? 0 : component);
        string momentum = string.Join(", ", components.Select(component => component.ToString("G6", CultureInfo.InvariantCulture)));
        string norm = IsNormalised ? "as Assumption 1.2 has them"
            : string.Create(CultureInfo.InvariantCulture, $"where Assumption 1.2 has 1, 0 and {Moments.Momentum.Length} (\"rescale\": true changes the units)");
        string rest = NegativeMass > 0 ? string.Create(CultureInfo.InvariantCulture, $", negative mass {NegativeMass:G2}") : "";
        string invariants = string.Create(CultureInfo.InvariantCulture, $"mass {Moments.Mass:G8}, momentum ({momentum}), E|v|^2 {Moments.Energy:G8}, {norm}");
        return string.Create(
            CultureInfo.InvariantCulture, $"{invariants}; entropy {Entropy:G6} +- {EntropyNoise:G1}, Fisher information {Fisher:G6} +- {FisherNoise:G1}{rest}");
    }
}
