using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Norms of f_{N,1} - f_1 and the relative entropy int f_{N,1} log(f_{N,1}/f_1), f_1 the direct solution of the Landau equation at the same time.
/// Left out where there is no reference.
/// </summary>
/// <remarks>
/// The relative entropy is restricted to a level set f_1 &gt; level max f_1 chosen as <see cref="DecadeShells.Decaying"/> describes,
/// and its noise floor is twice the contribution of the last decade above the level.
/// </remarks>
internal sealed class DistanceToLandau : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("error_l1", 1, "int |f_N1 - f_1| dv = h^d sum |f_N1 - f_1|"),
        new("error_l2", 1, "(int (f_N1 - f_1)^2 dv)^(1/2) = (h^d sum (f_N1 - f_1)^2)^(1/2)"),
        new("error_linf", 1, "max |f_N1 - f_1| over the grid"),
        new("relative_entropy_to_landau", 1, "int f_N1 log(f_N1/f_1) dv = h^d sum f_1 ((1+x) log(1+x) - x), x = f_N1/f_1 - 1, where f_1 > level max f_1"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Reference.IsEmpty)
            return;
        ReadOnlySpan<double> f = observation.Density, reference = observation.Reference;
        double cell = observation.Grid.CellVolume;
        CompensatedSum absolute = default, square = default;
        double largest = 0;
        for (int i = 0; i < f.Length; i++)
        {
            double error = f[i] - reference[i];
            absolute.Add(Math.Abs(error));
            square.Add(error * error);
            largest = Math.Max(largest, Math.Abs(error));
        }
        values.Add(new("error_l1", cell * absolute.Value));
        values.Add(new("error_l2", Math.Sqrt(cell * square.Value)));
        values.Add(new("error_linf", largest));
        values.Add(RelativeEntropy(f, reference, cell));
    }

    /// <summary>int f log(f/reference) of two densities of the same mass.</summary>
    internal static QuantityValue RelativeEntropy(ReadOnlySpan<double> f, ReadOnlySpan<double> reference, double cell)
    {
        double maximum = TensorPrimitives.Max(reference), minimum = TensorPrimitives.Min(reference);
        Span<double> shells = stackalloc double[DecadeShells.Count];
        shells.Clear();
        for (int i = 0; i < f.Length; i++)
        {
            int shell = DecadeShells.Of(reference[i], maximum);
            if (shell != DecadeShells.Outside)
                shells[shell] += cell * reference[i] * LogarithmicForms.Convex((f[i] - reference[i]) / reference[i]);
        }
        int kept = DecadeShells.Decaying(shells, DecadeShells.AboveNoise(minimum, maximum));
        return new("relative_entropy_to_landau", DecadeShells.Sum(shells, kept), 2 * Math.Abs(shells[kept - 1]));
    }
}
