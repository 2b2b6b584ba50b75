using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hierarchy.Particles;

/// <summary>
/// The conditional means of the changes of the sums of <see cref="DriftLayout"/> over one flow of a pair in <see cref="ApproachFlow{TRate}"/>. With n =
/// z_0/r_0, Q = n n^T - I/d, e = E[P_2 of the turn] = exp(-d tau) = (r_1/r_0)^(2d/(d-1)) and k = (r_0^2 - r_1^2)/(8 (d-1)), s gains a noise of covariance C = k
/// (Pi(n) + Pi(n_1)), and E[2 s s^T + z z^T/2] changes, without its trace, by ((r_1^2 e - r_0^2)/2 - 2 k (1 + e)) Q, E[P P^T] by 4 k (2 (1 - 1/d) I - (1 + e)
/// Q); momentum and energy hold in the mean. |v_i|^4 + |v_j|^4 = 2 c^2 + 2 p^2 for c = |s|^2 + r^2/4 and p = s . z.
/// </summary>
internal static unsafe class ApproachDrift
{
    /// <summary>Adds them for d = 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPlane(
        double* drift, (Vector512<double> X, Vector512<double> Y) n, (Vector512<double> X, Vector512<double> Y) s, Vector512<double> before, Vector512<double> after)
    {
        const int lanes = LaneMath.Lanes;
        DriftLayout at = new(2, true);
        Vector512<double> q = after / before, e = q * q, k = (before - after) * 0.125, second = 0.5 * (after * e - before) - 2.0 * k * (Vector512<double>.One + e);
        Vector512<double> xx = n.X * n.X - Vector512.Create(0.5), xy = n.X * n.Y;
        Add(drift, second * xx);
        Add(drift + lanes, second * xy);
        Add(drift + at.Fourth * lanes, Fourth(2, s.X * s.X + s.Y * s.Y, s.X * n.X + s.Y * n.Y, e, k, before, after));
        Vector512<double> factor = -4.0 * k * (Vector512<double>.One + e), isotropic = 4.0 * k;
        Add(drift + at.MomentumSquares * lanes, isotropic + factor * xx);
        Add(drift + (at.MomentumSquares + 1) * lanes, factor * xy);
        Add(drift + (at.MomentumSquares + 2) * lanes, isotropic - factor * xx);
    }

    /// <summary>Adds them for d = 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSpace(double* drift, Space n, Space s, Vector512<double> before, Vector512<double> after)
    {
        const int lanes = LaneMath.Lanes;
        DriftLayout at = new(3, true);
        Vector512<double> q = after / before, e = q * Vector512.Sqrt(q), k = (before - after) * 0.0625, third = Vector512.Create(1.0 / 3);
        Vector512<double> second = 0.5 * (after * e - before) - 2.0 * k * (Vector512<double>.One + e);
        Vector512<double> xx = n.X * n.X - third, yy = n.Y * n.Y - third, zz = n.Z * n.Z - third, xy = n.X * n.Y, xz = n.X * n.Z, yz = n.Y * n.Z;
        Add(drift, second * xx);
        Add(drift + lanes, second * yy);
        Add(drift + 2 * lanes, second * xy);
        Add(drift + 3 * lanes, second * xz);
        Add(drift + 4 * lanes, second * yz);
        Add(drift + at.Fourth * lanes, Fourth(3, s.Dot(s), s.Dot(n), e, k, before, after));
        Vector512<double> factor = -4.0 * k * (Vector512<double>.One + e), isotropic = (16.0 / 3) * k;
        double* squares = drift + at.MomentumSquares * lanes;
        Add(squares, isotropic + factor * xx);
        Add(squares + lanes, factor * xy);
        Add(squares + 2 * lanes, factor * xz);
        Add(squares + 3 * lanes, isotropic + factor * yy);
        Add(squares + 4 * lanes, factor * yz);
        Add(squares + 5 * lanes, isotropic + factor * zz);
    }

    /// <summary>
    /// With c_0 = |s|^2 + r_1^2/4, T = tr C = 2 (d-1) k, m = E(s.n_1)^2 = e (s.n)^2 + (1-e) |s|^2/d and u = E(n.n_1)^2 = e + (1-e)/d:
    /// E c^2 = c_0^2 + 2 c_0 T + 4 k (2 |s|^2 - (s.n)^2 - m) + T^2 + 2 k^2 (2 (d-1) + 2 (d-2+u)), E p^2 = r_1^2 (m + k (1 - u)).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fourth(
        int d, Vector512<double> square, Vector512<double> along, Vector512<double> e, Vector512<double> k, Vector512<double> before, Vector512<double> after)
    {
        Vector512<double> one = Vector512<double>.One, rest = (one - e) * (1.0 / d), old = square + 0.25 * before, now = square + 0.25 * after;
        Vector512<double> m = e * along * along + rest * square, u = e + rest, trace = (2.0 * (d - 1)) * k;
        Vector512<double> c = now * now + (2.0 * now + trace) * trace + 4.0 * k * (2.0 * square - along * along - m) + 4.0 * k * k * (Vector512.Create(2.0 * d - 3) + u);
        return 2.0 * (c - old * old + after * (m + k * (one - u)) - before * along * along);
    }

    private static void Add(double* sum, Vector512<double> value) => Vector512.Store(Vector512.Load(sum) + value, sum);
}
