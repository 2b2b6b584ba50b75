using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// The spectral radius of dF/dy by the nonlinear power iteration v := (F(y + v) - F(y)) / |F(y + v) - F(y)| |v|, which needs no matrix and three arrays.
/// With a dense spectrum the quotients rise like rho (1 - c / i) after i iterations, so rho is extrapolated: quotient + i times its last rise.
/// It begins with the same rough field every time, so that its result depends on y alone; after a rejected step the error of that step is added, in which a
/// component that grew is large.
/// </summary>
internal sealed unsafe class SpectralRadiusEstimator(StateAlgebra algebra)
{
    private const int FewestIterations = 4;
    private const int MostIterations = 60;
    private const double RelativeChange = 0.01;
    private static readonly double RelativeShift = Math.Sqrt(Math.BitIncrement(1.0) - 1);

    /// <summary>
    /// The growth of the rough field alone, |F(y + v) - F(y)| / |v|, by one evaluation: from a seventh to a quarter of the radius for diffusions in two and three dimensions.
    /// </summary>
    public double Probe(SystemEvaluator system, double* y, double* derivative, double* shifted, double* image)
    {
        double size = algebra.Norm(1, y);
        double radius = RelativeShift * (size > 0 ? size : 1);
        Shift(y, derivative, shifted, radius, 0, transposed: false);
        double length = algebra.Norm(1, shifted, -1, y);
        if (algebra.IsSpread)
            Shift(y, derivative, shifted, radius, 0, transposed: true);
        system.Evaluate(shifted, image);
        return algebra.Norm(1, image, -1, derivative) / length;
    }

    /// <summary>Estimates the radius at <paramref name="y"/>; the other arrays are scratch.</summary>
    /// <param name="system">F.</param>
    /// <param name="y">The state.</param>
    /// <param name="derivative">Ends as F(y); holds the error of a rejected step if <paramref name="rejected"/>, and F(y) if <paramref name="known"/>.</param>
    /// <param name="shifted">Scratch.</param>
    /// <param name="image">Scratch.</param>
    /// <param name="rejected">Whether the iteration begins with that error as well.</param>
    /// <param name="known">Whether F(y) need not be evaluated.</param>
    /// <returns>The estimate, commonly right to a few per cent, without any safety factor; not finite if F is not finite near y.</returns>
    public double Estimate(SystemEvaluator system, double* y, double* derivative, double* shifted, double* image, bool rejected, bool known = false)
    {
        double size = algebra.Norm(1, y);
        double radius = RelativeShift * (size > 0 ? size : 1);
        double error = rejected ? algebra.Norm(1, derivative) : 0;
        Shift(y, derivative, shifted, radius, error, transposed: false);
        double length = algebra.Norm(1, shifted, -1, y);
        if (algebra.IsSpread)
            Shift(y, derivative, shifted, radius, error, transposed: true);
        if (!known)
            system.Evaluate(y, derivative);
        double quotient = 0, rise = 0;
        int iteration = 0;
        while (iteration < MostIterations)
        {
            iteration++;
            system.Evaluate(shifted, image);
            double difference = algebra.Norm(1, image, -1, derivative);
            rise = difference / length - quotient;
            quotient += rise;
            bool settled = iteration >= FewestIterations && Math.Abs(rise) <= RelativeChange * quotient;
            if (settled || !double.IsFinite(quotient) || quotient == 0)
                break;
            algebra.Combine(shifted, 1, y, radius / difference, image, -radius / difference, derivative);
            length = radius;
        }
        return quotient + Math.Max(0, iteration * rise);
    }

    /// <summary>The state with the rough field and, after a rejected step, its error.</summary>
    private void Shift(double* y, double* derivative, double* shifted, double radius, double error, bool transposed)
    {
        algebra.AddNoise(shifted, y, radius, transposed);
        if (error > 0 && double.IsFinite(error))
            algebra.Combine(shifted, 1, shifted, radius / error, derivative);
    }
}
