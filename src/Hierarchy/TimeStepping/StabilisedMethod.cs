using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// The second-order Runge-Kutta-Chebyshev method with damping 2/13 and its embedded error estimate
/// (Sommeijer, Shampine and Verwer, J. Comput. Appl. Math. 88 (1998) 315).
/// </summary>
internal sealed unsafe class StabilisedMethod(StateAlgebra algebra, SystemEvaluator system, int length) : IDisposable
{
    /// <summary>The order p of the error estimate: it is O(h^p).</summary>
    public const int EstimateOrder = 3;

    /// <summary>The fewest and the most stages.</summary>
    public const int FewestStages = 2, MostStages = 200;

    private readonly NativeBuffer[] _arrays = [new(length), new(length), new(length), new(length)];

    /// <summary>The arrays of the state's length that the method owns.</summary>
    public int WorkArrays => _arrays.Length;

    /// <summary>Scratch array i.</summary>
    public double* Array(int i) => _arrays[i].Pointer;

    /// <summary>The new value of the last <see cref="Attempt"/>.</summary>
    public double* Result { get; private set; }

    /// <summary>The length of the interval [-l, 0] of z = h lambda on which s stages are stable.</summary>
    public static double StabilityInterval(int stages) => 0.65 * (stages * stages - 1);

    /// <summary>Tries a step from y, which stays as it is.</summary>
    /// <returns>The norm of the error estimate.</returns>
    public double Attempt(double* y, double h, int stages)
    {
        double w0 = 1 + 2.0 / 13 / (stages * stages);
        (_, double d1, double d2) = Chebyshev(stages, w0);
        double w1 = d1 / d2;
        double* f0 = Array(0);
        double* previous = Array(1);
        double* current = Array(2);
        double* slope = Array(3);
        system.Evaluate(y, f0);
        (double b2, _) = Coefficients(2, w0);
        algebra.Combine(current, 1, y, h * b2 * w1, f0);
        algebra.Combine(previous, 1, y, 0, f0);
        for (int j = 2; j <= stages; j++)
        {
            (double b, _) = Coefficients(j, w0);
            (double bPrevious, double a) = Coefficients(j - 1, w0);
            (double bBefore, _) = Coefficients(j - 2, w0);
            double mu = 2 * b * w0 / bPrevious, nu = -b / bBefore, m = 2 * b * w1 / bPrevious;
            system.Evaluate(current, slope);
            algebra.Combine(previous, nu, previous, mu, current, m * h, slope, -a * m * h, f0);
            algebra.Combine(previous, 1, previous, 1 - mu - nu, y);
            double* swap = previous;
            previous = current;
            current = swap;
        }
        system.Evaluate(current, slope);
        Result = current;
        return algebra.Norm(0.8, y, -0.8, current, 0.4 * h, f0, 0.4 * h, slope);
    }

    public void Dispose()
    {
        foreach (NativeBuffer array in _arrays)
            array.Dispose();
    }

    private static (double B, double A) Coefficients(int j, double w0)
    {
        (_, double d1, double d2) = Chebyshev(Math.Max(2, j), w0);
        double b = d2 / (d1 * d1);
        return (b, 1 - b * Chebyshev(j, w0).Value);
    }

    private static (double Value, double First, double Second) Chebyshev(int degree, double x)
    {
        double theta = Math.Acosh(x);
        double value = Math.Cosh(degree * theta);
        double first = degree * Math.Sinh(degree * theta) / Math.Sinh(theta);
        return (value, first, (degree * degree * value - x * first) / (x * x - 1));
    }
}
