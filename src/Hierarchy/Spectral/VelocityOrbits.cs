namespace Hierarchy.Spectral;

/// <summary>
/// The points of a grid under a group G of signed permutations of the axes: one representative r of every orbit, and for every point v an element s with v = s r.
/// A pair function with g(s v1, s v2) = g(v1, v2) is its columns v2 = r, all v1.
/// </summary>
/// <remarks>
/// Representatives are the least numbers of their orbits in ascending order, so that those that differ in the last axis alone are neighbours. The element of a
/// point is the first that carries its representative there: it is one of several where the representative lies on a plane of reflection. Of the trivial group
/// every point is its own representative.
/// </remarks>
internal sealed class VelocityOrbits
{
    private readonly int[][] _maps;
    private readonly Lazy<OrbitStabilisers> _stabilisers;

    /// <summary>Finds the orbits.</summary>
    /// <param name="grid">The grid; its points mirror each other unless the group is trivial.</param>
    /// <param name="elements">A group, the identity first.</param>
    /// <exception cref="ArgumentException">The elements are no group with the identity first, or the grid has no mirrors.</exception>
    public VelocityOrbits(VelocityGrid grid, IReadOnlyList<AxisSymmetry> elements)
    {
        Grid = grid;
        Elements = elements;
        if (elements.Count > 1 && grid.Origin != GridOrigin.HalfCell)
            throw new ArgumentException("a grid whose points lie at the edge of cells has no mirrors", nameof(grid));
        _maps = [.. elements.Select(element => element.Map(grid))];
        Inverse = [.. Enumerable.Range(0, elements.Count).Select(InverseOf)];
        Element = new byte[grid.Size];
        Representative = new int[grid.Size];
        Array.Fill(Representative, -1);
        var points = new List<int>();
        var weights = new List<int>();
        for (int i = 0; i < grid.Size; i++)
        {
            if (Representative[i] >= 0)
                continue;
            int members = 0;
            for (int s = 0; s < _maps.Length; s++)
            {
                int image = _maps[s][i];
                if (Representative[image] >= 0)
                    continue;
                (Representative[image], Element[image]) = (points.Count, (byte)s);
                members++;
            }
            points.Add(i);
            weights.Add(members);
        }
        (Points, Weights) = ([.. points], [.. weights]);
        _stabilisers = new(() => new OrbitStabilisers(this));
    }

    public VelocityGrid Grid { get; }

    /// <summary>G, the identity first.</summary>
    public IReadOnlyList<AxisSymmetry> Elements { get; }

    /// <summary>What the group consists of, in words.</summary>
    public string Name
    {
        get
        {
            int d = Grid.Dimension, mirrors = Elements.Count(s => Enumerable.Range(0, d).All(a => s.Axis(a) == a));
            string exchanges = (Order / mirrors) switch { 1 => "", 2 => "exchanges of two axes", 3 => "cyclic exchanges of axes", _ => "all exchanges of axes" };
            string signs = mirrors == 1 << d ? "mirrors of every axis" : mirrors > 1 ? $"{mirrors - 1} changes of signs" : "";
            return string.Join(" and ", ((string[])[signs, exchanges]).Where(part => part.Length > 0));
        }
    }

    /// <summary>|G|.</summary>
    public int Order => Elements.Count;

    /// <summary>Whether G is the identity alone.</summary>
    public bool IsTrivial => Elements.Count == 1;

    /// <summary>The number of orbits.</summary>
    public int Count => Points.Length;

    /// <summary>The representatives.</summary>
    public int[] Points { get; }

    /// <summary>The points of each orbit.</summary>
    public int[] Weights { get; }

    /// <summary>For every point the place of its representative among <see cref="Points"/>.</summary>
    public int[] Representative { get; }

    /// <summary>For every point v the number of the element s with v = s r.</summary>
    public byte[] Element { get; }

    /// <summary>For every element the number of its inverse.</summary>
    public int[] Inverse { get; }

    /// <summary>What leaves representatives in place.</summary>
    public OrbitStabilisers Stabilisers => _stabilisers.Value;

    /// <summary>The points s v_i of element s.</summary>
    public int[] Map(int element) => _maps[element];

    /// <summary>The numbers of the points s^-1 v_i.</summary>
    public int[] InverseMap(int element) => _maps[Inverse[element]];

    /// <summary>Carries a scalar field from the representatives to all points, in place.</summary>
    public void Unfold(Span<double> field)
    {
        for (int i = 0; i < field.Length; i++)
            field[i] = field[Points[Representative[i]]];
    }

    /// <summary>Carries the components of a vector field from the representatives to all points, in place: F_a(s r) = sign_a F_axis(r).</summary>
    public void Unfold(double[][] components)
    {
        double[][] own = [.. components.Select(component => Points.Select(point => component[point]).ToArray())];
        for (int i = 0; i < Representative.Length; i++)
        {
            AxisSymmetry element = Elements[Element[i]];
            for (int a = 0; a < components.Length; a++)
                components[a][i] = element.Sign(a) * own[element.Axis(a)][Representative[i]];
        }
    }

    private int InverseOf(int element)
    {
        int[] map = _maps[element];
        for (int t = 0; t < _maps.Length; t++)
        {
            int[] other = _maps[t];
            bool isInverse = true;
            for (int i = 0; isInverse && i < map.Length; i++)
                isInverse = other[map[i]] == i;
            if (isInverse)
                return t;
        }
        throw new ArgumentException("the elements of a group have their inverses among them", nameof(element));
    }
}
