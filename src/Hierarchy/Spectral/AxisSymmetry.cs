namespace Hierarchy.Spectral;

/// <summary>
/// A signed permutation of the axes, (s v)_a = sign_a v_{perm_a}: a mirror, an exchange of axes, a quarter turn. The group of all of them has 8 elements for d
/// = 2 and 48 for d = 3.
/// </summary>
internal readonly record struct AxisSymmetry
{
    private readonly int[] _axis;
    private readonly int[] _sign;

    private AxisSymmetry(int[] axis, int[] sign) => (_axis, _sign) = (axis, sign);

    /// <summary>d.</summary>
    public int Dimension => _axis.Length;

    /// <summary>1 for turns, -1 for the others.</summary>
    public int Determinant
    {
        get
        {
            int sign = 1;
            for (int a = 0; a < _axis.Length; a++)
            {
                sign *= _sign[a];
                for (int b = 0; b < a; b++)
                    sign *= _axis[b] > _axis[a] ? -1 : 1;
            }
            return sign;
        }
    }

    /// <summary>perm_a.</summary>
    public int Axis(int a) => _axis[a];

    /// <summary>sign_a.</summary>
    public int Sign(int a) => _sign[a];

    /// <summary>All of them in a fixed order, the identity first.</summary>
    public static IReadOnlyList<AxisSymmetry> All(int dimension)
    {
        int[][] permutations = dimension == 2 ? [[0, 1], [1, 0]] : [[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0], [2, 0, 1]];
        var all = new List<AxisSymmetry>();
        foreach (int[] axis in permutations)
        {
            for (int mirrors = 0; mirrors < 1 << dimension; mirrors++)
                all.Add(new AxisSymmetry(axis, [.. Enumerable.Range(0, dimension).Select(a => (mirrors >> a & 1) == 0 ? 1 : -1)]));
        }
        return all;
    }

    /// <summary>The numbers of the points s v_i of a grid whose points mirror each other.</summary>
    public int[] Map(VelocityGrid grid)
    {
        int n = grid.Points, d = grid.Dimension;
        int[] map = new int[grid.Size];
        for (int i = 0; i < map.Length; i++)
        {
            for (int a = 0; a < d; a++)
            {
                int j = grid.AxisIndex(i, _axis[a]);
                map[i] = map[i] * n + (_sign[a] > 0 ? j : n - 1 - j);
            }
        }
        return map;
    }

    /// <summary>Component a of the image of a vector field is <see cref="Sign"/> times component <see cref="Axis"/> of it: (s F)_a.</summary>
    public override string ToString() =>
        string.Join(" ", Enumerable.Range(0, _axis.Length).Select(Name));

    private string Name(int a) => (_sign[a] > 0 ? "" : "-") + "xyz"[_axis[a]];
}
