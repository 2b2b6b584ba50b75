using System.Globalization;

namespace Hierarchy.Densities;

/// <summary>Ranges that all initial densities share.</summary>
internal static class DensityArguments
{
    public static void Check(int dimension, double weight)
    {
        if (dimension is not (2 or 3))
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "the dimension is 2 or 3");
        if (!(weight > 0) || !double.IsFinite(weight))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "the weight is positive and finite");
    }

    /// <summary>What a list of a wrong length is called.</summary>
    public static string Count(int length) => $"a list of {length.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A mean within the box, component by component.</summary>
    public static void CheckInBox(IDensityRules rules, string setting, double[] mean)
    {
        for (int a = 0; a < mean.Length && rules.Knows("grid.halfWidth") && rules.IsSound(setting); a++)
        {
            string component = $"{setting}[{a.ToString(CultureInfo.InvariantCulture)}]";
            rules.Require(Math.Abs(mean[a]) < rules.Input.HalfWidth, component, mean[a], "lies outside the box [-halfWidth, halfWidth)");
        }
    }

    /// <summary>|v - u|^2.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> velocity, ReadOnlySpan<double> mean)
    {
        double square = 0;
        for (int a = 0; a < mean.Length; a++)
            square += (velocity[a] - mean[a]) * (velocity[a] - mean[a]);
        return square;
    }

    /// <summary>E|v|^4 of a density that is isotropic about u: E|w|^4 + |u|^2 ((2 + 4/d) E|w|^2 + |u|^2), w = v - u.</summary>
    /// <param name="mean">u.</param>
    /// <param name="second">E|w|^2.</param>
    /// <param name="fourth">E|w|^4.</param>
    public static double DriftingFourthMoment(IReadOnlyList<double> mean, double second, double fourth)
    {
        double square = mean.Sum(u => u * u);
        return fourth + square * (2 * second + 4 * second / mean.Count + square);
    }

    public static double[] ScaledIdentity(int dimension, double value)
    {
        double[] matrix = new double[dimension * dimension];
        for (int a = 0; a < dimension; a++)
            matrix[a * dimension + a] = value;
        return matrix;
    }
}
