using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>How far f_{N,1} is from being non-negative. Negative values are measured, never clipped.</summary>
internal sealed class OneParticlePositivity : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("min_f1", 1, "minimum of f over the grid"),
        new("negative_mass_f1", 1, "int max(-f, 0) dv = h^d sum max(-f, 0)"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        values.Add(new("min_f1", TensorPrimitives.Min(observation.Density)));
        values.Add(new("negative_mass_f1", observation.Grid.CellVolume * NegativePart(observation.Density)));
    }

    /// <summary>sum max(-f, 0).</summary>
    internal static double NegativePart(ReadOnlySpan<double> density)
    {
        CompensatedSum sum = default;
        foreach (double f in density)
        {
            if (f < 0)
                sum.Add(-f);
        }
        return sum.Value;
    }
}
