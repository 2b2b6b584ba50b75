namespace Hierarchy.Densities.Files;

/// <summary>The names of columns and what they mean.</summary>
internal static class ColumnNames
{
    private static readonly string[][] Velocities = [["vx", "v1"], ["vy", "v2"], ["vz", "v3"]];
    private static readonly string[] Weights = ["weight", "weights", "w", "wt"], Densities = ["f", "density", "psd", "df", "value"];
    private static readonly string[] PerpendicularNames = ["vperp", "pperp", "vperpendicular"], ParallelNames = ["vpar", "ppar", "vparallel"];

    public static bool IsKnown(string name) => Enumerable.Range(0, 3).Any(a => IsVelocity(name, a)) || IsWeight(name) || IsDensity(name) || IsPerpendicular(name)
        || IsParallel(name);

    /// <summary>Whether a name is that of the velocity along an axis.</summary>
    public static bool IsVelocity(string name, int axis) => Velocities[axis].Contains(Bare(name));

    public static bool IsWeight(string name) => Weights.Contains(Bare(name));

    public static bool IsDensity(string name) => Densities.Contains(Bare(name));

    public static bool IsPerpendicular(string name) => PerpendicularNames.Contains(Bare(name));

    public static bool IsParallel(string name) => ParallelNames.Contains(Bare(name));

    /// <summary>"V_x [km/s]" is vx.</summary>
    private static string Bare(string name)
    {
        int unit = name.IndexOfAny(['[', '(']);
        return string.Concat((unit > 0 ? name[..unit] : name).Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }
}
