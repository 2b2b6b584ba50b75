namespace Hierarchy.Invariant;

/// <summary>Legendre series sum_l c_l P_l(mu).</summary>
internal static class LegendreSeries
{
    /// <summary>int |sum_l c_l P_l| dmu over [-1, 1], by the antiderivative between the zeros.</summary>
    /// <param name="coefficients">c_l.</param>
    /// <param name="nodes">Ascending points, close enough to separate the zeros.</param>
    /// <param name="values">The series at the nodes, one every <paramref name="stride"/> values.</param>
    /// <param name="stride">At least 1.</param>
    public static unsafe double Absolute(ReadOnlySpan<double> coefficients, double[] nodes, double* values, int stride)
    {
        double top = 0, value = 0, mu = -1;
        for (int l = 0; l < coefficients.Length; l++)
        {
            top += coefficients[l];
            value += (l & 1) == 0 ? coefficients[l] : -coefficients[l];
        }
        double sum = 0, before = Antiderivative(coefficients, -1);
        for (int m = 0; m <= nodes.Length; m++)
        {
            (double to, double next) = m < nodes.Length ? (nodes[m], values[m * stride]) : (1, top);
            if (value * next < 0)
            {
                double at = Antiderivative(coefficients, Zero(coefficients, mu, value, to, next));
                sum += Math.Abs(at - before);
                before = at;
            }
            (mu, value) = (to, next);
        }
        return sum + Math.Abs(Antiderivative(coefficients, 1) - before);
    }

    /// <summary>sum_l c_l (P_(l+1) - P_(l-1))/(2l+1), P_(-1) = 0.</summary>
    private static double Antiderivative(ReadOnlySpan<double> coefficients, double mu)
    {
        double before = 0, now = 1, sum = 0;
        for (int l = 0; l < coefficients.Length; l++)
        {
            double next = ((2 * l + 1) * mu * now - l * before) / (l + 1);
            sum += coefficients[l] * (next - before) / (2 * l + 1);
            (before, now) = (now, next);
        }
        return sum;
    }

    private static double Value(ReadOnlySpan<double> coefficients, double mu)
    {
        double before = 0, now = 1, sum = 0;
        for (int l = 0; l < coefficients.Length; l++)
        {
            sum += coefficients[l] * now;
            (before, now) = (now, ((2 * l + 1) * mu * now - l * before) / (l + 1));
        }
        return sum;
    }

    /// <summary>A zero between two values of opposite sign (regula falsi, Illinois variant).</summary>
    private static double Zero(ReadOnlySpan<double> coefficients, double from, double value, double to, double next)
    {
        double middle = from;
        for (int step = 0; step < 12; step++)
        {
            double before = middle;
            middle = (from * next - to * value) / (next - value);
            // The integral is stationary at the zero: its error is that of the zero squared.
            if (step > 0 && Math.Abs(middle - before) < 1e-6)
                break;
            double found = Value(coefficients, middle);
            if (found == 0)
                break;
            if (found * next < 0)
                (from, value) = (to, next);
            else
                value *= 0.5;
            (to, next) = (middle, found);
        }
        return middle;
    }
}
