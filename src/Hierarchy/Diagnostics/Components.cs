namespace Hierarchy.Diagnostics;

/// <summary>The suffixes of quantities that have one value a component: x, y, z and xx, xy, xz, yy, yz, zz.</summary>
internal static class Components
{
    private const string Letters = "xyz";

    /// <summary>The name of component a, for instance momentum_x.</summary>
    public static string Name(string quantity, int a) => $"{quantity}_{Letters[a]}";

    /// <summary>The name of component (a, b), for instance covariance_xy.</summary>
    public static string Name(string quantity, int a, int b) => $"{quantity}_{Letters[a]}{Letters[b]}";

    /// <summary>The pairs a &lt;= b in the order xx, xy, xz, yy, yz, zz.</summary>
    public static IEnumerable<(int A, int B)> Pairs(int dimension)
    {
        for (int a = 0; a < dimension; a++)
        {
            for (int b = a; b < dimension; b++)
                yield return (a, b);
        }
    }
}
