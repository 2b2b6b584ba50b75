using System.Numerics.Tensors;
using Hierarchy.Diagnostics;
using Hierarchy.Pairs;
using Hierarchy.States;

namespace Hierarchy.Audits;

/// <summary>
/// int int int W_a(v1, v3) a(v2) f_3 of what a closure has of the second and third order in g (<see cref="TripletClosure"/>), w in place of 1/f:
/// <code>
/// int a(v2) f_3 dv2 = Chain ( w1 g13 h(v1) + K(v1, v3) + w3 g13 h(v3) ) + Triangle w1 w3 g13 K(v1, v3),
/// h(v) = int a(v2) g(v, v2) dv2,     K(v1, v3) = int a(v2) w2 g12 g23 dv2,
/// </code>
/// by sums over the support of a, one after the other: what the solver has as fluxes and matrix products stands here as it is written.
/// </summary>
internal static class HigherCollisions
{
    /// <summary>The sum over pairs of points.</summary>
    /// <param name="point">The kernel.</param>
    /// <param name="function">a.</param>
    /// <param name="density">f.</param>
    /// <param name="correlation">g.</param>
    /// <param name="contraction">h, n^d values.</param>
    /// <param name="triplet">Chain and Triangle.</param>
    /// <param name="guard">delta/max f of <see cref="GuardedReciprocal"/>.</param>
    public static PairSum Of(
        PointKernel point, SampledTestFunction function, double[] density, PairCorrelation correlation, double[] contraction, TripletClosure triplet, double guard)
    {
        int size = density.Length;
        using GuardedReciprocal reciprocal = new(size, guard);
        reciprocal.Fill(density);
        double[] w = reciprocal.Values.Span[..size].ToArray(), chain = new double[size], row = new double[size];
        double[][] rows = [.. function.Points.Select(i => correlation.Row(i, new double[Math.Max(size, correlation.ScratchLength)])[..size].ToArray())];
        return new PairIntegrals(point, function).Outward(k =>
        {
            int i = function.Points[k];
            Array.Clear(chain);
            for (int m = 0; m < function.Points.Length; m++)
            {
                int j = function.Points[m];
                TensorPrimitives.MultiplyAdd(rows[m], point.Grid.CellVolume * function.Values[m] * w[j] * rows[k][j], chain, chain);
            }
            for (int l = 0; l < size; l++)
            {
                double pair = rows[k][l];
                row[l] = triplet.Chain * (pair * (w[i] * contraction[i] + w[l] * contraction[l]) + chain[l]) + triplet.Triangle * w[i] * w[l] * pair * chain[l];
            }
            return row;
        });
    }
}
