namespace Hierarchy.Densities;

/// <summary>
/// What a density leaves outside boxes [-L, L)^d about a centre: the shares of its mass, of E|v - c|^2 and of E|v - c|^4, the largest of the three for each L, from sums over a
/// box that holds all but 1e-13 of the mass.
/// </summary>
internal sealed class DatumTails
{
    private const double NoMass = 1e-13, LargestHalfWidth = 1e6;
    private readonly double _spacing;

    /// <summary>The largest of the three shares outside k spacings.</summary>
    private readonly double[] _shares;

    /// <summary>Sums over 2 x 64 points an axis in d = 2, 2 x 32 in d = 3.</summary>
    /// <param name="components">The datum, weights included.</param>
    /// <param name="centre">c, d values.</param>
    public DatumTails(IReadOnlyList<IInitialDensity> components, double[] centre)
    {
        int d = centre.Length, half = d == 2 ? 64 : 32;
        double wide = 1;
        while (wide < LargestHalfWidth && components.Sum(component => component.Weight * Math.Abs(component.MassOutside(centre, wide))) > NoMass)
            wide *= 1.25;
        HalfWidthOfAll = wide;
        _spacing = wide / half;
        double[] sides = [.. Enumerable.Range(0, 2 * half).Select(i => (i - half + 0.5) * _spacing)];
        double[] values = new double[(int)Math.Pow(2 * half, d)], sum = new double[values.Length];
        foreach (IInitialDensity component in components)
        {
            InitialDensities.OnProduct(component, [.. centre.Select(c => Array.ConvertAll(sides, v => v + c))], values);
            for (int i = 0; i < values.Length; i++)
                sum[i] += component.Weight * Math.Abs(values[i]);
        }
        _shares = Shares(sum, sides, d);
    }

    /// <summary>A box that holds all but 1e-13 of the mass.</summary>
    public double HalfWidthOfAll { get; }

    /// <summary>The smallest half width outside of which there is at most that share of mass, energy and fourth moment, by interpolation of the logarithm.</summary>
    public double HalfWidth(double share)
    {
        for (int k = _shares.Length - 2; k > 0; k--)
        {
            if (_shares[k] <= share)
                continue;
            double above = Math.Log(_shares[k]), below = Math.Log(Math.Max(_shares[k + 1], double.Epsilon));
            return _spacing * (k + Math.Clamp((above - Math.Log(share)) / (above - below), 0, 1));
        }
        return _spacing;
    }

    private static double[] Shares(double[] values, double[] sides, int d)
    {
        int n = sides.Length, half = n / 2;
        double[,] shells = new double[half, 3];
        for (int i = 0; i < values.Length; i++)
        {
            double square = 0;
            int shell = 0;
            for (int a = 0, rest = i; a < d; a++, rest /= n)
            {
                int at = rest % n;
                square += sides[at] * sides[at];
                shell = Math.Max(shell, at < half ? half - 1 - at : at - half);
            }
            shells[shell, 0] += values[i];
            shells[shell, 1] += values[i] * square;
            shells[shell, 2] += values[i] * square * square;
        }
        double[] shares = new double[half + 1];
        for (int power = 0; power < 3; power++)
        {
            double total = 0, outside = 0;
            for (int k = 0; k < half; k++)
                total += shells[k, power];
            for (int k = half - 1; k >= 0; k--)
                shares[k] = Math.Max(shares[k], (outside += shells[k, power]) / total);
        }
        return shares;
    }
}
