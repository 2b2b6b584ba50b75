using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hierarchy.Kernels;

namespace Hierarchy.Particles;

/// <summary>a(r)/r^2 = Lambda |z|^gamma of a kernel A(z) = a(|z|) Pi(z), for eight pairs at once.</summary>
internal interface IPairRate
{
    /// <summary>The rate at r^2 &gt; 0.</summary>
    Vector512<double> At(Vector512<double> square);

    /// <summary>r times the derivative of its logarithm in r: gamma for a power.</summary>
    Vector512<double> SlopeAt(Vector512<double> square);
}

/// <summary>Lambda r^-3.</summary>
internal readonly struct CoulombRate(double strength) : IPairRate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> At(Vector512<double> square) => Vector512.Create(strength) / (square * Vector512.Sqrt(square));

    public Vector512<double> SlopeAt(Vector512<double> square) => Vector512.Create(-3.0);
}

/// <summary>Lambda, whatever the distance.</summary>
internal readonly struct MaxwellRate(double strength) : IPairRate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> At(Vector512<double> square) => Vector512.Create(strength);

    public Vector512<double> SlopeAt(Vector512<double> square) => Vector512<double>.Zero;
}

/// <summary>Lambda r^gamma for any gamma.</summary>
internal readonly struct PowerRate(double strength, double gamma) : IPairRate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> At(Vector512<double> square) => strength * Vector512.Exp(0.5 * gamma * Vector512.Log(square));

    public Vector512<double> SlopeAt(Vector512<double> square) => Vector512.Create(gamma);
}

/// <summary>Potential(r)/r^2, one lane after the other, for kernels that are no plain power.</summary>
internal readonly struct PotentialRate(CollisionKernel kernel) : IPairRate
{
    public Vector512<double> At(Vector512<double> square)
    {
        Span<double> rates = stackalloc double[LaneMath.Lanes];
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
            rates[lane] = kernel.Potential(Math.Sqrt(square[lane])) / square[lane];
        return Vector512.Create<double>(rates);
    }

    /// <summary>By a central difference; 0 where the rate vanishes.</summary>
    public Vector512<double> SlopeAt(Vector512<double> square)
    {
        const double shift = 1e-4;
        Span<double> slopes = stackalloc double[LaneMath.Lanes];
        for (int lane = 0; lane < LaneMath.Lanes; lane++)
        {
            double radius = Math.Sqrt(square[lane]), outer = radius * Math.Exp(shift), inner = radius * Math.Exp(-shift);
            double below = kernel.Potential(inner) / (inner * inner), above = kernel.Potential(outer) / (outer * outer);
            slopes[lane] = below > 0 && above > 0 ? Math.Log(above / below) / (2 * shift) : 0;
        }
        return Vector512.Create<double>(slopes);
    }
}

/// <summary>Something that is done with the rate of a kernel as a type, so that the compiler makes one loop for each.</summary>
internal interface IRateVisitor<TResult>
{
    /// <summary>Does it.</summary>
    TResult Visit<TRate>(TRate rate) where TRate : struct, IPairRate;
}

/// <summary>The choice of the rate for a kernel.</summary>
internal static class PairRates
{
    /// <summary>r^2 from below, against divisions by zero when two velocities agree to the last bit.</summary>
    public const double SmallestSquare = 1e-180;

    /// <summary>Calls the visitor with the cheapest rate that the kernel has.</summary>
    public static TResult Accept<TResult>(CollisionKernel kernel, IRateVisitor<TResult> visitor)
    {
        if (!IsPower(kernel))
            return visitor.Visit(new PotentialRate(kernel));
        return kernel.Gamma switch
        {
            -3 => visitor.Visit(new CoulombRate(kernel.Strength)),
            0 => visitor.Visit(new MaxwellRate(kernel.Strength)),
            _ => visitor.Visit(new PowerRate(kernel.Strength, kernel.Gamma)),
        };
    }

    /// <summary>Whether a(r) = Lambda r^(gamma+2) from the smallest to the largest speeds: a factor that differs from 1 anywhere shows at one of these.</summary>
    private static bool IsPower(CollisionKernel kernel)
    {
        for (double radius = 1e-6; radius < 1e6; radius *= 1.25)
        {
            double power = kernel.Strength * Math.Pow(radius, kernel.Gamma + 2);
            if (!(Math.Abs(kernel.Potential(radius) - power) <= 1e-14 * power))
                return false;
        }
        return true;
    }
}
