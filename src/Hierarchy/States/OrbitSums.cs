using System.Numerics.Tensors;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// sum over v2 of g(s r, v2) phi(v2) = sum over w of g(w, r) phi(s w): the columns are read once for all elements of the group, some of them at a time.
/// </summary>
internal static class OrbitSums
{
    /// <summary>Columns that are summed together.</summary>
    public const int Together = 32;

    /// <summary>The values of scratch that some fields need.</summary>
    public static int ScratchLength(VelocityOrbits orbits, int fields) => (orbits.Order * fields + 1) * Together;

    /// <summary>The sums at the points of the orbits of some representatives.</summary>
    /// <param name="orbits">The symmetry.</param>
    /// <param name="first">The first representative.</param>
    /// <param name="row">Gives the values of those columns at a point.</param>
    /// <param name="fields">phi.</param>
    /// <param name="images">Receive the sums.</param>
    /// <param name="scratch">Of <see cref="ScratchLength"/>.</param>
    public static void Add(VelocityOrbits orbits, int first, ColumnReader row, IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images, double[] scratch)
    {
        int count = Math.Min(Together, orbits.Count - first), order = orbits.Order;
        Span<double> values = scratch.AsSpan(0, count);
        scratch.AsSpan().Clear();
        for (int w = 0; w < orbits.Grid.Size; w++)
        {
            row(w, values);
            for (int s = 0; s < order; s++)
            {
                int image = orbits.Map(s)[w];
                for (int k = 0; k < fields.Count; k++)
                {
                    Span<double> sums = scratch.AsSpan((s * fields.Count + k + 1) * Together, count);
                    TensorPrimitives.MultiplyAdd(values, fields[k][image], sums, sums);
                }
            }
        }
        for (int j = 0; j < count; j++)
        {
            for (int s = 0; s < order; s++)
            {
                int point = orbits.Map(s)[orbits.Points[first + j]];
                for (int k = 0; k < fields.Count && orbits.Element[point] == s; k++)
                    images[k][point] = scratch[(s * fields.Count + k + 1) * Together + j];
            }
        }
    }
}

/// <summary>Gives the values of some columns at a point.</summary>
internal delegate void ColumnReader(int point, Span<double> values);
