using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>A vector of space in each of eight lanes.</summary>
internal readonly struct Space(Vector512<double> x, Vector512<double> y, Vector512<double> z)
{
    public Vector512<double> X => x;

    public Vector512<double> Y => y;

    public Vector512<double> Z => z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Space Load(double* from) => new(Vector512.Load(from), Vector512.Load(from + LaneMath.Lanes), Vector512.Load(from + 2 * LaneMath.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Space operator +(Space a, Space b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Space operator -(Space a, Space b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Space operator *(Vector512<double> factor, Space a) => new(factor * a.X, factor * a.Y, factor * a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Dot(Space other) => X * other.X + Y * other.Y + Z * other.Z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Store(double* to)
    {
        Vector512.Store(X, to);
        Vector512.Store(Y, to + LaneMath.Lanes);
        Vector512.Store(Z, to + 2 * LaneMath.Lanes);
    }

    /// <summary>
    /// The sign that the frame of Duff et al. (2017) takes from the third component, but for a neighbourhood of one pole: a frame that depends smoothly on the
    /// direction elsewhere, to 1e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> CoupledSign(Vector512<double> z) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(z, Vector512.Create(-1 + 1e-8)), Vector512<double>.One, Vector512.Create(-1.0));

    /// <summary>Two directions across this one, which has length one: the frame of Duff et al. (2017), without a branch.</summary>
    /// <param name="sign">The sign of the third component, or <see cref="CoupledSign"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Space First, Space Second) Frame(Vector512<double> sign)
    {
        Vector512<double> one = Vector512<double>.One, a = -one / (sign + Z), b = X * Y * a;
        return (new(one + sign * X * X * a, sign * b, -(sign * X)), new(b, sign + Y * Y * a, -Y));
    }
}
