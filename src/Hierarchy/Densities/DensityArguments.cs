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

    public static double[] ScaledIdentity(int dimension, double value)
    {
        double[] matrix = new double[dimension * dimension];
        for (int a = 0; a < dimension; a++)
            matrix[a * dimension + a] = value;
        return matrix;
    }
}
