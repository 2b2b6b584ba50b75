using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>What a convergence study refines.</summary>
public enum ConvergenceParameter
{
    /// <summary>The spacing h of the grid, at fixed box.</summary>
    Grid,

    /// <summary>The tolerance of the stepper.</summary>
    Tolerance,

    /// <summary>The number of replicas of the particle models.</summary>
    Replicas,
}

/// <summary>The errors of one quantity of one model over the levels of a study.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Quantity">f_1 and g for the L2 norm of the error of f_{N,1} and of g over that of the field; else a quantity, relative to its size.</param>
/// <param name="Reference">"exact", "finest level", or "standard error" where the error is statistical.</param>
/// <param name="Parameters">h, the tolerance, or the number of replicas, coarse to fine.</param>
/// <param name="Errors">The errors; fewer than parameters where the finest level is the reference.</param>
public sealed record ConvergenceRow(
    string Model, ParticleNumber Particles, string Quantity, string Reference, IReadOnlyList<double> Parameters, IReadOnlyList<double> Errors)
{
    private const double MeasuredOrderFactor = 1.25, AssumedOrderFactor = 3;

    /// <summary>Where the finest level is the reference: each level less the next, relative to the finest. For f_1 and g the norm of that difference.</summary>
    public IReadOnlyList<double> Steps { get; init; } = [];

    /// <summary>The quantity at the finest level; NaN for f_1 and g, of which the row is a norm.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>
    /// The orders, coarse to fine. Against the truth those of two neighbouring levels, log(e_k/e_{k+1})/log(p_k/p_{k+1}); against the finest level, whose error
    /// is unknown too, those of three neighbouring levels (<see cref="ObservedOrder"/>), NaN outside of the asymptotic range.
    /// </summary>
    public IReadOnlyList<double> Orders => Steps.Count > 0
        ? [.. Enumerable.Range(0, Steps.Count - 1).Select(k => ObservedOrder.OfThree([Parameters[k], Parameters[k + 1], Parameters[k + 2]], Steps[k], Steps[k + 1], 1))]
        : [.. Enumerable.Range(0, Math.Max(0, Errors.Count - 1)).Select(k => ObservedOrder.OfTwo(Parameters[k], Parameters[k + 1], Errors[k], Errors[k + 1]))];

    /// <summary>C of e = C p^order with the last order; NaN without one.</summary>
    public double Constant => Orders.Count == 0 ? double.NaN
        : Steps.Count > 0 ? Math.Abs(ObservedOrder.Constant(Parameters[^2], Parameters[^1], Steps[^1], Orders[^1]))
        : Errors[^1] / Math.Pow(Parameters[Errors.Count - 1], Orders[^1]);

    /// <summary>The error at the finest level: measured where the truth is known, else C p^order; NaN without an order.</summary>
    public double FinestError => Errors.Count == Parameters.Count ? Errors[^1] : Constant * Math.Pow(Parameters[^1], Orders.Count > 0 ? Orders[^1] : double.NaN);

    /// <summary>
    /// An error bar for the finest level, relative, after Roache's grid convergence index: 1.25 times <see cref="FinestError"/> where three levels gave the order,
    /// three times the last step where they did not, and the error itself where the truth is known; NaN with a single level.
    /// </summary>
    public double ErrorBound => Errors.Count == Parameters.Count ? Errors[^1]
        : Orders.Count > 0 && !IsOutsideAsymptoticRange ? MeasuredOrderFactor * FinestError
        : Steps.Count > 0 ? AssumedOrderFactor * Math.Abs(Steps[^1]) : double.NaN;

    /// <summary>Whether three levels do not follow a power law, so that no order and no error can be read off them.</summary>
    public bool IsOutsideAsymptoticRange => Orders.Count > 0 && !double.IsFinite(Orders[^1]);
}
