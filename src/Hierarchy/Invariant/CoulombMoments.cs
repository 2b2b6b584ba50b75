namespace Hierarchy.Invariant;

/// <summary>
/// The moments for b(u) = Lambda u^-3, from 1/|z| = sum_l r_&lt;^l/r_&gt;^(l+1) P_l(mu): p_k is that coefficient, q_k its derivative -d/dr, and
/// n_k = 2 Lambda r_&gt;^-3 ( (k+1)(k+2)/((2k+1)(2k+3)) t^k - k(k-1)/((2k+1)(2k-1)) t^(k-2) ), t = r_&lt;/r_&gt;: the factor 1 - t^2 of the
/// multipoles of |z|^-3 has cancelled.
/// </summary>
internal sealed class CoulombMoments(double strength) : IAngularMoments
{
    public bool IsOneSidedSmooth => true;

    public void Fill(double r, double s, Span<double> p, Span<double> q, Span<double> n)
    {
        double inner = Math.Min(r, s), outer = Math.Max(r, s), t = inner / outer, power = 1;
        for (int k = 0; k < p.Length; k++, power *= t)
            p[k] = 2 * strength * power / ((2 * k + 1) * outer);
        power = 1;
        for (int k = 0; k < q.Length; k++)
        {
            double scale = 2 * strength / ((2 * k + 1) * outer * outer);
            if (r > s)
                q[k] = scale * (k + 1) * power;
            else
                q[k] = k == 0 ? 0 : -scale * k * power;
            if (r > s || k > 0)
                power *= t;
        }
        FillTransverse(2 * strength / (outer * outer * outer), t, n);
    }

    private static void FillTransverse(double scale, double t, Span<double> n)
    {
        double power = 1, before = 1 / (t * t);
        for (int k = 0; k < n.Length; k++, power *= t)
        {
            double up = (k + 1) * (k + 2) / ((2 * k + 1.0) * (2 * k + 3)), down = k < 2 ? 0 : k * (k - 1) / ((2 * k + 1.0) * (2 * k - 1));
            n[k] = scale * (up * power - (k < 2 ? 0 : down * before));
            before *= t;
        }
    }
}
