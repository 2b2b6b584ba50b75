using System.Numerics.Tensors;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Diagnostics;

/// <summary>
/// Wasserstein distances W_1 of the one-dimensional projections of f_{N,1} and f_1, the direct solution of the Landau equation: the largest and the mean
/// over the lattice directions m with components -1, 0, 1 (4 for d = 2, 13 for d = 3). Left out where there is no reference.
/// </summary>
/// <remarks>
/// W_1 of two laws on the line is int |E(t)| dt with E the difference of their distribution functions. Projections do not enlarge W_1, so the largest is
/// a lower bound of W_1(f_{N,1}, f_1). Along a lattice direction the projected grid is equally spaced by h/|m|; the marginal is therefore a sum over
/// grid points, and E the antiderivative of its trigonometric interpolant, evaluated on a grid <see cref="Refinement"/> times finer, where |E| is
/// integrated as piecewise linear. The noise floor is the effect of half that refinement, and the size of the box times the difference of the masses,
/// for unequal masses have no such distance.
/// </remarks>
internal sealed class WassersteinDistance : IDiagnostic
{
    private const int Refinement = 4;

    public IReadOnlyList<Quantity> Quantities(int dimension) =>
    [
        new("error_wasserstein", 1, "max over lattice directions m of W_1 of the laws of m.v/|m| under f_N1 and f_1 = int |difference of distribution functions| dt"),
        new("error_wasserstein_sliced", 1, "mean over lattice directions m of the same W_1"),
    ];

    public void Evaluate(in Observation observation, ICollection<QuantityValue> values)
    {
        if (observation.Reference.IsEmpty)
            return;
        VelocityGrid grid = observation.Grid;
        double[] error = new double[grid.Size];
        TensorPrimitives.Subtract(observation.Density, observation.Reference, error);
        double largest = 0, largestFloor = 0, sum = 0, sumFloor = 0;
        int count = 0;
        foreach (int[] direction in Directions(grid.Dimension))
        {
            (double value, double floor) = Project(grid, error, direction);
            (largest, largestFloor) = value > largest ? (value, floor) : (largest, Math.Max(floor, largestFloor));
            sum += value;
            sumFloor += floor;
            count++;
        }
        values.Add(new("error_wasserstein", largest, largestFloor));
        values.Add(new("error_wasserstein_sliced", sum / count, sumFloor / count));
    }

    /// <summary>One of each pair m, -m.</summary>
    private static IEnumerable<int[]> Directions(int dimension)
    {
        int all = (int)Math.Pow(3, dimension);
        for (int code = all / 2 + 1; code < all; code++)
        {
            int[] direction = new int[dimension];
            for (int a = dimension - 1, rest = code; a >= 0; a--, rest /= 3)
                direction[a] = rest % 3 - 1;
            yield return direction;
        }
    }

    /// <summary>W_1 along one direction, from the masses of the projected grid points.</summary>
    private static (double Value, double Floor) Project(VelocityGrid grid, ReadOnlySpan<double> error, int[] direction)
    {
        int steps = direction.Sum(Math.Abs), lowest = (grid.Points - 1) * direction.Sum(m => Math.Min(m, 0));
        double[] masses = new double[steps * (grid.Points - 1) + 1];
        for (int i = 0; i < error.Length; i++)
        {
            int bin = -lowest;
            for (int a = 0; a < direction.Length; a++)
                bin += direction[a] * grid.AxisIndex(i, a);
            masses[bin] += grid.CellVolume * error[i];
        }
        double spacing = grid.Spacing / Math.Sqrt(steps);
        double[] distribution = Distribution(masses);
        double fine = Integrate(distribution, 1, spacing / Refinement), coarse = Integrate(distribution, 2, spacing / Refinement);
        return (fine, Math.Abs(fine - coarse) + masses.Length * spacing * Math.Abs(distribution[^1]));
    }

    /// <summary>E on the refined grid of one period, from half a step before the first point to half a step behind the last one.</summary>
    private static double[] Distribution(double[] masses)
    {
        int count = masses.Length, modes = (count - 1) / 2, points = count * Refinement;
        double[] distribution = new double[points + 1];
        double mean = masses.Sum() / count;
        for (int i = 0; i <= points; i++)
            distribution[i] = mean * i / Refinement;
        for (int q = 1; q <= modes; q++)
        {
            double cosine = 0, sine = 0, wave = 2 * Math.PI * q / count;
            for (int j = 0; j < count; j++)
            {
                (double s, double c) = Math.SinCos(wave * (j + 0.5));
                cosine += 2 * masses[j] * c / count;
                sine += 2 * masses[j] * s / count;
            }
            for (int i = 0; i <= points; i++)
            {
                (double s, double c) = Math.SinCos(wave * i / Refinement);
                distribution[i] += (cosine * s + sine * (1 - c)) / wave;
            }
        }
        return distribution;
    }

    /// <summary>int |E| of the piecewise linear E on every stride-th point.</summary>
    private static double Integrate(double[] values, int stride, double spacing)
    {
        double sum = 0;
        for (int i = 0; i + stride < values.Length; i += stride)
        {
            double left = values[i], right = values[i + stride], size = Math.Abs(left) + Math.Abs(right);
            sum += left * right >= 0 ? size / 2 : (left * left + right * right) / (2 * size);
        }
        return sum * stride * spacing;
    }
}
