namespace Hierarchy.Invariant;

/// <summary>
/// g near v1 = v2, in z = v1 - v2 at a given V = v1 + v2: the part that turns as P_2(s), s = cos(V, z),
/// <code>
/// g_2(|V|, |z|) = (5/2) int_{-1}^{1} g P_2(s) ds,     |v1|^2, |v2|^2 = (V^2 + z^2)/4 +- |V||z| s/2.
/// </code>
/// To leading order in 1/N it begins like |z|. In N g = G the source P[f f] = -4 |z|^-1 kappa f(V/2)^2 P_2 + ..., kappa = (log f)'' - (log f)'/r, is balanced by the diffusion of
/// both particles, 2 (A*f)(V/2) : grad_z grad_z G, for Coulomb.
/// </summary>
internal static class RelativeHarmonic
{
    private const int Nodes = 16, HarmonicsOfSlope = 6;

    /// <summary>g_2(|V|, |z|).</summary>
    public static double Of(InvariantPair pair, double total, double difference)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(Nodes);
        double sum = 0, mean = (total * total + difference * difference) / 4;
        for (int k = 0; k < nodes.Length; k++)
        {
            double s = nodes[k], half = total * difference * s / 2;
            double r1 = Math.Sqrt(mean + half), r2 = Math.Sqrt(Math.Max(0, mean - half)), product = (total * total - difference * difference) / 4;
            double mu = r1 * r2 > 0 ? Math.Clamp(product / (r1 * r2), -1, 1) : 0;
            // Even in s, since exchange of the particles turns z round.
            sum += 5 * weights[k] * (3 * s * s - 1) / 2 * pair.Correlation(r1, r2, mu);
        }
        return sum;
    }

    /// <summary>
    /// lim G_2/|z| at z = 0 to leading order in 1/N, for Coulomb at any strength, from f at one time; |z| y(s) with even y solves 2 a : grad grad (|z| y) = 4
    /// kappa f^2 P_2/|z|.
    /// </summary>
    /// <param name="density">f of the Landau equation.</param>
    /// <param name="r">|V|/2 &gt; 0.</param>
    public static double CoulombSlope(InvariantPair density, double r)
    {
        (double along, double across) = Diffusion(density, r);
        double[][] rows = new double[HarmonicsOfSlope][];
        (double[] nodes, double[] weights) = LegendreTables.Rule(4 * HarmonicsOfSlope);
        double[] values = new double[2 * HarmonicsOfSlope], slopes = new double[2 * HarmonicsOfSlope];
        for (int k = 0; k < HarmonicsOfSlope; k++)
            rows[k] = new double[HarmonicsOfSlope + 1];
        for (int m = 0; m < nodes.Length; m++)
        {
            double s = nodes[m], sine = 1 - s * s;
            LegendreTables.Polynomials(s, values);
            LegendreTables.Derivatives(values, slopes);
            for (int j = 0; j < HarmonicsOfSlope; j++)
            {
                int l = 2 * j;
                // Legendre's equation: (1 - s^2) y'' = 2 s y' - l(l+1) y.
                double image = across * (2 - l * (l + 1)) * values[l] + (along - across) * sine * (values[l] - s * slopes[l] + 2 * s * slopes[l] - l * (l + 1) * values[l]);
                for (int k = 0; k < HarmonicsOfSlope; k++)
                    rows[k][j] += weights[m] * (4 * k + 1) * values[2 * k] * image;
            }
        }
        rows[1][HarmonicsOfSlope] = 2 * Source(density, r);
        return Solve(rows)[1];
    }

    /// <summary>kappa f^2 at r.</summary>
    public static double Source(InvariantPair density, double r)
    {
        double step = 0.01 * density.Basis.Splines.Radius / density.Basis.Splines.Elements;
        double Slope(double at)
        {
            (double value, double slope) = density.DensityAndSlope(at);
            return slope / value;
        }
        double second = (Slope(r + step) - Slope(r - step)) / (2 * step);
        return (second - Slope(r) / r) * Math.Pow(density.Density(r), 2);
    }

    /// <summary>A*f along v and across, A = grad grad |z|.</summary>
    private static (double Along, double Across) Diffusion(InvariantPair density, double r)
    {
        double along = 0, across = 0;
        RadialBasis basis = density.Basis;
        for (int a = 0; a < basis.PointCount; a++)
        {
            double at = basis.Radii[a], shell = 4 * Math.PI * basis.Weights[a] * at * at * density.Density(at);
            along += shell * (at < r ? 2 * at * at / (3 * r * r * r) : 2 / (3 * at));
            across += shell * (at < r ? (1 - at * at / (3 * r * r)) / r : 2 / (3 * at));
        }
        return (along, across);
    }

    /// <summary>Gauss's elimination with pivots of rows with their right side.</summary>
    private static double[] Solve(double[][] rows)
    {
        int n = rows.Length;
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(rows[i][k]));
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            for (int i = k + 1; i < n; i++)
            {
                double factor = rows[i][k] / rows[k][k];
                for (int j = k; j <= n; j++)
                    rows[i][j] -= factor * rows[k][j];
            }
        }
        double[] solution = new double[n];
        for (int k = n - 1; k >= 0; k--)
        {
            solution[k] = rows[k][n] / rows[k][k];
            for (int j = k + 1; j < n; j++)
                solution[k] -= rows[k][j] / rows[k][k] * solution[j];
        }
        return solution;
    }
}
