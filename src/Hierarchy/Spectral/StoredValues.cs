using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hierarchy.Spectral;

/// <summary>
/// How the values of a large array are stored; every operation on them is in double precision. An index counts values from the beginning of the array.
/// </summary>
internal unsafe interface IStoredValues
{
    /// <summary>Whether a double holds two values.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>Eight neighbouring values.</summary>
    static abstract Vector512<double> Load(double* array, long index);

    /// <summary>Writes eight neighbouring values.</summary>
    static abstract void Store(Vector512<double> values, double* array, long index);

    /// <summary>One value.</summary>
    static abstract double Get(double* array, long index);

    /// <summary>Writes one value.</summary>
    static abstract void Set(double value, double* array, long index);

    /// <summary>Where a value lies.</summary>
    static abstract void* At(double* array, long index);
}

/// <summary>Values of eight bytes.</summary>
internal readonly unsafe struct DoubleValues : IStoredValues
{
    public static bool IsSingle => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* array, long index) => Vector512.Load(array + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> values, double* array, long index) => values.Store(array + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Get(double* array, long index) => array[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(double value, double* array, long index) => array[index] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void* At(double* array, long index) => array + index;
}

/// <summary>Values of four bytes.</summary>
internal readonly unsafe struct SingleValues : IStoredValues
{
    public static bool IsSingle => true;

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
