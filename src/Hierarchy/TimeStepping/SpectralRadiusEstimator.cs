namespace Hierarchy.TimeStepping;

/// <summary>
/// The spectral radius of dF/dy by the nonlinear power iteration v := (F(y + v) - F(y)) / |F(y + v) - F(y)| |v|, which needs no matrix and three arrays.
/// It begins with the same rough field every time, so that its result depends on y alone.
/// </summary>
internal sealed unsafe class SpectralRadiusEstimator(StateAlgebra algebra)
{
    private const int FewestIterations = 4;
    private const int MostIterations = 60;
    private const double RelativeChange = 0.01;

    /// <summary>
    /// Estimates the radius at <paramref name="y"/>; the other arrays are scratch, of which <paramref name="derivative"/> ends as F(y).
    /// </summary>
    /// <returns>The estimate without any safety factor; not finite if F is not finite near y.</returns>
    public double Estimate(SystemEvaluator system, double* y, double* derivative, double* shifted, double* image)
    {
        double size = algebra.Norm(1, y);
        double radius = Math.Sqrt(double.BitIncrement(1) - 1) * (size > 0 ? size : 1);
        system.Evaluate(y, derivative);
        algebra.AddNoise(shifted, y, radius);
        double length = algebra.Norm(1, shifted, -1, y);
        double estimate = 0;
        for (int i = 1; i <= MostIterations; i++)
        {
            system.Evaluate(shifted, image);
            double image1 = algebra.Norm(1, image, -1, derivative);
            double previous = estimate;
            estimate = image1 / length;
            if (!double.IsFinite(estimate) || estimate == 0)
                return estimate;
            if (i >= FewestIterations && Math.Abs(estimate - previous) <= RelativeChange * estimate)
                return estimate;
            algebra.Combine(shifted, 1, y, radius / image1, image, -radius / image1, derivative);
            length = radius;
        }
        return estimate;
    }
}
