using System.Runtime.CompilerServices;

namespace Hierarchy.Spectral;

/// <summary>The outputs of a butterfly.</summary>
internal static unsafe class Outlet
{
    /// <summary>Output 0, which never has a twiddle factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void First<T, TMode>(T value, double* re, double* im, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        if (TMode.Scaled)
            value *= scale;
        value.Store(re, im);
    }

    /// <summary>An output k &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Other<T, TMode>(T value, double* re, double* im, double* twiddle, double scale)
        where T : struct, ILanes<T>
        where TMode : struct, IPassMode
    {
        if (TMode.Twiddled)
            value = T.Twiddle(value, twiddle);
        if (TMode.Scaled)
            value *= scale;
        value.Store(re, im);
    }
}
