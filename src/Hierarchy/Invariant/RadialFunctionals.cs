namespace Hierarchy.Invariant;

/// <summary>Functionals of f alone and of two densities on one set of splines, by the Gauss points of the elements.</summary>
internal static class RadialFunctionals
{
    private const int SamplesPerElement = 16;

    /// <summary>int f |v|^k dv.</summary>
    public static double Moment(InvariantPair pair, int power)
    {
        double sum = 0;
        RadialBasis basis = pair.Basis;
        for (int a = 0; a < basis.PointCount; a++)
            sum += basis.Weights[a] * Math.Pow(basis.Radii[a], power + 2) * pair.Density(basis.Radii[a]);
        return 4 * Math.PI * sum;
    }

    /// <summary>int f p(|v|) dv.</summary>
    public static double Mean(InvariantPair pair, Func<double, double> function) => Integrate(pair.Basis, r => pair.Density(r) * function(r));

    /// <summary>About what int f |v|^k dv misses beyond R, for a Gaussian tail of the temperature theta: 4 pi f(R) R^(k+1) theta.</summary>
    public static double Tail(InvariantPair pair, int power)
    {
        double radius = pair.Basis.Splines.Radius;
        return 4 * Math.PI * Math.Abs(pair.Density(radius)) * Math.Pow(radius, power + 1) * pair.Basis.Temperature;
    }

    /// <summary>int f log f dv and int |grad f|^2/f dv, where f is positive.</summary>
    public static (double Entropy, double Fisher) Information(InvariantPair pair)
    {
        double entropy = 0, fisher = 0;
        RadialBasis basis = pair.Basis;
        for (int a = 0; a < basis.PointCount; a++)
        {
            (double f, double slope) = pair.DensityAndSlope(basis.Radii[a]);
            if (!(f > 0))
                continue;
            double weight = 4 * Math.PI * basis.Weights[a] * basis.Radii[a] * basis.Radii[a];
            entropy += weight * f * Math.Log(f);
            fisher += weight * slope * slope / f;
        }
        return (entropy, fisher);
    }

    /// <summary>int p log(p/q) dv = int q ((1 + x) log(1 + x) - x) dv, x = p/q - 1, where q is positive.</summary>
    public static double RelativeEntropy(InvariantPair p, InvariantPair q) => Integrate(q.Basis, r =>
    {
        double reference = q.Density(r);
        return reference > 0 ? reference * Convex((p.Density(r) - reference) / reference) : 0;
    });

    /// <summary>int p |grad log(p/q)|^2 dv, where both are positive.</summary>
    public static double RelativeFisher(InvariantPair p, InvariantPair q) => Integrate(q.Basis, r =>
    {
        (double own, double slope) = p.DensityAndSlope(r);
        (double density, double bend) = q.DensityAndSlope(r);
        double gradient = (slope - own / density * bend) / own;
        return own > 0 && density > 0 ? own * gradient * gradient : 0;
    });

    /// <summary>int d^2/q dv.</summary>
    public static double ChiSquare(Func<double, double> difference, InvariantPair q) => Integrate(q.Basis, r => Math.Pow(difference(r), 2) / q.Density(r));

    /// <summary>int q |grad(d/q)|^2 dv.</summary>
    public static double ChiFisher(InvariantPair difference, InvariantPair q) => Integrate(q.Basis, r =>
    {
        (double d, double slope) = difference.DensityAndSlope(r);
        (double density, double bend) = q.DensityAndSlope(r);
        double gradient = (slope - d * bend / density) / density;
        return density * gradient * gradient;
    });

    /// <summary>int d^2 dv.</summary>
    public static double Square(RadialBasis basis, Func<double, double> difference) => Integrate(basis, r => Math.Pow(difference(r), 2));

    /// <summary>max |d| over samples of every element.</summary>
    public static double Largest(RadialBasis basis, Func<double, double> difference)
    {
        double largest = 0;
        for (int k = 0; k <= basis.Splines.Elements * SamplesPerElement; k++)
            largest = Math.Max(largest, Math.Abs(difference(Sample(basis, k))));
        return largest;
    }

    /// <summary>The smallest f over samples of every element, and int max(-f, 0) dv.</summary>
    public static (double Smallest, double NegativeMass) Positivity(InvariantPair pair)
    {
        double smallest = double.PositiveInfinity;
        for (int k = 0; k <= pair.Basis.Splines.Elements * SamplesPerElement; k++)
            smallest = Math.Min(smallest, pair.Density(Sample(pair.Basis, k)));
        return (smallest, smallest < 0 ? Integrate(pair.Basis, r => Math.Max(0, -pair.Density(r))) : 0);
    }

    /// <summary>int |d| dv, cut at the changes of sign.</summary>
    public static double Absolute(RadialBasis basis, Func<double, double> difference)
    {
        double sum = 0, from = 0, value = difference(0);
        for (int k = 1; k <= basis.Splines.Elements * SamplesPerElement; k++)
        {
            double to = Sample(basis, k), next = difference(to);
            if (value * next < 0)
            {
                double root = Root(difference, from, value, to);
                sum += Math.Abs(Piece(difference, from, root)) + Math.Abs(Piece(difference, root, to));
            }
            else
                sum += Math.Abs(Piece(difference, from, to));
            (from, value) = (to, next);
        }
        return sum;
    }

    /// <summary>(1 + x) log(1 + x) - x without cancellation; its limit beyond x = -1, where there is no logarithm.</summary>
    public static double Convex(double x)
    {
        if (Math.Abs(x) < 0.02)
            return x * x * (1.0 / 2 - x * (1.0 / 6 - x * (1.0 / 12 - x * (1.0 / 20 - x * (1.0 / 30 - x * (1.0 / 42 - x / 56))))));
        return x > -1 ? (1 + x) * Math.Log(1 + x) - x : 1;
    }

    private static double Integrate(RadialBasis basis, Func<double, double> integrand)
    {
        double sum = 0;
        for (int a = 0; a < basis.PointCount; a++)
            sum += basis.Weights[a] * basis.Radii[a] * basis.Radii[a] * integrand(basis.Radii[a]);
        return 4 * Math.PI * sum;
    }

    private static double Sample(RadialBasis basis, int k)
    {
        int element = Math.Min(k / SamplesPerElement, basis.Splines.Elements - 1);
        double low = basis.Splines.Breaks[element], high = basis.Splines.Breaks[element + 1];
        return low + (high - low) * (k - element * SamplesPerElement) / SamplesPerElement;
    }

    private static double Piece(Func<double, double> function, double from, double to)
    {
        (double[] nodes, double[] weights) = LegendreTables.Rule(6);
        double sum = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            double r = from + (to - from) * nodes[i];
            sum += weights[i] * r * r * function(r);
        }
        return 4 * Math.PI * (to - from) * sum;
    }

    private static double Root(Func<double, double> function, double from, double value, double to)
    {
        for (int step = 0; step < 40; step++)
        {
            double middle = 0.5 * (from + to), found = function(middle);
            if (found * value > 0)
                from = middle;
            else
                to = middle;
        }
        return 0.5 * (from + to);
    }
}
