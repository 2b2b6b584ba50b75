using System.Globalization;

namespace Hierarchy.Densities;

/// <summary>The wavevector k of cos(k.v), as settings give it.</summary>
internal static class Wavevector
{
    /// <summary>A wave that is so much longer than any box is a constant up to rounding.</summary>
    private const double Least = 1e-4, Most = 1e6;

    /// <summary>The one given, or 1 along the first axis.</summary>
    public static double[] Of(double[]? given, int dimension) => given ?? [1, .. new double[dimension - 1]];

    /// <summary>d numbers that are not all zero and of a size that makes sense.</summary>
    public static void Check(IDensityRules rules, double[]? wavevector)
    {
        const string setting = "wavevector";
        int dimension = rules.Input.Dimension;
        double[] values = Of(wavevector, dimension);
        rules.Require(values.Length == dimension, setting, DensityArguments.Count(values.Length), $"needs {dimension} numbers, one for each axis");
        rules.Require(values.Any(value => value != 0), setting, "zero", "must not be zero");
        double largest = values.Max(Math.Abs);
        string size = string.Create(CultureInfo.InvariantCulture, $"{largest:G6} in its largest component"),
            range = string.Create(CultureInfo.InvariantCulture, $"[{Least:G1}, {Most:G1}]");
        rules.Require(largest is >= Least and <= Most, setting, size, $"has to have its largest component in {range}");
    }
}
