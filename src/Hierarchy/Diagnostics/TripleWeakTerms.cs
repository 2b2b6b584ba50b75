using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// What the third cumulant h of a density of three particles adds to the weak form (3.3) at m = 2, for the test functions of <see cref="TestFunction.Family"/>:
/// h has n^{3d} values and is not kept, so the run records the integral that the audit needs.
/// </summary>
/// <remarks>The test functions are those of the datum, because momentum and energy of f are constant along the Liouville equation.</remarks>
internal sealed class TripleWeakTerms : IDiagnostic
{
    private const int Functions = 3;

    /// <summary>The name of the integral with a test function of the family, counted from 0.</summary>
    public static string Name(int function) => FormattableString.Invariant($"weak_triple_{function + 1}");

    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension != 2 ? [] :
    [
        .. Enumerable.Range(0, Functions).Select(k => new Quantity(Name(k), 3, "int int int ( A(v1-v3):Hess a(v1) + 2 B(v1-v3).grad a(v1) ) a(v2) h, h the third cumulant of f3, "
            + $"a the test function {k + 1} of three of (3.3); Liouville equation, N = 3")),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Triple.IsEmpty || observation.Kernel is not { } kernel)
            return;
        VelocityGrid grid = observation.Grid;
        PointKernel point = new(grid, kernel);
        IReadOnlyList<TestFunction> family = TestFunction.Family(grid, observation.Density);
        for (int k = 0; k < Functions; k++)
        {
            SampledTestFunction function = new(grid, family[k]);
            double[][] rows = Contract(observation.Triple, function, grid);
            PairSum sum = new PairIntegrals(point, function).Outward(entry => rows[entry]);
            values.Add(new(Name(k), sum.Fine, sum.Error));
        }
    }

    /// <summary>int a(v2) h(v1, v2, v3) dv2, a row over v3 for every v1 in the support.</summary>
    private static double[][] Contract(TripleCorrelation triple, SampledTestFunction function, VelocityGrid grid)
    {
        int size = grid.Size;
        double[][] rows = [.. function.Points.Select(_ => new double[size])];
        double[] values = new double[size];
        for (int k = 0; k < rows.Length; k++)
        {
            for (int m = 0; m < function.Points.Length; m++)
            {
                triple.CopyRow(function.Points[k], function.Points[m], values);
                TensorPrimitives.MultiplyAdd(values, grid.CellVolume * function.Values[m], rows[k], rows[k]);
            }
        }
        return rows;
    }
}
