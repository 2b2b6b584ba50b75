using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Spectral;

/// <summary>
/// How the values of a large array are stored; every operation on them is in double precision. An index counts values from the beginning of the array.
/// </summary>
internal unsafe interface IStoredValues
{
    /// <summary>How many values a double holds.</summary>
    static abstract int ValuesPerDouble { get; }

    /// <summary>The rounding of a stored value over that of a double.</summary>
    static abstract double Rounding { get; }

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
    public static int ValuesPerDouble => 1;

    public static double Rounding => 1;

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
