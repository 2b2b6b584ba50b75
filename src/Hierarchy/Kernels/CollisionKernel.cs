using Hierarchy.Collisions;
using Hierarchy.Pairs;

namespace Hierarchy.Kernels;

/// <summary>
/// The kernel family A(z) = Lambda |z|^(gamma+2) Pi(z), Pi(z) = I - z z^T/|z|^2, and its regularisations; Coulomb is d = 3, gamma = -3, Lambda = 1.
/// </summary>
/// <remarks>
/// <see cref="Potential"/>, the tables and the transforms hold the Landau part a_eps(r) Pi(z). What a regularisation adds besides, a multiple of I to A or
/// a viscosity, are Laplacians of f and g, which <see cref="Collisions.Viscosity"/> and <see cref="PairCollisions"/> add to the rates.
/// </remarks>
public sealed record CollisionKernel
{
    /// <summary>Makes the kernel.</summary>
    /// <param name="gamma">In [-3, 1]: -3 Coulomb, 0 Maxwell molecules, above 0 hard potentials.</param>
    /// <param name="strength">Lambda &gt; 0.</param>
    /// <param name="regularisation">None by default.</param>
    /// <param name="epsilon">The parameter of the regularisation, a speed or, for "elliptic", a value of A: positive; 0 without one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public CollisionKernel(double gamma, double strength, IKernelRegularisation? regularisation = null, double epsilon = 0)
    {
        if (!(gamma is >= -3 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "gamma lies in [-3, 1]");
        if (!(strength > 0) || !double.IsFinite(strength))
            throw new ArgumentOutOfRangeException(nameof(strength), strength, "the strength is positive and finite");
        Regularisation = regularisation ?? NoRegularisation.Instance;
        bool regular = Regularisation is not NoRegularisation;
        if (!double.IsFinite(epsilon) || (regular ? !(epsilon > 0) : epsilon != 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "epsilon is positive and finite with a regularisation and zero without one");
        Gamma = gamma;
        Strength = strength;
        Epsilon = epsilon;
    }

    public double Gamma { get; }

    /// <summary>Lambda.</summary>
    public double Strength { get; }

    public IKernelRegularisation Regularisation { get; }

    /// <summary>The parameter of the regularisation.</summary>
    public double Epsilon { get; }

    /// <summary>The coefficient of I in A.</summary>
    public double Isotropic => Regularisation.Isotropic(Epsilon);

    /// <summary>The coefficient of sum_i Lap_{v_i} in the Liouville equation.</summary>
    public double Viscosity => Regularisation.Viscosity(Epsilon);

    /// <summary>How E|v|^2 of a particle grows: 2 d (viscosity + (N-1)/N isotropic part); zero if the energy is conserved.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="outside">(N-1)/N.</param>
    public double HeatingRate(int dimension, double outside) => 2 * dimension * (Viscosity + outside * Isotropic);

    /// <summary>a(r) of the Landau part, r &gt; 0: Lambda r^(gamma+2) times the factor of the regularisation.</summary>
    public double Potential(double radius)
    {
        double potential = Strength * Math.Pow(radius, Gamma + 2);
        return Regularisation.Breaks.Count == 0 ? potential : potential * Regularisation.Factor(radius / Epsilon);
    }

    /// <summary>The condition (2.11) for this kernel in d dimensions.</summary>
    public LogDerivativeMargin LogDerivativeMargin(int dimension) => Kernels.LogDerivativeMargin.Of(this, dimension);
}
