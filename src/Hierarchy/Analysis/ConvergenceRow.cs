using Hierarchy.Equations;
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
/// <param name="Quantity">f_1 for the L2 norm of the error of f_{N,1} over that of f_{N,1}; else a quantity, relative to its size.</param>
/// <param name="Reference">"exact", "finest level", or "standard error" where the error is statistical.</param>
/// <param name="Parameters">h, the tolerance, or the number of replicas, coarse to fine.</param>
/// <param name="Errors">The errors; fewer than parameters where the finest level is the reference.</param>
public sealed record ConvergenceRow(
    string Model, ParticleNumber Particles, string Quantity, string Reference, IReadOnlyList<double> Parameters, IReadOnlyList<double> Errors)
{
    /// <summary>log(e_k/e_{k+1}) / log(p_k/p_{k+1}) for consecutive levels.</summary>
    public IReadOnlyList<double> Orders =>
        [.. Enumerable.Range(0, Math.Max(0, Errors.Count - 1)).Select(k => Math.Log(Errors[k] / Errors[k + 1]) / Math.Log(Parameters[k] / Parameters[k + 1]))];

    /// <summary>The constant C of e = C p^order with the last order; NaN without one.</summary>
    public double Constant => Orders.Count > 0 ? Errors[^1] / Math.Pow(Parameters[Errors.Count - 1], Orders[^1]) : double.NaN;
}
