using System.Numerics.Tensors;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Distances of f_{N,2} to the tensor product f_1 x f_1 of the Landau solution, and of f_{N,1} and f_{N,2} to the marginals of the Liouville equation (1.3)
/// with the same N: the closure error itself. Left out where the reference is missing.
/// </summary>
internal sealed class DistanceToExactMarginals : IDiagnostic
{
    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("error_pair_l1", 2, "int |f_N2 - f_1 f_1| = h^2d sum |f_N2(v1,v2) - f_1(v1) f_1(v2)|, f_1 by landau"),
        new("closure_error_l1", 1, "int |f_N1 - f_N1 by liouville| = h^d sum |difference|, at the same N"),
        new("closure_error_pair_l1", 2, "int |f_N2 - f_N2 by liouville| = h^2d sum |difference|, at the same N"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        ReadOnlySpan<double> f = observation.Density;
        PairCorrelation g = observation.Correlation;
        var distance = new PairDistance(observation.Grid);
        if (!observation.Reference.IsEmpty)
            values.Add(new("error_pair_l1", distance.L1(f, g, observation.Reference, PairCorrelation.Zero(observation.Grid))));
        if (observation.ExactDensity.IsEmpty)
            return;
        double[] difference = new double[f.Length];
        TensorPrimitives.Subtract(f, observation.ExactDensity, difference);
        values.Add(new("closure_error_l1", observation.Grid.CellVolume * TensorPrimitives.SumOfMagnitudes<double>(difference)));
        values.Add(new("closure_error_pair_l1", distance.L1(f, g, observation.ExactDensity, observation.ExactCorrelation)));
    }
}
