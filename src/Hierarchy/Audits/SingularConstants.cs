namespace Hierarchy.Audits;

/// <summary>
/// The constants of the bounds of int int F/|v1-v2|^s by the Fisher information, made explicit.
/// </summary>
/// <remarks>
/// With w = (v1-v2)/sqrt(2) and u the law of w, int int F/|v1-v2|^s = 2^(-s/2) int u |w|^-s dw. The Fisher information is invariant under the rotation (2.29)
/// and superadditive over its blocks, so int |grad u|^2/u &lt;= int |grad F|^2/F = 2 I_2(F). (The law of (w1, w2) is not exchange symmetric, so the paper's
/// I_1(u) &lt;= I_2(F) needs this factor 2: a normal pair of correlation rho has I_1(u) = (1 + rho) I_2(F).)
/// Let X = int |grad u|^2/u and G = X/4 = int |grad sqrt u|^2.
/// <list type="bullet">
/// <item>The paper's route (2.30), d = 3: Hoelder on the ball |w| &lt; r with |u|_{L3} &lt;= K^2 G, K^2 = 4/(3 (2 pi^2)^(2/3)) (Aubin, Talenti), and r^-s outside:
/// int u/|w| &lt;= (8 pi/3)^(2/3) r K^2 G + 1/r, and int u/|w|^(3/2) &lt;= (16 pi/3)^(2/3) r^(1/2) K^2 G + r^(-3/2); r is chosen best.</item>
/// <item>The sharp bound of int u/|w| by the ground state of hydrogen, energy -Z^2/(d-1)^2: int u/|w| &lt;= 2 sqrt(G)/(d-1) = sqrt(X)/(d-1), for d = 2 and 3.
/// It replaces the paper's route for d = 2, where H1 does not embed into L6 by the gradient alone.</item>
/// <item>From div(w |w|^-s) = (d-s) |w|^-s and Cauchy-Schwarz, (d-3/2) int u/|w|^(3/2) &lt;= 2 sqrt(G) (int u/|w|)^(1/2), for d = 2 and 3.</item>
/// </list>
/// All integrals are over the whole space, for probability densities.
/// </remarks>
internal static class SingularConstants
{
    /// <summary>K^2, the square of the best constant of |phi|_{L6} &lt;= K |grad phi|_{L2} on R^3.</summary>
    public static double SobolevSquared { get; } = 4 / (3 * Math.Pow(2 * Math.PI * Math.PI, 2.0 / 3));

    /// <summary>C of int int F/|v1-v2| &lt;= C sqrt(I_2(F)) by Hoelder and Sobolev, d = 3.</summary>
    public static double CoulombBySobolev { get; } = 2 * Math.Sqrt(Math.Pow(8 * Math.PI / 3, 2.0 / 3) * SobolevSquared / 2) / Math.Sqrt(2);

    /// <summary>C of int int F/|v1-v2|^(3/2) &lt;= C I_2(F)^(3/4) by Hoelder and Sobolev, d = 3: min over r of c r^(1/2) + r^(-3/2) is 4 (c/3)^(3/4).</summary>
    public static double StrongBySobolev { get; } = 4 * Math.Pow(Math.Pow(16 * Math.PI / 3, 2.0 / 3) * SobolevSquared / 6, 0.75) / Math.Pow(2, 0.75);

    /// <summary>C of int int F/|v1-v2| &lt;= C sqrt(I_2(F)), sharp for the law of v1 - v2: 1/(d-1).</summary>
    public static double Coulomb(int dimension) => 1.0 / (dimension - 1);

    /// <summary>C of int int F/|v1-v2|^(3/2) &lt;= C I_2(F)^(3/4): 1/((d-3/2) sqrt(d-1)).</summary>
    public static double Strong(int dimension) => 1 / ((dimension - 1.5) * Math.Sqrt(dimension - 1));
}
