namespace Hierarchy.Invariant;

/// <summary>
/// Splines of even degree p and smoothness p - 1 on [0, R] that continue to [-R, R] as even or as odd functions: B-splines on breakpoints that are mirrored at 0, in pairs
/// phi_i(r) + phi_i(-r) or phi_i(r) - phi_i(-r). The elements are graded like sinh: the breakpoints are R sinh(s k/n)/sinh(s), k = 0..n, cosh(s) the ratio of the widths of the
/// last and the first element.
/// </summary>
/// <remarks>
/// A mode l of a smooth function of v is r^l times a smooth function of r^2, so l even takes the even and l odd the odd splines. Without the symmetry the splines at the
/// origin have a few eigenvalues far above the others. The even splines have the sum 1 and span 1, r^2, ..., r^p, the odd ones r, ..., r^(p-1).
/// On element e the functions <see cref="First"/>(e), ..., <see cref="First"/>(e) + p are tabulated, of which the last vanish on the first p/2 elements.
/// </remarks>
internal sealed class RadialSplines
{
    private readonly double[] _knots;

    /// <summary>Makes the splines.</summary>
    /// <param name="elements">n &gt; p.</param>
    /// <param name="radius">R &gt; 0.</param>
    /// <param name="degree">p, even and at least 4: the fourth moment of the speed is then among the test functions.</param>
    /// <param name="grading">The ratio of the widths of the last and the first element, at least 1.</param>
    public RadialSplines(int elements, double radius, int degree = 4, double grading = 7.389)
    {
        Elements = elements;
        Degree = degree;
        double stretch = Math.Acosh(Math.Max(grading, 1 + 1e-12));
        Breaks = [.. Enumerable.Range(0, elements + 1).Select(k => radius * Math.Sinh(stretch * k / elements) / Math.Sinh(stretch))];
        Breaks[elements] = radius;
        _knots = [.. Enumerable.Range(1, degree).Select(k => -Breaks[degree + 1 - k]), .. Breaks, .. Enumerable.Repeat(radius, degree)];
    }

    /// <summary>n.</summary>
    public int Elements { get; }

    /// <summary>p.</summary>
    public int Degree { get; }

    /// <summary>The number of splines of either parity, n + p/2.</summary>
    public int Count => Elements + Degree / 2;

    /// <summary>The n + 1 ends of the elements.</summary>
    public double[] Breaks { get; }

    /// <summary>R.</summary>
    public double Radius => Breaks[^1];

    /// <summary>The first function that is tabulated on an element.</summary>
    public int First(int element) => Math.Max(0, element - Degree / 2);

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
            sum += _knots[i + Degree / 2 + k];
        return sum / Degree;
    }

    /// <summary>The values and first two derivatives at r of the p + 1 functions that are tabulated on an element (recurrences of Cox and de Boor).</summary>
    /// <param name="element">The element that holds r.</param>
    /// <param name="r">In [0, R].</param>
    /// <param name="parity">0 for the even and 1 for the odd functions.</param>
    /// <param name="value">p + 1 values.</param>
    /// <param name="first">p + 1 derivatives.</param>
    /// <param name="second">p + 1 second derivatives.</param>
    public void Evaluate(int element, double r, int parity, Span<double> value, Span<double> first, Span<double> second)
    {
        int p = Degree;
        Span<double> lower = stackalloc double[p + 1], lowest = stackalloc double[p + 1], slope = stackalloc double[p + 1];
        Fill(element, r, p, value);
        Fill(element, r, p - 1, lower);
        Fill(element, r, p - 2, lowest);
        Differentiate(element, p - 1, lowest, slope);
        Differentiate(element, p, lower, first);
        Differentiate(element, p, slope, second);
        Fold(element, parity, value);
        Fold(element, parity, first);
        Fold(element, parity, second);
    }

    /// <summary>Adds the B-splines that are centred below 0 to their mirror images.</summary>
    private void Fold(int element, int parity, Span<double> values)
    {
        int below = Degree / 2 - element;
        if (below <= 0)
            return;
        Span<double> folded = stackalloc double[Degree + 1];
        folded.Clear();
        for (int j = 0; j <= Degree; j++)
        {
            int from = j - below;
            if (from >= 0)
                folded[from] += values[j];
            else
                folded[-1 - from] += parity == 0 ? values[j] : -values[j];
        }
        folded.CopyTo(values);
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
