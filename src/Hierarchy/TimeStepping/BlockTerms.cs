using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>Up to four scaled vectors; the second and later ones may be missing.</summary>
internal readonly unsafe struct BlockTerms(double a, double* x, double b, double* y, double c, double* z, double d, double* u)
{
    public readonly double A = a;
    public readonly double* X = x;
    public readonly double* Y = y;
    public readonly double* Z = z;
    private readonly double _b = b;
    private readonly double _c = c;
    private readonly double _d = d;
    private readonly double* _u = u;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> VectorAt<T>(long i)
        where T : struct, IStoredValues
    {
        Vector512<double> sum = Vector512.Create(A) * T.Load(X, i);
        if (Y != null)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(_b), T.Load(Y, i), sum);
        if (Z != null)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(_c), T.Load(Z, i), sum);
        if (_u != null)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(_d), T.Load(_u, i), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ValueAt<T>(long i)
        where T : struct, IStoredValues
    {
        double sum = A * T.Get(X, i);
        if (Y != null)
            sum = Math.FusedMultiplyAdd(_b, T.Get(Y, i), sum);
        if (Z != null)
            sum = Math.FusedMultiplyAdd(_c, T.Get(Z, i), sum);
        if (_u != null)
            sum = Math.FusedMultiplyAdd(_d, T.Get(_u, i), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> VectorAt<T>(long i, Vector256<double> weights)
        where T : struct, IStoredValues
    {
        Vector512<double> sum = Vector512.Create(weights[0]) * T.Load(X, i);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[1]), T.Load(Y, i), sum);
        sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2]), T.Load(Z, i), sum);
        return Vector512.FusedMultiplyAdd(Vector512.Create(weights[3]), T.Load(_u, i), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ValueAt<T>(long i, Vector256<double> weights)
        where T : struct, IStoredValues
    {
        double sum = Math.FusedMultiplyAdd(weights[1], T.Get(Y, i), weights[0] * T.Get(X, i));
        return Math.FusedMultiplyAdd(weights[3], T.Get(_u, i), Math.FusedMultiplyAdd(weights[2], T.Get(Z, i), sum));
    }
}

/// <summary>The weights of u, k1, g, k3 in the three results of <see cref="StateAlgebra.Split"/>.</summary>
internal readonly record struct FinishingWeights(Vector256<double> Value, Vector256<double> Error, Vector256<double> Argument);
