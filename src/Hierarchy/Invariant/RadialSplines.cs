namespace Hierarchy.Invariant;

/// <summary>
/// B-splines of degree p on [0, R], of smoothness p - 1, on elements graded like sinh: the breakpoints are R sinh(s k/n)/sinh(s), k = 0..n, cosh(s) the ratio of the
/// widths of the last and the first element. On element e the splines e, ..., e + p do not vanish; their sum is 1, and they span all polynomials of degree p.
/// </summary>
internal sealed class RadialSplines
{
    private readonly double[] _knots;

    /// <summary>Makes the splines.</summary>
    /// <param name="elements">n, at least 2.</param>
    /// <param name="radius">R &gt; 0.</param>
    /// <param name="degree">p, at least 4: the fourth moment of the speed is then among the test functions.</param>
    /// <param name="grading">The ratio of the widths of the last and the first element, at least 1.</param>
    public RadialSplines(int elements, double radius, int degree = 4, double grading = 7.389)
    {
        Elements = elements;
        Degree = degree;
        double stretch = Math.Acosh(Math.Max(grading, 1 + 1e-12));
        Breaks = [.. Enumerable.Range(0, elements + 1).Select(k => radius * Math.Sinh(stretch * k / elements) / Math.Sinh(stretch))];
        Breaks[elements] = radius;
        _knots = [.. Enumerable.Repeat(0.0, degree), .. Breaks, .. Enumerable.Repeat(radius, degree)];
    }

    /// <summary>n.</summary>
    public int Elements { get; }

    /// <summary>p.</summary>
    public int Degree { get; }

    /// <summary>The number of splines, n + p.</summary>
    public int Count => Elements + Degree;

    /// <summary>The n + 1 ends of the elements.</summary>
    public double[] Breaks { get; }

    /// <summary>R.</summary>
    public double Radius => Breaks[^1];

    /// <summary>The element that holds r; the last one beyond R.</summary>
    public int ElementOf(double r)
    {
        int found = Array.BinarySearch(Breaks, r);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, Elements - 1);
    }

    /// <summary>The point at which spline i is centred, the mean of its inner knots.</summary>
    public double Centre(int i)
    {
        double sum = 0;
        for (int k = 1; k <= Degree; k++)
            sum += _knots[i + k];
        return sum / Degree;
    }

    /// <summary>The values and first two derivatives of splines <paramref name="element"/> + 0..p at r, p + 1 values each (recurrences of Cox and de Boor).</summary>
    public void Evaluate(int element, double r, Span<double> value, Span<double> first, Span<double> second)
    {
        int p = Degree;
        Span<double> lower = stackalloc double[p + 1], lowest = stackalloc double[p + 1];
        Fill(element, r, p, value);
        Fill(element, r, p - 1, lower);
        Fill(element, r, p - 2, lowest);
        Span<double> slope = stackalloc double[p + 1];
        Differentiate(element, p - 1, lowest, slope);
        Differentiate(element, p, lower, first);
        Differentiate(element, p, slope, second);
    }

    /// <summary>The k + 1 splines of degree k that do not vanish on the element.</summary>
    private void Fill(int element, double r, int k, Span<double> values)
    {
        int at = element + Degree;
        values[0] = 1;
        for (int d = 1; d <= k; d++)
        {
            double carried = 0;
            for (int i = 0; i < d; i++)
            {
                double left = _knots[at + 1 + i - d], right = _knots[at + 1 + i], part = values[i] / (right - left);
                values[i] = carried + (right - r) * part;
                carried = (r - left) * part;
            }
            values[d] = carried;
        }
    }

    /// <summary>From the k coefficients of a function of degree k - 1 a spline, those of the derivative of every spline of degree k.</summary>
    private void Differentiate(int element, int k, ReadOnlySpan<double> lower, Span<double> derivative)
    {
        int at = element + Degree;
        for (int i = 0; i <= k; i++)
        {
            double own = i > 0 ? lower[i - 1] / (_knots[at + i] - _knots[at + i - k]) : 0;
            double next = i < k ? lower[i] / (_knots[at + i + 1] - _knots[at + i + 1 - k]) : 0;
            derivative[i] = k * (own - next);
        }
    }
}
