namespace Hierarchy.TimeStepping;

/// <summary>
/// Predicted evaluations per unit of time. The explicit pair takes 6 evaluations for a step that accuracy or its interval of stability limits; the stabilised
/// method takes as many stages
/// as its step needs, and for the same error that step is shorter, by the ratio of the orders' powers of the tolerance and a measured constant.
/// </summary>
/// <remarks>
/// The constant: steps of the two methods over t in [0, 1], cluster at d = 3, n = 12: 8 and 6 at tolerance 1e-4, 20 and 11 at 1e-6, 98 and 35 at 1e-9; the
/// Landau equation at n = 16: 10 and 6 at
/// 1e-6, 44 and 18 at 1e-9; so 1.1 tolerance^(1/20) to a seventh.
/// </remarks>
/// <param name="tolerance">The tolerance of the local error.</param>
internal readonly struct MethodCosts(double tolerance)
{
    private const double StepConstant = 1.1;
    private const double PartOfInterval = 0.95;

    /// <summary>The stabilised method's step over that of the explicit pair, for the same error.</summary>
    public double StepRatio { get; } = StepConstant * Math.Pow(tolerance, 1.0 / StabilisedMethod.EstimateOrder - 1.0 / ExplicitScheme.EstimateOrder);

    /// <summary>The longest step for which the explicit pair is safely stable.</summary>
    public static double StableStep(double radius) => PartOfInterval * ExplicitScheme.Interval / radius;

    /// <summary>Evaluations of the explicit pair per unit of time.</summary>
    /// <param name="step">The step that its error allows.</param>
    /// <param name="radius">The spectral radius.</param>
    public static double Explicit(double step, double radius) => ExplicitScheme.Stages / Math.Min(step, StableStep(radius));

    /// <summary>Evaluations of the stabilised method per unit of time.</summary>
    /// <param name="step">The step that its error allows.</param>
    /// <param name="radius">The spectral radius.</param>
    public static double Stabilised(double step, double radius) => StabilityPolynomial.StagesFor(step * radius) / step;
}
