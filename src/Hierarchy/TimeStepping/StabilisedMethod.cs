using System.Runtime.Intrinsics;

namespace Hierarchy.TimeStepping;

/// <summary>
/// Runs the steps of a <see cref="StabilisedScheme"/> in four arrays besides the state: three for the recurrence; in the finishing method two of the four slopes
/// are given up as soon as the vectors that need them are formed (k2 is recovered from the third argument, in which it has the factor h A_32).
/// </summary>
internal sealed unsafe class StabilisedMethod(StateAlgebra algebra, SystemEvaluator system, WorkArrays arrays)
{
    /// <summary>The error estimate is of this order in the step.</summary>
    public const int EstimateOrder = 4;

    /// <summary>The arrays of the state's length that the method takes.</summary>
    public const int MostArrays = 4;

    private double* _value;
    private double _lastWeight;

    /// <summary>Array i, free between steps.</summary>
    public double* Array(int i) => arrays[i];

    /// <summary>Tries a step of length <paramref name="h"/> from y, which stays as it is.</summary>
    /// <returns>The norm of the error estimate; not finite if a value is not.</returns>
    public double Attempt(double* y, double h, StabilisedScheme scheme)
    {
        double* slope = Array(0);
        double* u = RunRecurrence(y, h, scheme.Polynomial, slope);
        double* argument = u == Array(1) ? Array(2) : Array(1);
        double* last = Array(3);

        system.Evaluate(u, slope);
        algebra.Combine(argument, 1, u, h * scheme.A21, slope);
        system.Evaluate(argument, last);
        algebra.Combine(argument, 1, u, h * scheme.A31, slope, h * scheme.A32, last);
        system.Evaluate(argument, last);
        algebra.Split(u, slope, argument, last, new FinishingWeights(
            Weights(h, scheme, scheme.B1, scheme.B2, scheme.B3),
            Weights(h, scheme, scheme.E1, scheme.E2, scheme.E3),
            Weights(h, scheme, scheme.A41, scheme.A42, scheme.A43)));
        system.Evaluate(argument, last);
        _value = u;
        _lastWeight = h * scheme.B4;
        return algebra.Norm(1, slope, h * scheme.E4, last, -1, y);
    }

    /// <summary>Leaves the error estimate of the last <see cref="Attempt"/> from y in <see cref="Array"/> 0.</summary>
    public void WriteError(double* y, double h, StabilisedScheme scheme) => algebra.Combine(Array(0), 1, Array(0), h * scheme.E4, Array(3), -1, y);

    /// <summary>Writes the new value of the last <see cref="Attempt"/> to y.</summary>
    public void Commit(double* y)
    {
        algebra.Combine(y, 1, _value, _lastWeight, Array(3));
        algebra.Settle(y);
    }

    /// <summary>The s - 4 stages of the recurrence; returns the array that holds u, 1 or 2.</summary>
    private double* RunRecurrence(double* y, double h, StabilityPolynomial polynomial, double* slope)
    {
        double* at = y;
        double* before = y;
        for (int k = 0; k < polynomial.Growth.Length; k++)
        {
            system.Evaluate(at, slope);
            double* next = k == 0 ? Array(1) : k == 1 ? Array(2) : before;
            double memory = polynomial.Memory[k];
            algebra.Combine(next, h * polynomial.Growth[k], slope, 1 + memory, at, -memory, before);
            before = at;
            at = next;
        }
        return at;
    }

    /// <summary>u + h (x1 k1 + x2 k2 + x3 k3) in terms of u, k1, the third argument and k3; the weights of the two values add up to 1 without rounding.</summary>
    private static Vector256<double> Weights(double h, StabilisedScheme scheme, double x1, double x2, double x3)
    {
        double kept = 1 - x2 / scheme.A32;
        double recovered = 1 - kept;
        return Vector256.Create(kept, h * (x1 - recovered * scheme.A31), recovered, h * x3);
    }
}
