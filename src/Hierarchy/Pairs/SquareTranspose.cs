using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>Transposes of squares of 16 x 16 values.</summary>
internal static unsafe class SquareTranspose
{
    private const int Side = PairLayout.BlockColumns;
    private const int Lanes = PairLayout.Lanes;

    /// <summary>to(j, i) = re(i, j) for j &lt; 8 and im(i, j - 8) beyond; the sources have 8 values a row, the target 16.</summary>
    public static void Run(double* re, double* im, double* to)
    {
        Half(re, Lanes, to);
        Half(im, Lanes, to + Lanes * Side);
    }

    /// <summary>to(j, i) = from(i, j).</summary>
    public static void Run(double* from, nint stride, double* to)
    {
        Half(from, stride, to);
        Half(from + Lanes, stride, to + Lanes * Side);
    }

    /// <summary>Eight columns of sixteen rows.</summary>
    private static void Half(double* from, nint stride, double* to)
    {
        for (int i = 0; i < Side; i += Lanes)
        {
            Lanes8.Gather(from + i * stride, stride, to + i, Side);
            Lanes8.Gather(from + i * stride + 4, stride, to + 4 * Side + i, Side);
        }
    }
}
