using Hierarchy.Densities;
using Hierarchy.Densities.Files;
using Hierarchy.Spectral;
using PureHDF;

namespace Hierarchy.Results;

/// <summary>
/// /symmetry of results.h5. A g with a symmetry is there by its columns v2 = r_k of one representative of every orbit, /g/MODEL/N of shape (times, n, ..., n,
/// K), and with s, v_i = s r_k, the element of a
/// point and k its column, g(v_i, v_j) = g(s^-1 v_j, r_k) is the value at point maps[element[i], j] and column column[i].
/// </summary>
/// <remarks>
/// elements (|G|, d): a for +v_a and -a for -v_a, a = 1..d, the components of s v; maps (|G|, n^d): the number of the point s^-1 v_j, the last axis fast;
/// representatives (K): the number of the point r_k; sizes (K): the points of its orbit; column (n^d) and element (n^d) of every point. All are whole numbers from 0 on.
/// </remarks>
internal static class StoredSymmetry
{
    /// <summary>The group of the file.</summary>
    public const string Group = "symmetry";
    private const string Elements = "elements", Maps = "maps", Representatives = "representatives", Sizes = "sizes", Column = "column", Element = "element";

    /// <summary>What a reader needs, as a group.</summary>
    public static H5Group Of(VelocityOrbits orbits)
    {
        int d = orbits.Grid.Dimension, size = orbits.Grid.Size;
        int[] elements = [.. orbits.Elements.SelectMany(element => Enumerable.Range(0, d).Select(a => element.Sign(a) * (element.Axis(a) + 1)))];
        int[] maps = [.. Enumerable.Range(0, orbits.Order).SelectMany(orbits.InverseMap)];
        return new H5Group
        {
            [Elements] = Numbers(elements, "the signed axes of the images of (x, y, z) under each element s of the group", orbits.Order, d),
            [Maps] = Numbers(maps, "for each element s the number of the point s^-1 v_j, the last axis fast", orbits.Order, size),
            [Representatives] = Numbers(orbits.Points, "the number of the point r_k of each column", orbits.Count),
            [Sizes] = Numbers(orbits.Weights, "the points of each orbit", orbits.Count),
            [Column] = Numbers(orbits.Representative, "for each point v_i = s r_k its column k", size),
            [Element] = Numbers([.. orbits.Element.Select(element => (int)element)], "for each point v_i = s r_k its element s", size),
        };
    }

    /// <summary>The symmetry that a file holds.</summary>
    /// <exception cref="DataFileException">It holds none, or one that is no group of this grid.</exception>
    public static VelocityOrbits Read(HdfFile file, VelocityGrid grid)
    {
        HdfDataset stored = file.Find($"/{Group}/{Elements}") ?? throw new DataFileException($"there is no /{Group}/{Elements}, which a pair correlation of columns needs");
        int d = grid.Dimension;
        if (stored.Shape.Length != 2 || stored.Shape[1] != d || stored.Shape[0] > AxisSymmetry.All(d).Count)
            throw file.Refuse(stored, $"has the shape ({string.Join(", ", stored.Shape)}), which is not that of a group of signed permutations of {d} axes");
        double[] values = file.Read(stored);
        var elements = new List<AxisSymmetry>();
        for (int s = 0; s < stored.Shape[0]; s++)
        {
            ReadOnlyMemory<double> signed = values.AsMemory(s * d, d);
            AxisSymmetry[] same = [.. AxisSymmetry.All(d).Where(element => Is(element, signed.Span))];
            elements.Add(same.Length == 1 ? same[0] : throw file.Refuse(stored, $"holds no signed permutation in row {s}"));
        }
        VelocityOrbits orbits;
        try
        {
            orbits = new VelocityOrbits(grid, elements);
        }
        catch (ArgumentException error)
        {
            throw file.Refuse(stored, $"does not fit the experiment: {error.Message}");
        }
        Require(file, Representatives, orbits.Points);
        return orbits;
    }

    private static void Require(HdfFile file, string name, int[] numbers)
    {
        if (file.Find($"/{Group}/{name}") is { } stored && stored.Count == numbers.Length && file.Read(stored).SequenceEqual(numbers.Select(number => (double)number)))
            return;
        throw new DataFileException($"/{Group}/{name} is missing or does not belong to /{Group}/{Elements}");
    }

    private static bool Is(AxisSymmetry element, ReadOnlySpan<double> signed)
    {
        for (int a = 0; a < signed.Length; a++)
        {
            if (signed[a] != element.Sign(a) * (element.Axis(a) + 1))
                return false;
        }
        return true;
    }

    private static H5Dataset Numbers(int[] values, string meaning, params int[] shape) =>
        new(values, fileDims: [.. shape.Select(extent => (ulong)extent)]) { Attributes = { ["meaning"] = meaning } };
}
