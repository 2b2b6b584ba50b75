using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.TimeStepping;

/// <summary>
/// The coefficients of a fourth-order stabilised Runge-Kutta step with s stages: the recurrence of a <see cref="StabilityPolynomial"/>, which leads from y to u,
/// and an explicit four-stage method from u to the new value,
///     k_i = F(u + h sum_j A_ij k_j),   y_new = u + h sum_i b_i k_i,   error = u - y + h sum_i e_i k_i.
/// </summary>
/// <remarks>
/// The eight conditions of order of the whole step fix b and A but for two nodes, of which b and A are then explicit functions: c_2 = w_1/4 and c_3 = 3 w_1/5
/// (w_1 = b_1 + ... + b_4) keep the coefficients of order one and the errors of fifth order small. The error estimate is of third order: no combination of
/// k_1..k_4 alone is, but one with u - y is, costs no evaluation, and counts a stiff component by no more than twice its own size.
/// </remarks>
internal sealed class StabilisedScheme
{
    private static readonly Lazy<StabilisedScheme>[] Cache =
        [.. Enumerable.Range(0, StabilityPolynomial.MostStages + 1).Select(s => new Lazy<StabilisedScheme>(() => new StabilisedScheme(StabilityPolynomial.Solve(s))))];

    private StabilisedScheme(StabilityPolynomial polynomial)
    {
        Polynomial = polynomial;
        double[] w = polynomial.Quartic;
        TreeSums p = polynomial.Front;
        double bush3 = 1.0 / 3 - p.Bush3 - p.Leaf * (p.Leaf * w[1] + 2 * w[2]);
        double bush4 = 1.0 / 4 - p.Bush4 - p.Leaf * (p.Leaf * p.Leaf * w[1] + 3 * p.Leaf * w[2] + 3 * bush3);
        double mixed = 1.0 / 8 - p.Mixed4 - p.Chain2 * (p.Leaf * w[1] + w[2]) - p.Leaf * (p.Leaf * w[2] + w[3] + bush3);
        double fork = 1.0 / 12 - p.Fork4 - p.Bush3 * w[1] - p.Leaf * (p.Leaf * w[2] + 2 * w[3]);

        double c2 = w[1] / 4, c3 = 3 * w[1] / 5;
        double d = fork - c2 * w[3];
        double c4 = (d * mixed - w[4] * (bush4 - c2 * bush3)) / (d * w[3] - w[4] * (bush3 - c2 * w[2]));
        B4 = (bush4 - (c2 + c3) * bush3 + c2 * c3 * w[2]) / (c4 * (c4 - c2) * (c4 - c3));
        B3 = (bush4 - (c2 + c4) * bush3 + c2 * c4 * w[2]) / (c3 * (c3 - c2) * (c3 - c4));
        B2 = (w[2] - c3 * B3 - c4 * B4) / c2;
        B1 = w[1] - B2 - B3 - B4;
        A32 = (w[3] * c4 - mixed) / (B3 * (c4 - c3) * c2);
        A43 = d / (B4 * c3 * (c3 - c2));
        A42 = ((mixed - c3 * w[3]) / (B4 * (c4 - c3)) - A43 * c3) / c2;
        A21 = c2;
        A31 = c3 - A32;
        A41 = c4 - A42 - A43;
        (E1, E2, E3, E4) = Estimate();
    }

    /// <summary>The recurrence and the quartic.</summary>
    public StabilityPolynomial Polynomial { get; }

    public double A21 { get; }

    public double A31 { get; }

    public double A32 { get; }

    public double A41 { get; }

    public double A42 { get; }

    public double A43 { get; }

    public double B1 { get; }

    public double B2 { get; }

    public double B3 { get; }

    public double B4 { get; }

    public double E1 { get; }

    public double E2 { get; }

    public double E3 { get; }

    public double E4 { get; }

    /// <summary>The coefficients for 5 to 200 stages, computed once.</summary>
    public static StabilisedScheme For(int stages) => Cache[stages].Value;

    /// <summary>The weights of the four slopes, of the new value and of the error estimate.</summary>
    public (TreeSums K1, TreeSums K2, TreeSums K3, TreeSums K4, TreeSums Value) Series()
    {
        TreeSums u = Polynomial.Front;
        TreeSums k1 = u.Slope();
        TreeSums k2 = (u + A21 * k1).Slope();
        TreeSums k3 = (u + A31 * k1 + A32 * k2).Slope();
        TreeSums k4 = (u + A41 * k1 + A42 * k2 + A43 * k3).Slope();
        return (k1, k2, k3, k4, u + B1 * k1 + B2 * k2 + B3 * k3 + B4 * k4);
    }

    /// <summary>The e_i that cancel the terms of up to three nodes of u - y + h sum e_i k_i.</summary>
    private (double, double, double, double) Estimate()
    {
        (TreeSums k1, TreeSums k2, TreeSums k3, TreeSums k4, _) = Series();
        TreeSums u = Polynomial.Front;
        var terms = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { k1.Leaf, k2.Leaf, k3.Leaf, k4.Leaf },
            { k1.Chain2, k2.Chain2, k3.Chain2, k4.Chain2 },
            { k1.Bush3, k2.Bush3, k3.Bush3, k4.Bush3 },
            { k1.Chain3, k2.Chain3, k3.Chain3, k4.Chain3 },
        });
        Vector<double> e = terms.Solve(-Vector<double>.Build.Dense([u.Leaf, u.Chain2, u.Bush3, u.Chain3]));
        return (e[0], e[1], e[2], e[3]);
    }
}
