using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The relative Fisher information int f_{N,1} |grad log(f_{N,1}/f_1)|^2 dv, f_1 the direct solution of the Landau equation at the same time.
/// Left out where there is no reference.
/// </summary>
/// <remarks>
/// With e = f_{N,1} - f_1 the integrand is |grad e - e grad log f_1|^2/f_{N,1}: a square of a small quantity, not a difference of large ones.
/// It is restricted to a level set f_1 &gt; level max f_1 chosen as <see cref="DecadeShells.Decaying"/> describes,
/// and its noise floor is twice the contribution of the last decade above the level.
/// </remarks>
internal sealed class RelativeFisherToLandau : IDiagnostic
{
    private const string Name = "relative_fisher_to_landau";

    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new(Name, 1, "int f_N1 |grad log(f_N1/f_1)|^2 dv = h^d sum |grad e - e grad log f_1|^2/f_N1, e = f_N1 - f_1, where f_1 > level max f_1"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (!observation.Reference.IsEmpty)
            values.Add(Of(observation.Grid, observation.Density, observation.Reference));
    }

    /// <summary>int f |grad log(f/reference)|^2.</summary>
    internal static QuantityValue Of(VelocityGrid grid, ReadOnlySpan<double> f, ReadOnlySpan<double> reference)
    {
        double[] error = new double[f.Length];
        TensorPrimitives.Subtract(f, reference, error);
        double[][] gradient = SpectralGradient.Of(grid, reference), errorGradient = SpectralGradient.Of(grid, error);
        double maximum = TensorPrimitives.Max(reference), cell = grid.CellVolume;
        Span<double> shells = stackalloc double[DecadeShells.Count];
        shells.Clear();
        for (int i = 0; i < f.Length; i++)
        {
            int shell = DecadeShells.Of(reference[i], maximum);
            if (shell == DecadeShells.Outside || !(f[i] > 0))
                continue;
            double square = 0, ratio = error[i] / reference[i];
            for (int a = 0; a < gradient.Length; a++)
            {
                double component = errorGradient[a][i] - ratio * gradient[a][i];
                square += component * component;
            }
            shells[shell] += cell * square / f[i];
        }
        int limit = DecadeShells.AboveNoise(Math.Min(TensorPrimitives.Min(reference), TensorPrimitives.Min(f)), maximum);
        int kept = DecadeShells.Decaying(shells, limit);
        return new(Name, DecadeShells.Sum(shells, kept), 2 * shells[kept - 1]);
    }
}
