using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Particles;

/// <summary>The modes of <see cref="FourierModes"/> of densities on a grid, to compare particles with: sums of the trapezoidal rule.</summary>
internal static class GridModes
{
    /// <summary>h^d sum f exp(-i k.v), real and imaginary part in turn, in the order of <see cref="FourierModes.SingleModes"/>.</summary>
    /// <param name="modes">The modes; their box need not be that of the grid.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f, n^d values.</param>
    public static double[] Single(FourierModes modes, VelocityGrid grid, ReadOnlySpan<double> density)
    {
        ArgumentNullException.ThrowIfNull(modes);
        ArgumentNullException.ThrowIfNull(grid);
        IReadOnlyList<int[]> list = modes.SingleModes(grid.Dimension);
        double[] values = new double[2 * list.Count];
        for (int i = 0; i < list.Count; i++)
        {
            (double[] real, double[] imaginary) = Wave(modes, grid, list[i]);
            values[2 * i] = grid.CellVolume * TensorPrimitives.Dot(density, real);
            values[2 * i + 1] = grid.CellVolume * TensorPrimitives.Dot(density, imaginary);
        }
        return values;
    }

    /// <summary>h^{2d} sum (f x f + g) exp(-i (k.v_1 + q.v_2)), real and imaginary part in turn, in the order of <see cref="FourierModes.PairModes"/>.</summary>
    /// <param name="modes">The modes.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="density">f, n^d values.</param>
    /// <param name="correlation">g.</param>
    public static double[] Pair(FourierModes modes, VelocityGrid grid, ReadOnlySpan<double> density, PairCorrelation correlation)
    {
        ArgumentNullException.ThrowIfNull(modes);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(correlation);
        int d = grid.Dimension;
        int[][] lattice = [.. FourierModes.Lattice(d, modes.Pair)];
        (double[] Real, double[] Imaginary)[] waves = [.. lattice.Select(mode => Wave(modes, grid, mode))];
        (double[] Real, double[] Imaginary)[] first = FirstTransforms(waves, grid, correlation);
        double weight = grid.CellVolume * grid.CellVolume;
        var values = new List<double>();
        foreach (int[] mode in modes.PairModes(d))
        {
            int k = IndexOf(mode[..d], modes.Pair), q = IndexOf(mode[d..], modes.Pair);
            (double kr, double ki) = (TensorPrimitives.Dot(density, waves[k].Real), TensorPrimitives.Dot(density, waves[k].Imaginary));
            (double qr, double qi) = (TensorPrimitives.Dot(density, waves[q].Real), TensorPrimitives.Dot(density, waves[q].Imaginary));
            double real = kr * qr - ki * qi, imaginary = kr * qi + ki * qr;
            if (!correlation.IsZero)
            {
                real += TensorPrimitives.Dot<double>(first[k].Real, waves[q].Real) - TensorPrimitives.Dot<double>(first[k].Imaginary, waves[q].Imaginary);
                imaginary += TensorPrimitives.Dot<double>(first[k].Real, waves[q].Imaginary) + TensorPrimitives.Dot<double>(first[k].Imaginary, waves[q].Real);
            }
            values.Add(weight * real);
            values.Add(weight * imaginary);
        }
        return [.. values];
    }

    /// <summary>For every mode k the sums over v1 of g exp(-i k.v_1), as functions of v2.</summary>
    private static (double[] Real, double[] Imaginary)[] FirstTransforms((double[] Real, double[] Imaginary)[] waves, VelocityGrid grid, PairCorrelation correlation)
    {
        (double[] Real, double[] Imaginary)[] sums = [.. waves.Select(_ => (new double[grid.Size], new double[grid.Size]))];
        if (!correlation.IsZero)
            correlation.SumOverFirst([.. waves.SelectMany(wave => new[] { wave.Real, wave.Imaginary })], [.. sums.SelectMany(sum => new[] { sum.Real, sum.Imaginary })]);
        return sums;
    }

    private static (double[] Real, double[] Imaginary) Wave(FourierModes modes, VelocityGrid grid, int[] mode)
    {
        double[] real = new double[grid.Size], imaginary = new double[grid.Size];
        for (int i = 0; i < grid.Size; i++)
        {
            double phase = 0;
            for (int a = 0; a < mode.Length; a++)
                phase += Math.PI / modes.HalfWidth * mode[a] * grid.Velocity(i, a);
            (double sine, real[i]) = Math.SinCos(phase);
            imaginary[i] = -sine;
        }
        return (real, imaginary);
    }

    private static int IndexOf(int[] mode, int largest)
    {
        int index = 0;
        foreach (int m in mode)
            index = index * (2 * largest + 1) + m + largest;
        return index;
    }
}
