using System.Runtime.Intrinsics;
using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// Runs the steps of a <see cref="StabilisedScheme"/> in four arrays besides the state: three for the recurrence; in the finishing method two of the four slopes
/// are given up as soon as the vectors that need them are formed (k2 is recovered from the third argument, in which it has the factor h A_32). Where the state can be kept in half
/// its memory (<see cref="HalvedState"/>), its own array takes the place of the fourth.
/// </summary>
internal sealed unsafe class StabilisedMethod(StateAlgebra algebra, SystemEvaluator system, WorkArrays arrays, HalvedState? kept = null) : IDisposable
{
    /// <summary>The error estimate is of this order in the step.</summary>
    public const int EstimateOrder = 4;

    /// <summary>The arrays of the state's length that the method takes.</summary>
    public const int MostArrays = 4;

    private double* _value;
    private double* _last;
    private double* _before;
    private double _lastWeight;

    /// <summary>Array i of three, free between steps.</summary>
    public double* Array(int i) => arrays[i];

    /// <summary>Tries a step of length <paramref name="h"/> from y, which <see cref="Restore"/> gives back.</summary>
    /// <returns>The norm of the error estimate; not finite if a value is not.</returns>
    public double Attempt(double* y, double h, StabilisedScheme scheme)
    {
        kept?.Keep(y);
        double* slope = Array(0);
        double* second = kept is null ? Array(2) : y;
        double* u = RunRecurrence(y, h, scheme.Polynomial, slope, second);
        double* argument = u == Array(1) ? second : Array(1);
        double* last = _last = Array(kept is null ? 3 : 2);

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
        kept?.Write(argument);
        _before = kept is null ? y : argument;
        return algebra.Norm(1, slope, h * scheme.E4, last, -1, _before);
    }

    /// <summary>Leaves the error estimate of the last <see cref="Attempt"/> in <see cref="Array"/> 0.</summary>
    public void WriteError(double h, StabilisedScheme scheme) => algebra.Combine(Array(0), 1, Array(0), h * scheme.E4, _last, -1, _before);

    /// <summary>Gives back y, which the last <see cref="Attempt"/> may have written over.</summary>
    public void Restore(double* y)
    {
        if (kept is not { IsFull: true })
            return;
        using (WorkCrew.StopWith(CancellationToken.None))
            kept.Write(y);
        kept.Clear();
    }

    /// <summary>Writes the new value of the last <see cref="Attempt"/> to y.</summary>
    public void Commit(double* y)
    {
        algebra.Combine(y, 1, _value, _lastWeight, _last);
        kept?.Clear();
    }

    public void Dispose() => kept?.Dispose();

    /// <summary>The s - 4 stages of the recurrence; returns the array that holds u, 1 or <paramref name="second"/>.</summary>
    private double* RunRecurrence(double* y, double h, StabilityPolynomial polynomial, double* slope, double* second)
    {
        double* at = y;
        double* before = y;
        for (int k = 0; k < polynomial.Growth.Length; k++)
        {
            system.Evaluate(at, slope);
            double* next = k == 0 ? Array(1) : k == 1 ? second : before;
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
