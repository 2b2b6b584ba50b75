using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The weighted norm that bounds the entropy production of the Landau-Coulomb equation from below, D(f) &gt;= c |f| - C, with the best weight (Ji, 2305.09841),
/// d = 3.
/// </summary>
internal sealed class WeightedNorm : IDiagnostic
{
    /// <summary>The quantity.</summary>
    public const string Name = "weighted_l3";

    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension != 3 ? [] :
    [
        new(Name, 1, "(int |f|^3 (1 + |v|^2)^(-5/2))^(1/3), the norm of L^3 with the weight -5/3"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Grid.Dimension != 3)
            return;
        double sum = 0;
        for (int i = 0; i < observation.Density.Length; i++)
        {
            double size = Math.Abs(observation.Density[i]);
            sum += size * size * size * Math.Pow(1 + observation.Grid.SpeedSquared(i), -2.5);
        }
        values.Add(new(Name, Math.Cbrt(observation.Grid.CellVolume * sum)));
    }
}
