using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>Mass and energy of the density f_3 of three particles, (1.8) at m = 3, where a model has it.</summary>
internal sealed class TripleMoments : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension != 2 ? [] :
    [
        new("mass_3", 3, "int f3 = m^3 + 3 m int g + int h with m = int f, g and h the correlations of two and three; Liouville equation, N = 3"),
        new("energy_3", 3, "int f3 (|v1|^2 + |v2|^2 + |v3|^2), the same"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Triple.IsEmpty)
            return;
        VelocityGrid grid = observation.Grid;
        int size = grid.Size;
        double cell = grid.CellVolume, mass = 0, energy = 0, triple = 0, tripleEnergy = 0;
        double[] speed = [.. Enumerable.Range(0, size).Select(grid.SpeedSquared)], unit = new double[size];
        Array.Fill(unit, 1);
        double[,] pair = observation.Correlation.Moments([unit, speed]);
        for (int i = 0; i < size; i++)
            (mass, energy) = (mass + cell * observation.Density[i], energy + cell * observation.Density[i] * speed[i]);
        TripleCorrelation h = observation.Triple;
        for (int k = 0; k < h.Count; k++)
        {
            double slice = h.Weight(k) * TensorPrimitives.Sum(h.Slice(k));
            (triple, tripleEnergy) = (triple + Math.Pow(cell, 3) * slice, tripleEnergy + Math.Pow(cell, 3) * slice * speed[h.Point(k)]);
        }
        values.Add(new("mass_3", mass * mass * mass + 3 * mass * pair[0, 0] + triple));
        values.Add(new("energy_3", 3 * (energy * mass * mass + 2 * mass * pair[1, 0] + energy * pair[0, 0] + tripleEnergy)));
    }
}
