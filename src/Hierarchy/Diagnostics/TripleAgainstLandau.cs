using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The relative entropy int f_3 log(f_3/(f_1 f_1 f_1)) of the density of three particles against the product of the direct solution of the Landau equation.
/// Left out where a model has no f_3 or there is no reference.
/// </summary>
/// <remarks>Convex form, level set and floor as in <see cref="PairAgainstLandau"/>; slices of fixed v1 are shared by all cores and added in their order.</remarks>
internal sealed class TripleAgainstLandau : IDiagnostic
{
    private const string Name = "triple_relative_entropy_to_landau";

    public IReadOnlyList<Quantity> Quantities(int dimension) => dimension != 2 ? [] :
    [
        new(Name, 3, "int f3 log(f3/(f_1 f_1 f_1)) = h^3d sum f_1 f_1 f_1 ((1+x) log(1+x) - x), x = f3/(f_1 f_1 f_1) - 1, where f_1 > level max f_1; Liouville equation, N = 3"),
    ];

    public unsafe void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Triple.IsEmpty || observation.Reference.IsEmpty)
            return;
        int size = observation.Grid.Size;
        double[] density = observation.Density.ToArray(), reference = observation.Reference.ToArray();
        double maximum = TensorPrimitives.Max<double>(reference);
        int[] shell = [.. reference.Select(value => DecadeShells.Of(value, maximum))];
        int limit = DecadeShells.AboveNoise(TensorPrimitives.Min<double>(reference), maximum);
        ReadOnlyMemory<double> correlation = observation.Correlation.Values();
        TripleCorrelation h = observation.Triple;
        int[] points = new int[h.Count];
        for (int k = 0; k < points.Length; k++)
            points[k] = h.Point(k);
        double[][] slices = new double[h.Count][];
        fixed (double* triple = h.Values)
        {
            double* start = triple;
            WorkCrew.Run(slices.Length, (slice, _) =>
            {
                int i = points[slice];
                double[] row = new double[size], sums = slices[slice] = new double[ShellTable.Shells];
                for (int j = 0; j < size && shell[i] < limit; j++)
                {
                    if (shell[j] >= limit)
                        continue;
                    ReadOnlySpan<double> pairs = correlation.Span;
                    ReadOnlySpan<double> own = new(start + ((long)slice * size + j) * size, size);
                    TripleDensity.FillRow(i, j, density, pairs.Slice(i * size, size), pairs.Slice(j * size, size), own, row);
                    AddRow(reference[i] * reference[j], Math.Max(shell[i], shell[j]), row, reference, shell, sums);
                }
            });
        }
        double[] total = new double[ShellTable.Shells];
        for (int k = 0; k < slices.Length; k++)
            TensorPrimitives.MultiplyAdd(slices[k], h.Weight(k), total, total);
        int kept = DecadeShells.Decaying(total, limit);
        double cell = Math.Pow(observation.Grid.CellVolume, 3);
        values.Add(new(Name, cell * DecadeShells.Sum(total, kept), 2 * cell * Math.Abs(total[kept - 1])));
    }

    private static void AddRow(double pair, int pairShell, double[] row, double[] reference, int[] shell, double[] sums)
    {
        for (int k = 0; k < row.Length; k++)
        {
            double product = pair * reference[k];
            if (shell[k] < DecadeShells.Outside && product > 0)
                sums[Math.Max(pairShell, shell[k])] += product * LogarithmicForms.Convex((row[k] - product) / product);
        }
    }
}
