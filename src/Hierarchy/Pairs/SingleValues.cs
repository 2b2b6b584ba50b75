using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hierarchy.Spectral;

namespace Hierarchy.Pairs;

/// <summary>Values of four bytes.</summary>
internal readonly unsafe struct SingleValues : IStoredValues
{
    public static int ValuesPerDouble => 2;

    public static double Rounding => 1 << 29;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* array, long index)
    {
        Vector256<float> values = Vector256.Load((float*)array + index);
        return Avx512F.IsSupported ? Avx512F.ConvertToVector512Double(values) : Vector512.Create(Vector256.WidenLower(values), Vector256.WidenUpper(values));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> values, double* array, long index)
    {
        Vector256<float> narrow = Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(values) : Vector256.Narrow(values.GetLower(), values.GetUpper());
        narrow.Store((float*)array + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Get(double* array, long index) => ((float*)array)[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(double value, double* array, long index) => ((float*)array)[index] = (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void* At(double* array, long index) => (float*)array + index;
}
