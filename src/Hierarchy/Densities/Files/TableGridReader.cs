namespace Hierarchy.Densities.Files;

/// <summary>
/// A density in a table of text, whose header names its columns, vx, vy[, vz], f, or v_perp, v_par, f for a gyrotropic one in three dimensions, or whose columns the
/// scenario chooses, the density last.
/// </summary>
internal static class TableGridReader
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="halfWidth">The half width of the box where the file does not state it.</param>
    /// <param name="columns">The columns by name or number; null for those that the header names.</param>
    /// <exception cref="DataFileException">It is something else.</exception>
    public static GridFileContent Read(string file, int dimension, double? halfWidth, IReadOnlyList<string>? columns = null)
    {
        TextTable table = TextTable.Read(file);
        int[] chosen = columns is null ? Named(table, file, dimension) : [.. columns.Select(table.Column)];
        if (chosen.Distinct().Count() != chosen.Length)
            throw new DataFileException($"\"{file}\": {chosen.Length} different columns are needed for the velocities and the density");
        int[] coordinates = chosen[..^1];
        bool isGyrotropic = coordinates.Length == 2 && (dimension == 3 || IsGyrotropic(table, coordinates));
        if (isGyrotropic && dimension != 3)
            throw new DataFileException($"\"{file}\" is a table over v_perp and v_par, which needs dimension 3");
        double[][] axes = [.. coordinates.Select(column => LatticeTable.Axis(table, column))];
        for (int a = 0; a < axes.Length; a++)
            LatticeAxis.Check(axes[a], $"\"{file}\": the column {NameOf(table, coordinates[a])}");
        if (isGyrotropic && axes[0][0] < 0)
            throw new DataFileException($"\"{file}\": the column {NameOf(table, coordinates[0])} holds negative values; it is a speed");
        return new GridFileContent(axes, LatticeTable.Values(table, coordinates, axes, chosen[^1], file), "", null, isGyrotropic, halfWidth);
    }

    /// <summary>The columns that the header names; the only one beside the velocities is the density, whatever it is called.</summary>
    private static int[] Named(TextTable table, string file, int dimension)
    {
        string needed = dimension == 2 ? "vx, vy, f" : "vx, vy, vz, f or v_perp, v_par, f";
        if (table.Names is not { } names)
            throw new DataFileException($"\"{file}\" has no header; one that names the columns {needed} is needed, or \"columns\" in the scenario, or an HDF5 file");
        int perpendicular = Find(names, ColumnNames.IsPerpendicular), parallel = Find(names, ColumnNames.IsParallel), density = Find(names, ColumnNames.IsDensity);
        int[] coordinates = perpendicular >= 0 && parallel >= 0 ? [perpendicular, parallel]
            : [.. Enumerable.Range(0, dimension).Select(a => Find(names, name => ColumnNames.IsVelocity(name, a)))];
        int[] others = [.. Enumerable.Range(0, names.Count).Except(coordinates)];
        if (density < 0 && others.Length == 1 && !ColumnNames.IsKnown(names[others[0]]))
            density = others[0];
        return !coordinates.Contains(-1) && density >= 0 ? [.. coordinates, density]
            : throw new DataFileException($"\"{file}\": the header {string.Join(", ", names.Take(20))} does not name the columns {needed}; "
                + "\"columns\" in the scenario chooses them");
    }

    private static bool IsGyrotropic(TextTable table, int[] coordinates) => table.Names is { } names && ColumnNames.IsPerpendicular(names[coordinates[0]])
        && ColumnNames.IsParallel(names[coordinates[1]]);

    private static string NameOf(TextTable table, int column) => table.Names is { } names ? names[column] : FormattableString.Invariant($"{column + 1}");

    private static int Find(IReadOnlyList<string> names, Func<string, bool> isOne) => Enumerable.Range(0, names.Count).FirstOrDefault(i => isOne(names[i]), -1);
}
