using System.Globalization;

namespace Hierarchy.Densities.Files;

/// <summary>What an axis of a data file has to be: finite and increasing throughout. Its spacing may vary.</summary>
internal static class LatticeAxis
{
    /// <summary>The fewest and the most points of an axis.</summary>
    public const int Fewest = 4, Most = 2048;

    /// <summary>The spacing is that of a uniform axis up to this share of it, which single precision and printed digits keep.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Checks all of an axis.</summary>
    /// <param name="values">The axis.</param>
    /// <param name="name">What and where it is, for messages.</param>
    /// <exception cref="DataFileException">It is no axis.</exception>
    public static void Check(double[] values, string name)
    {
        if (values.Length is < Fewest or > Most)
            throw new DataFileException(Invariant($"{name} has {values.Length} points; {Fewest} to {Most} are needed"));
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || Math.Abs(values[i]) > 1e100)
                throw new DataFileException(Invariant($"{name}[{i}] is {values[i]}; finite velocities are needed"));
            if (i > 0 && !(values[i] > values[i - 1]))
                throw new DataFileException(Invariant($"{name}[{i}] = {values[i]} is not above [{i - 1}] = {values[i - 1]}; an axis increases"));
        }
    }

    /// <summary>Whether all spacings are the same.</summary>
    public static bool IsUniform(IReadOnlyList<double> values)
    {
        double spacing = Spacing(values);
        for (int i = 0; i < values.Count; i++)
        {
            if (!(Math.Abs(values[i] - values[0] - i * spacing) <= Tolerance * spacing))
                return false;
        }
        return true;
    }

    /// <summary>The half width L if the axis is that of a periodic box, -L + 2 L j/n, as the solver has it; null otherwise.</summary>
    public static double? PeriodicHalfWidth(double[] values)
    {
        double spacing = Spacing(values), halfWidth = 0.5 * spacing * values.Length;
        return IsUniform(values) && Math.Abs(values[0] + halfWidth) <= Tolerance * spacing ? -values[0] : null;
    }

    /// <summary>
    /// The same of the points in the middle of cells, -L + (2 j + 1) L/n. A closed axis from -L' to L' looks like them, so that the file has to state L for it.
    /// </summary>
    public static bool IsHalfCell(double[] values, double? stated)
    {
        double spacing = Spacing(values), halfWidth = 0.5 * spacing * values.Length;
        return stated is { } half && Math.Abs(halfWidth - half) <= Tolerance * half && IsUniform(values) && Math.Abs(values[0] + halfWidth - 0.5 * spacing) <= Tolerance * spacing;
    }

    /// <summary>The mean spacing.</summary>
    public static double Spacing(IReadOnlyList<double> values) => (values[^1] - values[0]) / (values.Count - 1);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
