namespace Hierarchy.Collisions;

/// <summary>The kernel family A(z) = Lambda |z|^(gamma+2) Pi(z), Pi(z) = I - z z^T/|z|^2; Coulomb is d = 3, gamma = -3, Lambda = 1.</summary>
public sealed record CollisionKernel
{
    /// <summary>Makes the kernel.</summary>
    /// <param name="gamma">In [-3, 1]: -3 Coulomb, 0 Maxwell molecules, above 0 hard potentials.</param>
    /// <param name="strength">Lambda &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CollisionKernel(double gamma, double strength)
    {
        if (!(gamma is >= -3 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "gamma lies in [-3, 1]");
        if (!(strength > 0) || !double.IsFinite(strength))
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "the strength is positive and finite");
        Gamma = gamma;
        Strength = strength;
    }

    public double Gamma { get; }

    /// <summary>Lambda.</summary>
    public double Strength { get; }

    /// <summary>a(r) = Lambda r^(gamma+2), r &gt; 0.</summary>
    public double Potential(double radius) => Strength * Math.Pow(radius, Gamma + 2);
}
