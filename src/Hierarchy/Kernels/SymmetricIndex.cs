namespace Hierarchy.Kernels;

/// <summary>Where the components of a symmetric d x d matrix lie: (0,0), (0,1), ..., (0,d-1), (1,1), ..., (d-1,d-1).</summary>
internal static class SymmetricIndex
{
    /// <summary>d (d + 1)/2.</summary>
    public static int Count(int dimension) => dimension * (dimension + 1) / 2;

    /// <summary>The place of (a, b) = (b, a).</summary>
    public static int Of(int dimension, int a, int b)
    {
        (int low, int high) = a <= b ? (a, b) : (b, a);
        return low * dimension - low * (low - 1) / 2 + high - low;
    }
}
