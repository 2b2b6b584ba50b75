namespace Hierarchy.Invariant;

/// <summary>Gauss-Legendre rules and Legendre polynomials.</summary>
internal static class LegendreTables
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, (double[] Nodes, double[] Weights)> Rules = new();

    /// <summary>The Gauss rule of m nodes on [0, 1], ascending; exact for polynomials of degree below 2m.</summary>
    public static (double[] Nodes, double[] Weights) Rule(int count) => Rules.GetOrAdd(count, Make);

    /// <summary>P_0(x), ..., P_K(x), as many as the span holds.</summary>
    public static void Polynomials(double x, Span<double> values)
    {
        values[0] = 1;
        if (values.Length > 1)
            values[1] = x;
        for (int k = 1; k + 1 < values.Length; k++)
            values[k + 1] = ((2 * k + 1) * x * values[k] - k * values[k - 1]) / (k + 1);
    }

    /// <summary>From the values of <see cref="Polynomials"/> the derivatives P_k'(x) = P_(k-2)'(x) + (2k - 1) P_(k-1)(x).</summary>
    public static void Derivatives(ReadOnlySpan<double> values, Span<double> derivatives)
    {
        for (int k = 0; k < derivatives.Length; k++)
            derivatives[k] = k == 0 ? 0 : (2 * k - 1) * values[k - 1] + (k > 1 ? derivatives[k - 2] : 0);
    }

    /// <summary>Newton steps on the polynomial from the asymptotic zeros.</summary>
    private static (double[] Nodes, double[] Weights) Make(int count)
    {
        double[] nodes = new double[count], weights = new double[count], values = new double[count + 1], slopes = new double[count + 1];
        for (int i = 0; i < count; i++)
        {
            double x = -Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            if (2 * i + 1 == count)
                x = 0;
            for (int step = 0; step < 6; step++)
            {
                Polynomials(x, values);
                Derivatives(values, slopes);
                x -= 2 * i + 1 == count ? 0 : values[count] / slopes[count];
            }
            nodes[i] = 0.5 * (1 + x);
            weights[i] = 1 / ((1 - x * x) * slopes[count] * slopes[count]);
        }
        return (nodes, weights);
    }
}
