using System.Globalization;
using Hierarchy.Densities.Files;

namespace Hierarchy.Densities;

/// <summary>Velocities, and weights where a file has them.</summary>
/// <param name="Velocities">The velocities one after the other, d values each.</param>
/// <param name="Weights">A weight for each, not negative and not all zero; null if all are the same.</param>
internal sealed record SampleFileContent(double[] Velocities, double[]? Weights);

/// <summary>
/// Velocities in a table of text or an array of NumPy (.npy), one a row. The columns are those that are asked for, else those that the header names (vx, vy, vz,
/// weight), else all of them.
/// </summary>
internal static class SampleFile
{
    private const int MostSamples = 5_000_000;

    /// <summary>Reads the velocities.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dimension">d, 2 or 3.</param>
    /// <param name="columns">The d columns of the velocities, by name or by number from 1; null for those of the header.</param>
    /// <param name="weights">The column of the weights; null for that of the header.</param>
    /// <exception cref="DataFileException">The file does not exist, cannot be read or holds something else.</exception>
    public static SampleFileContent Read(string file, int dimension, IReadOnlyList<string>? columns = null, string? weights = null)
    {
        INumberTable table = NumberTable.Read(file);
        if (table.Rows > MostSamples)
            throw new DataFileException(Invariant($"\"{file}\" holds more than {MostSamples} velocities"));
        int[] chosen = columns is null ? Velocities(table, file, dimension, weights is not null) : [.. columns.Select(table.Column)];
        int weight = weights is not null ? table.Column(weights) : columns is null ? WeightOf(table) : -1;
        if (chosen.Length != dimension || chosen.Append(weight).Distinct().Count() != dimension + 1)
            throw new DataFileException(Invariant($"\"{file}\": {dimension} different columns are needed for the velocities, and another one for weights"));
        double[] velocities = new double[table.Rows * dimension];
        for (int i = 0; i < velocities.Length; i++)
            velocities[i] = Checked(table[i / dimension, chosen[i % dimension]], file, i / dimension);
        return new SampleFileContent(velocities, weight < 0 ? null : Weights(table, weight, file));
    }

    private static double[] Weights(INumberTable table, int column, string file)
    {
        double[] weights = [.. Enumerable.Range(0, table.Rows).Select(i => table[i, column])];
        int wrong = Array.FindIndex(weights, weight => !(weight >= 0 && weight <= 1e100));
        if (wrong >= 0)
            throw new DataFileException(Invariant($"\"{file}\": the weight of row {wrong + 1} is {weights[wrong]}; weights are not negative"));
        return weights.Sum() > 0 ? weights : throw new DataFileException($"\"{file}\": all weights are zero");
    }

    private static int WeightOf(INumberTable table) => table.Names is { } names ? Enumerable.Range(0, names.Count).FirstOrDefault(i => ColumnNames.IsWeight(names[i]), -1) : -1;

    /// <summary>The columns of a table in which none were asked for.</summary>
    private static int[] Velocities(INumberTable table, string file, int dimension, bool hasWeights)
    {
        if (table.Names is { } names)
            return Named(names, file, dimension);
        string remedy = Invariant($"a header {Wanted(dimension)}, weight or \"columns\" in the scenario tells them apart");
        if (table.Columns != dimension && !(hasWeights && table.Columns == dimension + 1))
            throw new DataFileException(Invariant($"\"{file}\" has {table.Columns} columns and no header, {dimension} are needed; {remedy}"));
        if (LatticeTable.IsLikely(table))
            throw new DataFileException($"\"{file}\" looks like a density on a lattice and not like velocities: the columns before the last one take every "
                + "combination of their values once, and the last one is positive; "
                + $"with a header (v_perp, v_par, f or vx, vy, f) it is read with \"type\": \"grid\"; if they are velocities, {remedy}");
        return [.. Enumerable.Range(0, table.Columns).Take(dimension)];
    }

    /// <summary>Names are believed: as many velocities as there are dimensions, whatever else stands beside them.</summary>
    private static int[] Named(IReadOnlyList<string> names, string file, int dimension)
    {
        int[][] found = [.. Enumerable.Range(0, 3).Select(a => Enumerable.Range(0, names.Count).Where(i => ColumnNames.IsVelocity(names[i], a)).ToArray())];
        int known = found.Count(columns => columns.Length > 0);
        bool areRight = known == dimension && found.Take(dimension).All(columns => columns.Length == 1);
        if (areRight)
            return [.. found.Take(dimension).Select(columns => columns[0])];
        string grid = names.Any(ColumnNames.IsDensity) ? "; a table of a density is read with \"type\": \"grid\"" : "";
        throw new DataFileException(string.Create(CultureInfo.InvariantCulture, $"\"{file}\": the header {string.Join(", ", names.Take(20))} names {known} "
            + $"velocities; dimension {dimension} needs {Wanted(dimension)}, or \"columns\" in the scenario{grid}"));
    }

    private static string Wanted(int dimension) => dimension == 2 ? "vx, vy" : "vx, vy, vz";

    private static double Checked(double value, string file, int row) =>
        Math.Abs(value) <= 1e100 ? value : throw new DataFileException(Invariant($"\"{file}\": row {row + 1} holds {value}; finite velocities up to 1e100 are read"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
