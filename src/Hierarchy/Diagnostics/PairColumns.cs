using System.Numerics.Tensors;

namespace Hierarchy.Diagnostics;

/// <summary>
/// The points where f is above its noise, sorted by decade shells of f: the support of the logarithmic functionals of a pair, which are
/// restricted to f(v1), f(v2) &gt; level max f. A pair belongs to the outer one of the shells of its two velocities.
/// </summary>
internal sealed class PairColumns
{
    public PairColumns(ReadOnlySpan<double> density)
    {
        Maximum = TensorPrimitives.Max(density);
        Limit = DecadeShells.AboveNoise(TensorPrimitives.Min(density), Maximum);
        Shell = new int[density.Length];
        End = new int[Limit];
        for (int i = 0; i < density.Length; i++)
        {
            Shell[i] = Math.Min(DecadeShells.Of(density[i], Maximum), DecadeShells.Outside);
            if (Shell[i] >= Limit)
                Shell[i] = DecadeShells.Outside;
            else
                End[Shell[i]]++;
        }
        for (int k = 1; k < Limit; k++)
            End[k] += End[k - 1];
        Index = new int[End[^1]];
        for (int i = density.Length - 1, shell; i >= 0; i--)
        {
            if ((shell = Shell[i]) != DecadeShells.Outside)
                Index[--End[shell]] = i;
        }
        RestoreEnds();
        Density = new double[Index.Length];
        for (int k = 0; k < Index.Length; k++)
            Density[k] = density[Index[k]];
    }

    /// <summary>max f.</summary>
    public double Maximum { get; }

    /// <summary>The number of shells above the noise of f.</summary>
    public int Limit { get; }

    /// <summary>The shell of each grid point, or <see cref="DecadeShells.Outside"/>.</summary>
    public int[] Shell { get; }

    /// <summary>The grid points in the order of shells.</summary>
    public int[] Index { get; }

    /// <summary>f at these points.</summary>
    public double[] Density { get; }

    /// <summary>Where in that order each shell ends.</summary>
    public int[] End { get; }

    /// <summary>Placing the points has moved every end to the beginning of its shell, which is the end of the shell before.</summary>
    private void RestoreEnds()
    {
        for (int k = 0; k + 1 < Limit; k++)
            End[k] = End[k + 1];
        End[Limit - 1] = Index.Length;
    }

    /// <summary>
    /// Adds one row of the integrand of mutual information, f1 f2 ((1+x) log(1+x) - x) with x = g/(f1 f2), and of the mass of F = f1 f2 (1 + x).
    /// </summary>
    /// <param name="row">i1.</param>
    /// <param name="correlation">g(v1, .), n^d values.</param>
    /// <param name="density">f(v1).</param>
    /// <param name="weight">How many rows this one stands for.</param>
    /// <param name="scratch">Room for two rows.</param>
    /// <param name="information">The integrand's sums by shells.</param>
    /// <param name="mass">The sums of F by shells.</param>
    public void AddRow(int row, ReadOnlySpan<double> correlation, double density, int weight, Span<double> scratch, Span<double> information, Span<double> mass)
    {
        int own = Shell[row];
        if (own == DecadeShells.Outside)
            return;
        int count = Index.Length;
        Span<double> x = scratch[..count], form = scratch.Slice(count, count);
        for (int k = 0; k < count; k++)
            x[k] = correlation[Index[k]];
        TensorPrimitives.Divide(x, density, x);
        TensorPrimitives.Divide(x, Density, x);
        LogarithmicForms.Convex(x, form);
        TensorPrimitives.Multiply(form, Density, form);
        for (int shell = own, start = 0; shell < Limit; start = End[shell], shell++)
        {
            int length = End[shell] - start;
            ReadOnlySpan<double> columns = Density.AsSpan(start, length);
            information[shell] += weight * density * TensorPrimitives.Sum<double>(form.Slice(start, length));
            mass[shell] += weight * density * (TensorPrimitives.Sum(columns) + TensorPrimitives.Dot(columns, x.Slice(start, length)));
        }
    }
}
