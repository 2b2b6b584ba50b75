namespace Hierarchy.Spectral;

/// <summary>
/// Gauss quadrature on [0, 1] with the weight r^beta: sum_i w_i p(r_i) = int_0^1 r^beta p(r) dr for every polynomial p of degree below 2m.
/// </summary>
/// <remarks>
/// Nodes are the eigenvalues of the Jacobi matrix of the polynomials orthogonal under the weight, weights the squared first components
/// of its eigenvectors (Golub and Welsch, Math. Comp. 23, 1969), found by implicit QL steps on the tridiagonal matrix in O(m^2).
/// </remarks>
internal sealed class GaussJacobiRule
{
    private const int MaximumSweeps = 60;

    /// <summary>Computes the rule.</summary>
    /// <param name="count">m, at least 1.</param>
    /// <param name="beta">Greater than -1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public GaussJacobiRule(int count, double beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(beta > -1) || !double.IsFinite(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "the exponent of the weight is greater than -1");
        double[] diagonal = new double[count], coupling = new double[count], first = new double[count];
        FillJacobiMatrix(beta, diagonal, coupling);
        first[0] = 1;
        Diagonalise(diagonal, coupling, first);
        Array.Sort(diagonal, first);
        Nodes = diagonal;
        Weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            Nodes[i] = 0.5 * (1 + diagonal[i]);
            Weights[i] = first[i] * first[i] / (beta + 1);
        }
    }

    /// <summary>r_i in (0, 1), ascending.</summary>
    public double[] Nodes { get; }

    /// <summary>w_i &gt; 0, with sum 1/(beta + 1).</summary>
    public double[] Weights { get; }

    /// <summary>Recurrence coefficients of the Jacobi polynomials P^(0, beta) on [-1, 1].</summary>
    private static void FillJacobiMatrix(double beta, double[] diagonal, double[] coupling)
    {
        diagonal[0] = beta / (beta + 2);
        for (int k = 1; k < diagonal.Length; k++)
        {
            double s = 2 * k + beta;
            diagonal[k] = beta * beta / (s * (s + 2));
            coupling[k - 1] = 2 * k * (k + beta) / (s * Math.Sqrt((s - 1) * (s + 1)));
        }
    }

    /// <summary>Implicit QL with shifts; <paramref name="first"/> carries the first row of the eigenvector matrix along.</summary>
    private static void Diagonalise(double[] diagonal, double[] coupling, double[] first)
    {
        for (int low = 0; low < diagonal.Length; low++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int high = FindSplit(diagonal, coupling, low);
                if (high == low)
                    break;
                if (sweep == MaximumSweeps)
                    throw new ArithmeticException("the quadrature nodes did not converge");
                Sweep(diagonal, coupling, first, low, high);
            }
        }
    }

    private static int FindSplit(double[] diagonal, double[] coupling, int low)
    {
        for (int i = low; i < diagonal.Length - 1; i++)
        {
            if (Math.Abs(coupling[i]) <= 1e-17 * (Math.Abs(diagonal[i]) + Math.Abs(diagonal[i + 1])))
                return i;
        }
        return diagonal.Length - 1;
    }

    private static void Sweep(double[] d, double[] e, double[] first, int low, int high)
    {
        double half = (d[low + 1] - d[low]) / (2 * e[low]);
        double shifted = d[high] - d[low] + e[low] / (half + Math.CopySign(double.Hypot(half, 1), half));
        double sine = 1, cosine = 1, moved = 0;
        for (int i = high - 1; i >= low; i--)
        {
            double f = sine * e[i], b = cosine * e[i], r = double.Hypot(f, shifted);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= moved;
                e[high] = 0;
                return;
            }
            (sine, cosine) = (f / r, shifted / r);
            double below = d[i + 1] - moved;
            double turned = (d[i] - below) * sine + 2 * cosine * b;
            moved = sine * turned;
            d[i + 1] = below + moved;
            shifted = cosine * turned - b;
            (first[i + 1], first[i]) = (sine * first[i] + cosine * first[i + 1], cosine * first[i] - sine * first[i + 1]);
        }
        d[low] -= moved;
        e[low] = shifted;
        e[high] = 0;
    }
}
