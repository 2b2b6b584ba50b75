using MathNet.Numerics.LinearAlgebra;

namespace Hierarchy.TimeStepping;

/// <summary>
/// R(z) = w(z) P(z), the stability polynomial of degree s of a fourth-order method: R(z) = exp(z) + O(z^5), and |R| &lt;= exp(-0.05) = 0.951 on [-l, -0.05] with
/// l = 0.3507 s^2 - 2.9. P, of degree s - 4, is orthogonal on [-l, -0.05] with respect to w^2 / sqrt((z + l)(-0.05 - z)), so that w P oscillates with almost
/// equal amplitude (Bernstein), and obeys a three-term recurrence, so that it can be run as s - 4 stages; w is a positive quartic.
/// </summary>
/// <remarks>
/// The construction is that of Abdulle and Medovikov, Numer. Math. 90 (2001) 1, and Abdulle, SIAM J. Sci. Comput. 23 (2002) 2041. Here the interval is given in
/// closed form, which leaves the four coefficients of w to the four conditions R'(0) = ... = R''''(0) = 1; Newton's method solves them from one start for every
/// s, in milliseconds. The constants of l are the largest, to the digits given, for which that holds for s = 5..200. Numbers are relative to P(0) = w(0) = 1:
/// P_0 = 1, P_{k+1} = (1 + Memory_k + Growth_k z) P_k - Memory_k P_{k-1}.
/// </remarks>
internal sealed class StabilityPolynomial
{
    /// <summary>The fewest and the most stages.</summary>
    public const int FewestStages = 5, MostStages = 200;

    /// <summary>The end next to zero of the part where w P oscillates; |R| is at most exp(-Onset) beyond it.</summary>
    public const double Onset = 0.05;

    private const double Quadratic = 0.3507;
    private const double Offset = 2.9;
    private const int MostIterations = 50;

    private StabilityPolynomial(int stages, double[] quadratics)
    {
        (double b, double c, double d, double e) = (quadratics[0], quadratics[1], quadratics[2], quadratics[3]);
        Stages = stages;
        Quartic = [1, b / c + d / e, 1 / c + 1 / e + b * d / (c * e), (b + d) / (c * e), 1 / (c * e)];
        Growth = new double[stages - 4];
        Memory = new double[stages - 4];
        Orthogonalise();
        Front = RunFront();
    }

    /// <summary>s.</summary>
    public int Stages { get; }

    /// <summary>1, w_1, ..., w_4: w(z) = sum w_i z^i.</summary>
    public double[] Quartic { get; }

    /// <summary>The factors of h F in the recurrence, s - 4 of them.</summary>
    public double[] Growth { get; }

    /// <summary>The factors of the value before the last one in the recurrence; the first is 0.</summary>
    public double[] Memory { get; }

    /// <summary>The weights of the value after the s - 4 stages of the recurrence.</summary>
    public TreeSums Front { get; }

    /// <summary>l: the polynomial of this many stages is stable on [-l, 0].</summary>
    public static double Interval(int stages) => Quadratic * stages * stages - Offset;

    /// <summary>The fewest stages that are stable on [-<paramref name="stiffness"/>, 0], at most <see cref="MostStages"/>.</summary>
    public static int StagesFor(double stiffness)
    {
        double stages = Math.Ceiling(Math.Sqrt((stiffness + Offset) / Quadratic) * (1 - 1e-15));
        return (int)Math.Clamp(stages, FewestStages, MostStages);
    }

