using Hierarchy.Collisions;
using Hierarchy.Densities;
using Hierarchy.Kernels;

namespace Hierarchy.Particles;

/// <summary>The two particle systems of the paper.</summary>
public enum ParticleSystem
{
    /// <summary>(1.5): momentum and energy of every pair are conserved; its law solves the Liouville equation (1.3).</summary>
    Conservative,

    /// <summary>(1.6): independent noises, conservation in the mean only.</summary>
    NonConservative,
}

/// <summary>How a step of the conservative system visits the pairs.</summary>
public enum PairScheme
{
    /// <summary>Every pair in every step, in Strang's order: weak order two, O(N^2) a step.</summary>
    AllPairs,

    /// <summary>A random perfect matching in every step at N - 1 times the rate: weak order one, O(N) a step.</summary>
    RandomBatch,
}

/// <summary>The statistics of known mean that reduce the variance of estimates.</summary>
[Flags]
public enum ControlVariateKinds
{
    /// <summary>Plain means.</summary>
    None = 0,

    /// <summary>The moments of the initial sample less their exact values: what the initial velocities explain.</summary>
    InitialMoments = 1,

    /// <summary>The changes of moments less their conditional means, step by step: what the noise of the collisions explains.</summary>
    Martingales = 2,

    /// <summary>Both.</summary>
    All = InitialMoments | Martingales,
}

/// <summary>A particle experiment: the system, its initial law, what is measured and when.</summary>
public sealed record ParticleOptions
{
    /// <summary>The replicas that travel side by side; runs have multiples of it.</summary>
    public const int BlockSize = LaneMath.Lanes;

    /// <summary>The default step is this part of the time in which a pair at the root mean square relative speed forgets its direction.</summary>
    private const double DefaultStepFraction = 0.05;

    /// <summary>The shortest step that is of use is this part of the default: below, the errors of the step are beyond every other one.</summary>
    private const double ShortestStepFraction = 1e-3;

    /// <summary>The steps of random batches, of weak order one, are this part of the others by default.</summary>
    private const double BatchStepFraction = 0.1;

    /// <summary>N &gt;= 2.</summary>
    public required int Particles { get; init; }

    /// <summary>A(z) = a(|z|) Pi(z), with the viscosity or the isotropic part of its regularisation.</summary>
    public required CollisionKernel Kernel { get; init; }

    /// <summary>f_0 = sum_k Weight_k f_k.</summary>
    public required IReadOnlyList<IInitialDensity> Components { get; init; }

    /// <summary>
    /// False: independent velocities from f_0. True: all particles of a replica come from one component, chosen with its weight (a de Finetti state).
    /// </summary>
    public bool Mixture { get; init; }

    /// <summary>Increasing output times; 0 may be among them.</summary>
    public required IReadOnlyList<double> Times { get; init; }

    /// <summary>(1.5) or (1.6).</summary>
    public ParticleSystem System { get; init; }

    /// <summary>All pairs or random batches; the non-conservative system has all pairs.</summary>
    public PairScheme Scheme { get; init; }

    /// <summary>The angle h by which pairs jump in place of their exact flow, in (0, pi/2), the conservative system only; null for the flow.</summary>
    public double? JumpAngle { get; init; }

    /// <summary>
    /// The longest time step; null chooses a twentieth of the time in which a pair at the root mean square relative speed forgets its direction, a tenth of
    /// that for random batches.
    /// </summary>
    public double? Step { get; init; }

    /// <summary>The seed of all random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The statistics of known mean that estimates are regressed on.</summary>
    public ControlVariateKinds ControlVariates { get; init; } = ControlVariateKinds.All;

    /// <summary>The Fourier modes to estimate, or null.</summary>
    public FourierModes? Modes { get; init; }

    /// <summary>The histograms to estimate, or null.</summary>
    public VelocityHistograms? Histograms { get; init; }

    /// <summary>d.</summary>
    public int Dimension => Components[0].Dimension;

    /// <summary>
    /// The steps that are of use: from a thousandth of the default to the time in which a pair at the root mean square relative speed forgets its direction.
    /// All of them where nothing collides at that speed.
    /// </summary>
    public (double Shortest, double Longest) UsefulSteps
    {
        get
        {
            double forgetting = ForgettingTime();
            return double.IsFinite(forgetting) ? (ShortestStepFraction * DefaultStep(), forgetting) : (0, double.PositiveInfinity);
        }
    }

    /// <summary>The step in use.</summary>
    public double StepInUse => Step ?? DefaultStep();

    /// <summary>The number of equal steps for an interval.</summary>
    internal int StepsFor(double interval) => Math.Max(1, (int)Math.Ceiling(interval / StepInUse * (1 - 1e-12)));

    /// <summary>Checks everything.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message says which.</exception>
    public void Validate()
    {
        Require(Particles >= 2, "at least two particles");
        Require(Components.Count > 0 && Components.All(component => component.Dimension == Dimension), "components of one dimension, at least one");
        Require(Math.Abs(Components.Sum(component => component.Weight) - 1) <= 1e-9, "weights with sum 1");
        Require(Times.Count > 0 && Times[0] >= 0 && double.IsFinite(Times[^1]), "output times, not negative and finite");
        Require(Times.Zip(Times.Skip(1)).All(pair => pair.First < pair.Second), "increasing output times");
        Require(Step is null || (Step > 0 && double.IsFinite(Step.Value)), "a positive step");
        Require(System == ParticleSystem.Conservative || Scheme == PairScheme.AllPairs, "all pairs for the non-conservative system");
        Require(JumpAngle is null || (JumpAngle is > 0 and < Math.PI / 2 && System == ParticleSystem.Conservative),
            "jumps by an angle in (0, pi/2), in the conservative system only");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new ArgumentException($"a particle experiment has {what}");
    }

    private double DefaultStep() => (Scheme == PairScheme.RandomBatch ? BatchStepFraction : 1) * DefaultStepFraction / ForgettingRate();

    private double ForgettingTime() => 1 / ForgettingRate();

    /// <summary>The degree-two harmonic of a pair decays at the mean-field rate 4 d a(r)/r^2, r^2 = E|v_1 - v_2|^2.</summary>
    private double ForgettingRate()
    {
        double radius = Math.Sqrt(2 * InitialMoments.Of(Components).CentredEnergy);
        return 4 * Dimension * Kernel.Potential(radius) / (radius * radius) + (Kernel.Viscosity + Kernel.Isotropic) / (radius * radius);
    }
}
