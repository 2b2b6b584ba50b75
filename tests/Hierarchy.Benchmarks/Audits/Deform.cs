using Hierarchy.Diagnostics;
using Hierarchy.Spectral;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>Wrong fields made from right ones.</summary>
internal static class Deform
{
    public static double[] Scaled(double[] field, double factor) => [.. field.Select(value => factor * value)];

    /// <summary>f (1 + c (|v|^2 - E)) with the mass of f and its energy times 1 + change.</summary>
    public static double[] Energy(VelocityGrid grid, double[] density, double change)
    {
        double energy = Mean(grid, density, grid.SpeedSquared), fourth = Mean(grid, density, i => Math.Pow(grid.SpeedSquared(i), 2));
        double factor = change * energy / (fourth - energy * energy);
        return [.. density.Select((f, i) => f * (1 + factor * (grid.SpeedSquared(i) - energy)))];
    }

    /// <summary>f (1 + c v_x) with the mean of v_x moved by shift.</summary>
    public static double[] Momentum(VelocityGrid grid, double[] density, double shift)
    {
        double mean = Mean(grid, density, i => grid.Velocity(i, 0)), square = Mean(grid, density, i => Math.Pow(grid.Velocity(i, 0) - mean, 2));
        return [.. density.Select((f, i) => f * (1 + shift / square * (grid.Velocity(i, 0) - mean)))];
    }

    /// <summary>The last state replaced by one behind the last but one, continued backwards in time until the entropy is larger than there by the given amount.</summary>
    public static RecordedRun RisingEntropy(VelocityGrid grid, RecordedRun run, double rise)
    {
        double[] before = run.Densities[^2], last = run.Densities[^1];
        double start = EntropyOf(grid, before), low = 0, high = 1;
        for (int k = 0; k < 40; k++)
        {
            double middle = (low + high) / 2;
            (low, high) = EntropyOf(grid, Back(before, last, middle)) > start + rise ? (low, middle) : (middle, high);
        }
        double[]?[]? g = run.Correlations is { } all && all[^1] is { } end && all[^2] is { } previous ? [.. all[..^1], Back(previous, end, low)] : run.Correlations;
        return run.With([.. run.Densities[..^1], Back(before, last, low)], g);
    }

    private static double[] Back(double[] before, double[] last, double share) => [.. before.Zip(last, (b, l) => b + share * (b - l))];

    private static double EntropyOf(VelocityGrid grid, double[] density) => InformationFunctionals.Of(grid, density).Entropy;

    /// <summary>g with two of its rows exchanged.</summary>
    public static double[] SwappedRows(VelocityGrid grid, double[] pair)
    {
        double[] result = [.. pair];
        int size = grid.Size, first = size / 2 + grid.Points / 2, second = first + 2;
        pair.AsSpan(first * size, size).CopyTo(result.AsSpan(second * size));
        pair.AsSpan(second * size, size).CopyTo(result.AsSpan(first * size));
        return result;
    }

    /// <summary>f less two bumps and plus two others at the same speed, so that mass, momentum and energy stay.</summary>
    public static double[] Patched(VelocityGrid grid, double[] density)
    {
        const double distance = 3, width = 0.6;
        double depth = 0.02 * density.Max();
        return [.. density.Select((f, i) => f + depth * (Bump(i, 0, distance) + Bump(i, 0, -distance) - Bump(i, distance, 0) - Bump(i, -distance, 0)))];

        double Bump(int i, double x, double y) => Math.Exp(-(Math.Pow(grid.Velocity(i, 0) - x, 2) + Math.Pow(grid.Velocity(i, 1) - y, 2)) / (2 * width * width));
    }

    /// <summary>f(-v_y, v_x) for d = 2.</summary>
    public static double[] Turned(VelocityGrid grid, double[] density) => [.. density.Select((_, i) => density[TurnedIndex(grid, i)])];

    /// <summary>The same of g in both velocities.</summary>
    public static double[] TurnedPair(VelocityGrid grid, double[] pair)
    {
        int[] index = [.. Enumerable.Range(0, grid.Size).Select(i => TurnedIndex(grid, i))];
        double[] result = new double[pair.Length];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
                result[i * grid.Size + j] = pair[index[i] * grid.Size + index[j]];
        }
        return result;
    }

    private static int TurnedIndex(VelocityGrid grid, int i) => (grid.Points - 1 - i % grid.Points) * grid.Points + i / grid.Points;

    /// <summary>g + strength f x f (c(v1) + c(v2)), c odd in v_y, so that f stays no marginal but the mass does.</summary>
    public static double[] WithMarginal(VelocityGrid grid, double[] density, double[] pair, double strength)
    {
        double[] result = [.. pair];
        for (int i = 0; i < grid.Size; i++)
        {
            for (int j = 0; j < grid.Size; j++)
                result[i * grid.Size + j] += strength * density[i] * density[j] * (Math.Sin(grid.Velocity(i, 1)) + Math.Sin(grid.Velocity(j, 1)));
        }
        return result;
    }

    /// <summary>Uniform noise of the given size relative to the largest value; that of pairs is symmetric.</summary>
    public static double[] Noisy(double[] field, double size, int seed)
    {
        double largest = field.Max(Math.Abs);
        int side = (int)Math.Round(Math.Sqrt(field.Length));
        bool isPair = size > 1e-3;
        Random random = new(seed);
        double[] noise = [.. field.Select(_ => size * largest * (2 * random.NextDouble() - 1))];
        return [.. field.Select((value, k) => value + (isPair ? noise[Math.Min(k / side, k % side) * side + Math.Max(k / side, k % side)] : noise[k]))];
    }

    private static double Mean(VelocityGrid grid, double[] density, Func<int, double> function)
    {
        double sum = 0, mass = 0;
        for (int i = 0; i < density.Length; i++)
        {
            sum += density[i] * function(i);
            mass += density[i];
        }
        return sum / mass;
    }
}
