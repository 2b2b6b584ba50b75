namespace Hierarchy.Densities.Files;

/// <summary>A density in a table of text whose header names its columns: vx, vy[, vz], f, or v_perp, v_par, f for a gyrotropic one in three dimensions.</summary>
internal static class TableGridReader
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DataFileException">It is something else.</exception>
    public static GridFileContent Read(string file, int dimension, double? halfWidth)
    {
        TextTable table = TextTable.Read(file);
        string needed = dimension == 2 ? "vx, vy, f" : "vx, vy, vz, f or v_perp, v_par, f";
        if (table.Names is not { } names)
            throw new DataFileException($"\"{file}\" has no header; one that names the columns {needed} is needed, or an HDF5 file");
        int perpendicular = Find(names, ColumnNames.IsPerpendicular), parallel = Find(names, ColumnNames.IsParallel), density = Find(names, ColumnNames.IsDensity);
        bool isGyrotropic = perpendicular >= 0 && parallel >= 0;
        int[] coordinates = isGyrotropic ? [perpendicular, parallel] : [.. Enumerable.Range(0, dimension).Select(a => Find(names, name => ColumnNames.IsVelocity(name, a)))];
        if (coordinates.Contains(-1) || density < 0)
            throw new DataFileException($"\"{file}\": the header {string.Join(", ", names.Take(20))} does not name the columns {needed}");
        if (isGyrotropic && dimension != 3)
            throw new DataFileException($"\"{file}\" is a table over v_perp and v_par, which needs dimension 3");
        double[][] axes = [.. coordinates.Select(column => LatticeTable.Axis(table, column))];
        for (int a = 0; a < axes.Length; a++)
            LatticeAxis.Check(axes[a], $"\"{file}\": the column {names[coordinates[a]]}");
        if (isGyrotropic && axes[0][0] < 0)
            throw new DataFileException($"\"{file}\": the column {names[perpendicular]} holds negative values; it is a speed");
        return new GridFileContent(axes, LatticeTable.Values(table, coordinates, axes, density, file), "", null, isGyrotropic, halfWidth);
    }

    private static int Find(IReadOnlyList<string> names, Func<string, bool> isOne) => Enumerable.Range(0, names.Count).FirstOrDefault(i => isOne(names[i]), -1);
}
