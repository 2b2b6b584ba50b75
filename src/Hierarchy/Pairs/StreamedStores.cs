using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hierarchy.Kernels;

namespace Hierarchy.Pairs;

/// <summary>
/// Writes past the caches, for pair arrays that no cache holds: a line that is written whole need not be read from memory first. The values are the same either way.
/// </summary>
internal static unsafe class StreamedStores
{
    private const int Lanes = PairLayout.Lanes;

    /// <summary>Arrays of 64 MB and more; smaller ones may stay in the third-level cache from one pass to the next.</summary>
    private const long LeastValues = 1 << 23;

    /// <summary>Whether the array of pair values should be written so; its rows must begin on whole cache lines, as those of grids whose number of points is a multiple of eight do.</summary>
    public static bool Serve(PairLayout layout, double* array) =>
        Avx512F.IsSupported && (long)layout.Size * layout.ColumnCount >= LeastValues && layout.ColumnCount % Lanes == 0 && ((nuint)array & 63) == 0;

    /// <summary>Writes a run of neighbouring values, a multiple of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(double* from, double* to, int count)
    {
        for (int i = 0; i < count; i += Lanes)
            Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
    }

    /// <summary>What has been written is seen by others after this.</summary>
    public static void Finish()
    {
        if (Sse.IsSupported)
            Sse.StoreFence();
    }
}
