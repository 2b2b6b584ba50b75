using System.Numerics;
using Hierarchy.Particles;
using Hierarchy.Spectral;

namespace Hierarchy.Experiments;

/// <summary>Low Fourier modes of densities on the grid, in the order and normalisation of <see cref="FourierModes"/>: E[exp(-i pi/L m.v)] = h^d sum f exp(-i pi/L m.v).</summary>
public static class GridModes
{
    /// <summary>The modes of f_{N,1}: real and imaginary part in turn.</summary>
    public static double[] Single(VelocityGrid grid, FourierModes modes, ReadOnlySpan<double> density)
    {
        IReadOnlyList<int[]> list = modes.SingleModes(grid.Dimension);
        double[] values = new double[2 * list.Count];
        for (int i = 0; i < list.Count; i++)
        {
            Complex[] wave = Wave(grid, list[i]);
            Complex sum = 0;
            for (int j = 0; j < density.Length; j++)
                sum += density[j] * wave[j];
            sum *= grid.CellVolume;
            (values[2 * i], values[2 * i + 1]) = (sum.Real, sum.Imaginary);
        }
        return values;
    }

    /// <summary>The modes of f_{N,2} = f x f + g: real and imaginary part in turn; g may be empty.</summary>
    public static double[] Pair(VelocityGrid grid, FourierModes modes, ReadOnlySpan<double> density, ReadOnlySpan<double> correlation)
    {
        int d = grid.Dimension, size = grid.Size;
        IReadOnlyList<int[]> list = modes.PairModes(d);
        double[] values = new double[2 * list.Count];
        var folded = new Dictionary<string, Complex[]>();
        for (int i = 0; i < list.Count; i++)
        {
            int[] first = list[i][..d], second = list[i][d..];
            string key = string.Join(' ', second);
            if (!folded.TryGetValue(key, out Complex[]? column))
                folded[key] = column = Fold(grid, Wave(grid, second), density, correlation);
            Complex[] wave = Wave(grid, first);
            Complex sum = 0;
            for (int j = 0; j < size; j++)
                sum += column[j] * wave[j];
            sum *= grid.CellVolume;
            (values[2 * i], values[2 * i + 1]) = (sum.Real, sum.Imaginary);
        }
        return values;
    }

    /// <summary>h^d sum over v2 of F(v1, v2) wave(v2).</summary>
    private static Complex[] Fold(VelocityGrid grid, Complex[] wave, ReadOnlySpan<double> density, ReadOnlySpan<double> correlation)
    {
        int size = grid.Size;
        Complex mean = 0;
        for (int j = 0; j < size; j++)
            mean += density[j] * wave[j];
        Complex[] column = new Complex[size];
        for (int i = 0; i < size; i++)
        {
            Complex sum = density[i] * mean;
            for (int j = 0; j < size && !correlation.IsEmpty; j++)
                sum += correlation[i * size + j] * wave[j];
            column[i] = sum * grid.CellVolume;
        }
        return column;
    }

    private static Complex[] Wave(VelocityGrid grid, int[] mode)
    {
        Complex[] wave = new Complex[grid.Size];
        for (int i = 0; i < wave.Length; i++)
        {
            double phase = 0;
            for (int a = 0; a < mode.Length; a++)
                phase -= Math.PI / grid.HalfWidth * mode[a] * grid.Velocity(i, a);
            wave[i] = Complex.FromPolarCoordinates(1, phase);
        }
        return wave;
    }
}