    /// <summary>Solves for w.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 5 or more than 200 stages.</exception>
    public static StabilityPolynomial Solve(int stages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, FewestStages);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stages, MostStages);
        double[] start = [0.55, 11.5, 4.75, 7.2];
        var unknowns = Vector<double>.Build.DenseOfArray(start);
        StabilityPolynomial best = new(stages, start);
        double bestDefect = best.Defects().L2Norm();
        for (int i = 0; i < MostIterations; i++)
        {
            Vector<double> change = Jacobian(stages, unknowns).Solve(best.Defects());
            double fraction = 1;
            StabilityPolynomial next;
            do
            {
                next = new StabilityPolynomial(stages, [.. unknowns - fraction * change]);
                fraction /= 2;
            }
            while (!(next.Defects().L2Norm() < bestDefect) && fraction > 1e-3);
            if (!(next.Defects().L2Norm() < bestDefect))
                return best;
            unknowns -= 2 * fraction * change;
            best = next;
            bestDefect = next.Defects().L2Norm();
        }
        return best;
    }

    /// <summary>R(z).</summary>
    public double Value(double z)
    {
        double before = 0, at = 1;
        for (int k = 0; k < Growth.Length; k++)
            (before, at) = (at, (1 + Memory[k] + Growth[k] * z) * at - Memory[k] * before);
        return at * (1 + z * (Quartic[1] + z * (Quartic[2] + z * (Quartic[3] + z * Quartic[4]))));
    }

    /// <summary>k! times the coefficient of z^k in R, less 1, for k = 1..4: the conditions of order for linear problems.</summary>
    public Vector<double> Defects()
    {
        double[] p = [1, Front.Leaf, Front.Chain2, Front.Chain3, Front.Chain4];
        var defects = Vector<double>.Build.Dense(4);
        double factorial = 1;
        for (int k = 1; k <= 4; k++)
        {
            factorial *= k;
            double sum = 0;
            for (int i = 0; i <= k; i++)
                sum += Quartic[i] * p[k - i];
            defects[k - 1] = factorial * sum - 1;
        }
        return defects;
    }

    private static Matrix<double> Jacobian(int stages, Vector<double> unknowns)
    {
        var jacobian = Matrix<double>.Build.Dense(4, 4);
        for (int j = 0; j < 4; j++)
        {
            double shift = 1e-6 * unknowns[j];
            double[] up = [.. unknowns], down = [.. unknowns];
            up[j] += shift;
            down[j] -= shift;
            jacobian.SetColumn(j, (new StabilityPolynomial(stages, up).Defects() - new StabilityPolynomial(stages, down).Defects()) / (2 * shift));
        }
        return jacobian;
    }

    /// <summary>
    /// The recurrence of the orthogonal polynomials by Stieltjes' procedure. With s + 4 Gauss-Chebyshev nodes every scalar product,
    /// of degree 2 (s - 5) + 9 at most, is exact.
    /// </summary>
    private void Orthogonalise()
    {
        int nodes = Stages + 4;
        double length = Interval(Stages);
        double scale = length / 4;
        double[] z = new double[nodes], weight = new double[nodes], at = new double[nodes], before = new double[nodes];
        for (int m = 0; m < nodes; m++)
        {
            z[m] = -Onset + 0.5 * (length - Onset) * (Math.Cos((2 * m + 1) * Math.PI / (2 * nodes)) - 1);
            double w = 1 + z[m] * (Quartic[1] + z[m] * (Quartic[2] + z[m] * (Quartic[3] + z[m] * Quartic[4])));
            weight[m] = w * w;
            at[m] = 1;
        }
        double normBefore = 1, ratioBefore = 1;
        for (int k = 0; k < Growth.Length; k++)
        {
            (double norm, double mean) = (0, 0);
            for (int m = 0; m < nodes; m++)
            {
                double square = weight[m] * at[m] * at[m];
                norm += square;
                mean += square * z[m];
            }
            double alpha = mean / norm, beta = k == 0 ? 0 : norm / normBefore;
            double ratio = -alpha - beta * scale * scale / ratioBefore;
            Growth[k] = 1 / ratio;
            Memory[k] = ExactDifference(beta * scale * scale / (ratio * ratioBefore));
            for (int m = 0; m < nodes; m++)
                (before[m], at[m]) = (at[m], (z[m] - alpha) / scale * at[m] - beta * before[m]);
            (normBefore, ratioBefore) = (norm, ratio);
        }
    }

    /// <summary>The value nearest to m for which (1 + m) - m is 1 without rounding: constants of the motion then see no bias from stage to stage.</summary>
    private static double ExactDifference(double m) => 1 + m - 1;

    private TreeSums RunFront()
    {
        TreeSums before = default, at = default;
        for (int k = 0; k < Growth.Length; k++)
            (before, at) = (at, Growth[k] * at.Slope() + (1 + Memory[k]) * at + -Memory[k] * before);
        return at;
    }
}
