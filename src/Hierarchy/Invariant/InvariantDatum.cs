namespace Hierarchy.Invariant;

/// <summary>An isotropic probability density sum_k weight_k f_k(r), d = 3, with what a discretisation must know of it.</summary>
/// <param name="Components">Weights with sum 1 and densities of mass 1; for pairs that are not chaotic each component is a state of its own.</param>
/// <param name="Temperature">theta, the largest temperature of the datum and of the equilibrium: f/exp(-r^2/(2 theta)) stays bounded.</param>
internal sealed record InvariantDatum(IReadOnlyList<(double Weight, Func<double, double> Density)> Components, double Temperature)
{
    /// <summary>The part of the datum, in L1 over its mass, that is not isotropic and was dropped; 0 for an isotropic one.</summary>
    public double DroppedAnisotropy { get; init; }

    /// <summary>Whether the pair is the mixture sum_k weight_k f_k x f_k instead of f x f.</summary>
    public bool IsMixture { get; init; }

    /// <summary>f(r).</summary>
    public double Density(double r)
    {
        double sum = 0;
        foreach ((double weight, Func<double, double> density) in Components)
            sum += weight * density(r);
        return sum;
    }

    /// <summary>sum_k weight_k N(0, T_k I).</summary>
    public static InvariantDatum Gaussians(params IReadOnlyList<(double Weight, double Temperature)> components) =>
        new([.. components.Select(part => (part.Weight, Maxwellian(part.Temperature)))], components.Max(part => part.Temperature));

    private static Func<double, double> Maxwellian(double temperature)
    {
        double norm = Math.Pow(2 * Math.PI * temperature, -1.5);
        return r => norm * Math.Exp(-0.5 * r * r / temperature);
    }
}
