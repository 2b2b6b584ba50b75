namespace Hierarchy.Analysis;

/// <summary>The order p of a rule whose error is C h^p, from its results at three levels, or from its errors at two.</summary>
internal static class ObservedOrder
{
    /// <summary>Orders outside of [<see cref="Least"/>, <see cref="Largest"/>] say that the levels do not follow a power of h.</summary>
    public const double Least = 0.1;

    /// <inheritdoc cref="Least"/>
    public const double Largest = 20;

    /// <summary>Differences below this part of the value are rounding.</summary>
    private const double RoundOff = 1e-14;

    private const int Bisections = 100;

    /// <summary>
    /// p of (q_1 - q_2)/(q_2 - q_3) = (h_1^p - h_2^p)/(h_2^p - h_3^p), for levels at any distance: q_k = q + C h_k^p.
    /// The right side grows with p, so there is one root or none.
    /// </summary>
    /// <param name="spacings">h_1 &gt; h_2 &gt; h_3 &gt; 0.</param>
    /// <param name="coarse">q_1 - q_2.</param>
    /// <param name="fine">q_2 - q_3.</param>
    /// <param name="scale">The size of q.</param>
    /// <returns>p; NaN where the three values are not in the asymptotic range of any order between the bounds.</returns>
    public static double OfThree(ReadOnlySpan<double> spacings, double coarse, double fine, double scale)
    {
        double first = Math.Log(spacings[0] / spacings[1]), second = Math.Log(spacings[1] / spacings[2]), wanted = coarse / fine;
        bool isResolved = Math.Min(Math.Abs(coarse), Math.Abs(fine)) > RoundOff * Math.Abs(scale);
        if (!isResolved || !(wanted > Ratio(Least, first, second)) || !(wanted < Ratio(Largest, first, second)))
            return double.NaN;
        double low = Least, high = Largest;
        for (int i = 0; i < Bisections; i++)
        {
            double middle = 0.5 * (low + high);
            if (Ratio(middle, first, second) < wanted)
                low = middle;
            else
                high = middle;
        }
        return 0.5 * (low + high);
    }

    /// <summary>C of q_2 - q_3 = C (h_2^p - h_3^p).</summary>
    public static double Constant(double coarse, double fine, double difference, double order) => difference / (Math.Pow(coarse, order) - Math.Pow(fine, order));

    /// <summary>log(e_1/e_2)/log(h_1/h_2), for errors against the truth.</summary>
    public static double OfTwo(double coarse, double fine, double coarseError, double fineError) => Math.Log(coarseError / fineError) / Math.Log(coarse / fine);

    /// <summary>(h_1^p - h_2^p)/(h_2^p - h_3^p) in the logarithms of h_1/h_2 and h_2/h_3.</summary>
    private static double Ratio(double order, double first, double second) => ExpLessOne(order * first) / -ExpLessOne(-order * second);

    /// <summary>exp(x) - 1 = 2 sinh(x/2) exp(x/2), without cancellation.</summary>
    private static double ExpLessOne(double x) => 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);
}
