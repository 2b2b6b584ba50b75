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

    public static double[] ScaledIdentity(int dimension, double value)
    {
        double[] matrix = new double[dimension * dimension];
        for (int a = 0; a < dimension; a++)
            matrix[a * dimension + a] = value;
        return matrix;
    }
}
