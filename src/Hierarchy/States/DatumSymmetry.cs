using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// The signed permutations of the axes that leave a datum alone: f(s v) = f(v) and g(s v1, s v2) = g(v1, v2), up to rounding. They are a group, and every
/// equation of this library keeps what they leave alone.
/// </summary>
internal static class DatumSymmetry
{
    /// <summary>What counts as rounding, over the largest value.</summary>
    private const double Rounding = 1e-13;

    /// <summary>What may be the noise of a datum that was meant to have a symmetry, over the largest value: single precision, printed digits, a tolerance.</summary>
    private const double Noise = 1e-5;

    /// <summary>The most rows of g that are compared; a correlation of few products that had less symmetry would show it in almost every row.</summary>
    private const int MostRows = 192;

    /// <summary>Finds the group; null if it is the identity alone, or if the points of the grid do not mirror each other.</summary>
    public static VelocityOrbits? Of(VelocityGrid grid, InitialDatum datum) => Within(grid, datum, Rounding);

    /// <summary>A larger group than that of <see cref="Of"/> that the datum has but for noise, and the noise over the largest value; null if there is none.</summary>
    public static (VelocityOrbits Orbits, double Defect)? Nearly(VelocityGrid grid, InitialDatum datum)
    {
        if (Within(grid, datum, Noise) is not { } orbits || orbits.Order <= (Of(grid, datum)?.Order ?? 1))
            return null;
        double defect = 0;
        for (int s = 0; s < orbits.Order; s++)
        {
            for (int i = 0; i < grid.Size; i++)
                defect = Math.Max(defect, Math.Abs(datum.Density[orbits.Map(s)[i]] - datum.Density[i]));
        }
        return (orbits, defect / datum.Density.Max(Math.Abs));
    }

    /// <summary>The datum freed of what rounding left of the symmetry of f: f averaged over the group. Of g the columns of representatives are read and no others.</summary>
    public static InitialDatum Averaged(InitialDatum datum, VelocityOrbits? orbits) => orbits is null ? datum : datum with { Density = Average(datum.Density, orbits) };

    private static VelocityOrbits? Within(VelocityGrid grid, InitialDatum datum, double share)
    {
        if (grid.Origin != GridOrigin.HalfCell)
            return null;
        double bound = share * datum.Density.Max(Math.Abs);
        AxisSymmetry[] elements = [.. AxisSymmetry.All(grid.Dimension).Where(element => Leaves(datum, element.Map(grid), bound, share))];
        return elements.Length > 1 && IsGroup(grid, elements) ? new VelocityOrbits(grid, elements) : null;
    }

    private static double[] Average(double[] field, VelocityOrbits orbits)
    {
        double[] own = new double[orbits.Count];
        for (int i = 0; i < field.Length; i++)
            own[orbits.Representative[i]] += field[i] / orbits.Weights[orbits.Representative[i]];
        return [.. orbits.Representative.Select(k => own[k])];
    }

    private static bool Leaves(InitialDatum datum, int[] map, double bound, double share)
    {
        for (int i = 0; i < map.Length; i++)
        {
            if (!(Math.Abs(datum.Density[map[i]] - datum.Density[i]) <= bound))
                return false;
        }
        return datum.Correlation is null || LeavesPair(datum, map, share);
    }

    private static bool LeavesPair(InitialDatum datum, int[] map, double share)
    {
        int size = map.Length, step = Math.Max(1, size / MostRows);
        double[] row = new double[size], image = new double[size];
        double largest = 0, defect = 0;
        for (int i = 0; i < size; i += step)
        {
            datum.Correlation!(i, row);
            datum.Correlation(map[i], image);
            for (int j = 0; j < size; j++)
            {
                largest = Math.Max(largest, Math.Abs(row[j]));
                defect = Math.Max(defect, Math.Abs(image[map[j]] - row[j]));
            }
        }
        return defect <= 10 * share * largest;
    }

    /// <summary>Products of elements are among them, as they are unless rounding lies on the bound.</summary>
    private static bool IsGroup(VelocityGrid grid, AxisSymmetry[] elements)
    {
        // A group is told by where it carries one point that no element but the identity leaves in place.
        int[][] maps = [.. elements.Select(element => element.Map(grid))];
        int free = Enumerable.Range(0, grid.Size).First(i => maps.Select(map => map[i]).Distinct().Count() == maps.Length);
        HashSet<int> images = [.. maps.Select(map => map[free])];
        return maps.All(first => maps.All(second => images.Contains(first[second[free]])));
    }
}
