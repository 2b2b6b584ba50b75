namespace Hierarchy.Spectral;

/// <summary>Where the points of a box [-L, L)^d lie.</summary>
public enum GridOrigin
{
    /// <summary>
    /// In the middle of cells, v_j = -L + (j + 1/2) h. A mirror v_a -> -v_a carries point j to point n-1-j, which circulant derivatives and tables of differences do not notice:
    /// whatever is computed of data with a symmetry has that symmetry to round-off.
    /// </summary>
    HalfCell,

    /// <summary>
    /// From the edge on, v_j = -L + j h, with 0 among the points. The plane v_a = -L has no mirror image, which breaks mirror symmetry by what the tails carry
    /// there.
    /// </summary>
    Edge,
}

/// <summary>The names of origins in files and scenarios.</summary>
internal static class GridOrigins
{
    public const string HalfCell = "half-cell", Edge = "edge";

    /// <summary>Both names.</summary>
    public static IReadOnlyList<string> Names { get; } = [HalfCell, Edge];

    /// <summary>The name.</summary>
    public static string Name(GridOrigin origin) => origin == GridOrigin.Edge ? Edge : HalfCell;

    /// <summary>The origin of a name, whatever its case; null if it is none.</summary>
    public static GridOrigin? Find(string? name) => name is null ? null
        : name.Equals(HalfCell, StringComparison.OrdinalIgnoreCase) ? GridOrigin.HalfCell
        : name.Equals(Edge, StringComparison.OrdinalIgnoreCase) ? GridOrigin.Edge : null;

    /// <summary>The n points of one axis. Those in the middle of cells come out exactly odd.</summary>
    public static double[] Axis(GridOrigin origin, int points, double halfWidth)
    {
        double spacing = 2 * halfWidth / points;
        return [.. Enumerable.Range(0, points).Select(j => origin == GridOrigin.Edge ? -halfWidth + j * spacing : (j + 0.5 - 0.5 * points) * spacing)];
    }
}
