using Hierarchy.Kernels;

namespace Hierarchy.Invariant;

/// <summary>
/// The moments for any function b(u), by Gauss rules in u = |z| on [|r - s|, r + s]: dmu = u du/(r s). The interval is halved towards its lower end, where b may be large, until
/// one piece spans a factor of two, and cut at breaks of b; a piece takes the nodes that its share of the oscillation of P_k needs.
/// </summary>
internal sealed class QuadratureMoments(Func<double, double> function, IReadOnlyList<double> breaks) : IAngularMoments
{
    private const int NodesOfKernel = 14;
    private const int NodesOfRegularisation = 26;

    /// <summary>The moments of a kernel.</summary>
    public QuadratureMoments(CollisionKernel kernel)
        : this(u => kernel.Potential(u) / (u * u), [.. kernel.Regularisation.Breaks.Select(edge => edge * kernel.Epsilon)])
    {
    }

    public bool IsOneSidedSmooth => false;

    public void Fill(double r, double s, Span<double> p, Span<double> q, Span<double> n)
    {
        p.Clear();
        q.Clear();
        n.Clear();
        double low = Math.Abs(r - s), high = r + s, top = high;
        while (top > low)
        {
            double bottom = top > 2.5 * low ? Math.Max(low, 0.5 * top) : low;
            foreach (double edge in breaks)
            {
                if (edge > bottom && edge < top)
                    bottom = edge;
            }
            Add(bottom, top, r, s, p, q, n);
            top = bottom;
        }
    }

    private void Add(double bottom, double top, double r, double s, Span<double> p, Span<double> q, Span<double> n)
    {
        int most = Math.Max(Math.Max(p.Length, q.Length), n.Length);
        Span<double> polynomials = stackalloc double[most];
        double width = top - bottom, low = Math.Abs(r - s), product = r * s;
        double share = Math.Sqrt(Math.Min(1, (top * top - bottom * bottom) / (4 * product)));
        bool regular = breaks.Count > 0;
        (double[] nodes, double[] weights) = LegendreTables.Rule((regular ? NodesOfRegularisation : NodesOfKernel) + (int)Math.Ceiling(share * (most + 2)));
        for (int i = 0; i < nodes.Length; i++)
        {
            double u = bottom + width * nodes[i], below = (u - low) * (u + low) / (2 * product), mu = 1 - below;
            double weight = width * weights[i] * function(u) * u / product;
            LegendreTables.Polynomials(mu, polynomials);
            SmallProduct.AddScalars(weight * u * u, polynomials[..p.Length], p);
            SmallProduct.AddScalars(weight * (r - s * mu), polynomials[..q.Length], q);
            SmallProduct.AddScalars(weight * below * (1 + mu), polynomials[..n.Length], n);
        }
    }
}
