using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>The widest vectors that the transforms use.</summary>
internal enum VectorWidth
{
    /// <summary>Two doubles: the portable path, in software where the processor has no such registers.</summary>
    Two = 2,

    /// <summary>Four doubles (256 bits).</summary>
    Four = 4,

    /// <summary>Eight doubles (AVX-512).</summary>
    Eight = 8,
}

/// <summary>The choice of the vector width on this machine.</summary>
internal static class VectorWidths
{
    /// <summary>The widest that the processor has.</summary>
    public static VectorWidth Best => Vector512.IsHardwareAccelerated ? VectorWidth.Eight
        : Vector256.IsHardwareAccelerated ? VectorWidth.Four : VectorWidth.Two;
}
