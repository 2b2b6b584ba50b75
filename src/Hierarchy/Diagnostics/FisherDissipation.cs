using System.Numerics.Tensors;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Diagnostics;

/// <summary>
/// What dI_N/dt is made of along the heat flow (Lemma 2.2) and along the Liouville equation (Lemma 2.3), for densities of N = 2 particles, and of 3 in d = 2,
/// u = log f_N:
/// <code>
/// heat:    Term_{i=k}  = -(2/N) sum_i int f_N |grad_i grad_i u|^2 &lt;= 0 (2.7),    Term_{i!=k} = -(2/N) sum_{i!=k} int f_N |grad_i grad_k u|^2 &lt;= 0 (2.10)
/// Landau:  Term_{k=i,j} = (1/(2 N^2)) sum_{i!=j} of the derivative of int |grad_{(v_i,v_j)} f_N|^2/f_N along P_ij (2.13), &lt;= 0 by Lemma 2.4,
///          Term_{k!=i!=j} = -(1/N^2) sum_{i!=j!=k} int a f_N |Pi (grad_i - grad_j) grad_k u|^2 &lt;= 0.
/// </code>
/// </summary>
/// <remarks>
/// Sums over the points where f_N is above a floor, since all integrands divide by f_N; the mass kept is reported. Term_{k=i,j} is evaluated by the form of
/// <see cref="SliceDissipation"/> and <see cref="SpaceDissipation"/>, which is exact and shows where its sign comes from: the cross term has the factor alpha', alpha = a/r^2.
/// </remarks>
/// <param name="HeatSame">Term_{i=k}.</param>
/// <param name="HeatMixed">Term_{i!=k}.</param>
/// <param name="LandauInside">Term_{k=i,j}.</param>
/// <param name="LandauOutside">Term_{k!=i!=j}; 0 for N = 2.</param>
/// <param name="Entropy">dH_N/dt along the Liouville equation, -(1/(2 N^2)) sum_{i!=j} int a f_N |Pi (grad_i - grad_j) u|^2 &lt;= 0.</param>
/// <param name="MassKept">The share of the mass above the floor.</param>
internal readonly record struct FisherDissipation(double HeatSame, double HeatMixed, double LandauInside, double LandauOutside, double Entropy, double MassKept)
{
    /// <summary>dI_N/dt along d_t f_N = sum_i Lap_i f_N.</summary>
    public double Heat => HeatSame + HeatMixed;

    /// <summary>dI_N/dt along d_t f_N = (1/N) sum_{i&lt;j} P_ij f_N.</summary>
    public double Landau => LandauInside + LandauOutside;

    /// <summary>N = 2.</summary>
    /// <param name="grid">d = 2 or 3.</param>
    /// <param name="kernel">The Landau part of A counts.</param>
    /// <param name="pairs">f_2, n^2d values, symmetric.</param>
    /// <param name="floor">Values up to floor times the maximum are left out; in [0, 1).</param>
    public static FisherDissipation OfPair(VelocityGrid grid, CollisionKernel kernel, ReadOnlySpan<double> pairs, double floor) => OfPair(grid, kernel, pairs, [floor])[0];

    /// <summary>N = 2, with several floors, the smallest first.</summary>
    public static FisherDissipation[] OfPair(VelocityGrid grid, CollisionKernel kernel, ReadOnlySpan<double> pairs, double[] floors)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floors[0]);
        double largest = TensorPrimitives.Max(pairs), cell = grid.CellVolume * grid.CellVolume;
        double[] levels = [.. floors.Select(floor => floor * largest)];
        DissipationSums[] sums = [.. floors.Select(_ => new DissipationSums())];
        if (grid.Dimension == 2)
        {
            using var slice = new SliceDissipation(grid, kernel);
            for (int f = 0; f < floors.Length; f++)
                slice.Add(pairs, levels[f], sums[f]);
        }
        else
        {
            using var space = new SpaceDissipation(grid, kernel);
            space.Add(pairs, levels, sums);
        }
        return [.. sums.Select(sum => new FisherDissipation(
            -2 * cell * sum.HeatSame, -2 * cell * sum.HeatMixed, 0.25 * cell * sum.Landau, 0, -0.25 * cell * sum.Entropy, sum.Mass / sum.Total))];
    }

    /// <summary>N = 3; takes one more array of n^6 values.</summary>
    /// <param name="grid">d = 2.</param>
    /// <param name="kernel">The Landau part of A counts.</param>
    /// <param name="triples">f_3, n^6 values, symmetric (<see cref="TripleDensity"/>).</param>
    /// <param name="floor">Values up to floor times the maximum are left out; in [0, 1).</param>
    /// <exception cref="ArgumentException">d is not 2.</exception>
    public static unsafe FisherDissipation OfTriple(VelocityGrid grid, CollisionKernel kernel, ReadOnlySpan<double> triples, double floor)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        using var slice = new SliceDissipation(grid, kernel);
        int size = grid.Size, pairs = size * size;
        using var rotation = new NativeBuffer(pairs * size);
        var sums = new DissipationSums();
        double smallest = floor * TensorPrimitives.Max(triples);
        for (int k = 0; k < size; k++)
        {
            slice.Add(triples.Slice(k * pairs, pairs), smallest, sums);
            for (int i = 0; i < size; i++)
                new ReadOnlySpan<double>(slice.Rotation + (long)i * slice.Stride, size).CopyTo(rotation.Span[(k * pairs + i * size)..]);
        }
        double outside = Outside(grid, kernel, triples, rotation.Pointer, smallest), cell = Math.Pow(grid.CellVolume, 3);
        return new(-2 * cell * sums.HeatSame, -4 * cell * sums.HeatMixed, cell * sums.Landau / 3, -2 * cell * outside / 3, -cell * sums.Entropy / 3, sums.Mass / sums.Total);
    }

    /// <summary>
    /// sum over (v3; v1, v2) of alpha sum_c (d_{3c} R - R d_{3c} f/f)^2/f, R = b.(grad_1 - grad_2) f: a f |Pi (grad_1 - grad_2) grad_3 u|^2; columns (v1, v2)
    /// in blocks.
    /// </summary>
    private static unsafe double Outside(VelocityGrid grid, CollisionKernel kernel, ReadOnlySpan<double> triples, double* rotation, double smallest)
    {
        const int Step = LineDerivative.ColumnStep;
        int size = grid.Size, pairs = size * size;
        using var derivative = new LineDerivative(grid);
        using var block = new NativeBuffer(4 * size * Step);
        double* f = block.Pointer, r = f + size * Step, slopeF = r + size * Step, slopeR = slopeF + size * Step;
        double total = 0;
        for (int start = 0; start < pairs; start += Step)
        {
            for (int k = 0; k < size; k++)
            {
                triples.Slice(k * pairs + start, Step).CopyTo(new Span<double>(f + k * Step, Step));
                new ReadOnlySpan<double>(rotation + (long)k * pairs + start, Step).CopyTo(new Span<double>(r + k * Step, Step));
            }
            for (int axis = 0; axis < 2; axis++)
            {
                derivative.Apply(f, slopeF, axis, Step, Step, add: false);
                derivative.Apply(r, slopeR, axis, Step, Step, add: false);
                for (int column = 0; column < Step; column++)
                {
                    int i = (start + column) / size, j = (start + column) % size;
                    double x = grid.Velocity(i, 0) - grid.Velocity(j, 0), y = grid.Velocity(i, 1) - grid.Velocity(j, 1), squared = x * x + y * y;
                    double sum = 0;
                    for (int at = column; at < size * Step && squared > 0; at += Step)
                    {
                        double rest = f[at] > smallest ? slopeR[at] - r[at] * slopeF[at] / f[at] : 0;
                        sum += rest == 0 ? 0 : rest * rest / f[at];
                    }
                    total += squared > 0 ? sum * kernel.Potential(Math.Sqrt(squared)) / squared : 0;
                }
            }
        }
        return total;
    }
}
