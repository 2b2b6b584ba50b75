namespace Hierarchy.Invariant;

/// <summary>The sums over mu at one point (r1, r2) of <see cref="PairQuadrature"/>, in units of f f over w(r1) w(r2).</summary>
/// <param name="product">f(r1) f(r2) over w(r1) w(r2).</param>
/// <param name="first">f'/f at r1, without the derivative of w.</param>
/// <param name="second">f'/f at r2, the same.</param>
/// <param name="bend">1/r1^2 + 1/r2^2.</param>
internal struct PointSums(double product, double first, double second, double bend)
{
    private const double Reach = 0.05;
    private double _information, _fisher, _excluded, _chi, _gradient, _square, _negative, _absolute;
    private double _smallest = double.PositiveInfinity;

    /// <summary>Adds one node.</summary>
    /// <param name="weight">That of the node.</param>
    /// <param name="sine">1 - mu^2.</param>
    /// <param name="g">g over w w.</param>
    /// <param name="g1">d_1 g, likewise.</param>
    /// <param name="g2">d_2 g, likewise.</param>
    /// <param name="gm">d_mu g, likewise.</param>
    public void Add(double weight, double sine, double g, double g1, double g2, double gm)
    {
        _square += weight * g * g;
        _absolute += weight * Math.Abs(g);
        double pair = product + g;
        _smallest = Math.Min(_smallest, pair);
        _negative += pair < 0 ? -weight * pair : 0;
        if (!(product > 0))
            return;
        double x = g / product, x1 = g1 / product - x * first, x2 = g2 / product - x * second, xm = gm / product;
        double gradient = weight * (x1 * x1 + x2 * x2 + sine * bend * xm * xm);
        _chi += weight * x * x;
        _gradient += gradient;
        _information += weight * RadialFunctionals.Convex(x);
        if (1 + x > 0)
            _fisher += gradient / (1 + x);
        if (1 + x < Reach)
            _excluded += gradient;
    }

    /// <summary>The sums at the point, of |g| by the nodes alone.</summary>
    /// <param name="weight">That of the point.</param>
    /// <param name="gaussian">w(r1) w(r2).</param>
    public readonly PairFunctionalSums Sums(double weight, double gaussian)
    {
        double scale = weight * gaussian, own = scale * product;
        return new(
            own * _information, own * _fisher, own * _excluded, own * _chi, own * _gradient, scale * _absolute, 0, scale * gaussian * _square, gaussian * _smallest,
                scale * _negative);
    }
}
