using System.Numerics.Tensors;

namespace Hierarchy.Diagnostics;

/// <summary>The convex function (1 + x) log(1 + x) - x that relative entropies integrate, without cancellation at small x.</summary>
/// <remarks>
/// int p log(p/q) = int q ((1 + x) log(1 + x) - x) with x = p/q - 1 whenever p and q have the same mass. The right-hand integrand is non-negative
/// and of the size x^2/2; the left one is of the size x and of both signs, which leaves nothing of a result of order 1/N^2.
/// </remarks>
internal static class LogarithmicForms
{
    private const double Smallest = 1e-300;

    /// <summary>(1 + x) log(1 + x) - x; for x &lt; -1, where no logarithm exists, the continuation -x.</summary>
    public static double Convex(double x)
    {
        double u = 1 + x;
        return u > Smallest ? u * Math.Log(u) + (x - (u - 1)) - x : -x;
    }

    /// <summary>Fills <paramref name="result"/> with the convex function of each x; the two do not overlap.</summary>
    public static void Convex(ReadOnlySpan<double> x, Span<double> result)
    {
        TensorPrimitives.Add(x, 1.0, result);
        TensorPrimitives.Max(result, Smallest, result);
        TensorPrimitives.Log(result, result);
        RowKernels.FinishConvex(x, result, Smallest);
    }
}
