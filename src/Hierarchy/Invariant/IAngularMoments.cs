using Hierarchy.Kernels;

namespace Hierarchy.Invariant;

/// <summary>
/// The Legendre moments of a kernel A(z) = b(|z|) (|z|^2 I - z z^T), b(u) = a(u)/u^2, over the angle between v with |v| = r and w with |w| = s, z = v - w, mu its cosine:
/// <code>
/// p_k = int b |z|^2 P_k dmu,   q_k = int b (r - s mu) P_k dmu,   n_k = int b (1 - mu^2) P_k dmu,   r != s.
/// </code>
/// </summary>
internal interface IAngularMoments
{
    /// <summary>Whether the moments are analytic in s on either side of s = r.</summary>
    bool IsOneSidedSmooth { get; }

    /// <summary>Fills p, q and n, as many moments as each of the spans holds; an empty one is left out.</summary>
    void Fill(double r, double s, Span<double> p, Span<double> q, Span<double> n);

    /// <summary>The moments of a kernel: in closed form for Coulomb, by quadrature for the others.</summary>
    static IAngularMoments Of(CollisionKernel kernel) =>
        kernel.Gamma == -3 && kernel.Regularisation.Breaks.Count == 0 ? new CoulombMoments(kernel.Strength) : new QuadratureMoments(kernel);
}
