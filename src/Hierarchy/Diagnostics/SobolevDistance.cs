using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>The distance of f_{N,1} to f_1, the direct solution of the Landau equation, in the negative Sobolev norm of <see cref="SobolevNorm"/>.</summary>
/// <remarks>Its noise floor is the part of the outermost modes, and a rounding of f itself. Left out where there is no reference.</remarks>
internal sealed class SobolevDistance : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("error_sobolev", 1, "H^-2 norm of f_N1 - f_1 = ((2L)^d sum_k (1+|k|^2)^-2 |c_k|^2)^(1/2), c_k the Fourier coefficients on the box"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Reference.IsEmpty)
            return;
        double[] error = new double[observation.Density.Length];
        TensorPrimitives.Subtract(observation.Density, observation.Reference, error);
        (double norm, double outermost) = SobolevNorm.Of(observation.Grid, error);
        double rounding = 1e-16 * Math.Sqrt(observation.Grid.CellVolume) * TensorPrimitives.Norm(observation.Reference);
        values.Add(new("error_sobolev", norm, outermost + rounding));
    }
}
