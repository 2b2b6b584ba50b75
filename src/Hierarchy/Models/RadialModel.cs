using Hierarchy.Densities;
using Hierarchy.Invariant;
using Hierarchy.States;

namespace Hierarchy.Models;

/// <summary>What the models of rotation-invariant pairs have in common: each is a model on the grid in other variables, with its facts.</summary>
/// <param name="equation">What evolves, with the name in scenario files and results.</param>
/// <param name="onGrid">The same model on the grid.</param>
/// <param name="restriction">Why it runs with some N only; null if it runs with all.</param>
internal abstract class RadialModel(InvariantModel equation, IModel onGrid, string? restriction = null) : IRadialModel
{
    /// <summary>The quantities that every model of a pair has.</summary>
    private static readonly Quantity[] OfPairs =
    [
        new("pair_projection_covariance", 2, "E[(v1.v2)^2] - (E|v|^2)^2/3, models of rotation-invariant pairs"),
        new("dissipation_inside_2", 2, "derivative of I_2 along (1/2) P F (Lemma 2.4): -(1/4) int F [4 alpha |grad_S D+ u|^2 + 16 alpha (|grad_S d_r u|^2 + (|Hess_S u|^2 + "
            + "(d-2) |grad_S u|^2)/r^2) + 16 alpha' grad_S u . grad_S d_r u], u = log F, alpha = a/r^2, D+ = grad_1 + grad_2, r the length and S the sphere of v1 - v2; half of "
            + "dI_1/dt of the Landau equation for F = f f; on the grid in d = 2, where a scenario names it"),
        new("dissipation_entropy_2", 2, "derivative of H_2 along (1/2) P F: -int F alpha |grad_S log F|^2; half of dH_1/dt of the Landau equation for F = f f; on "
            + "the grid in d = 2, where "
            + "a scenario names it"),
    ];

    /// <summary>Those of the Landau equation.</summary>
    private static readonly Quantity[] OfDensities =
    [
        new("dissipation_inside_1", 1, "dI_1/dt of the Landau equation by collisions, isotropic data: twice the derivative of I_2 along (1/2) P (f x f)"),
        new("dissipation_entropy_1", 1, "dH_1/dt of the Landau equation by collisions, isotropic data"),
    ];

    public string Name => Equation.Name;

    public InvariantModel Equation { get; } = equation;

    public int Level => Equation.Level;

    public string Formula => $"{Equation.Formula}, for isotropic data in d = 3";

    public virtual string Reference =>
        $"{onGrid.Name} for f(|v|) and g = sum_l g_l(|v1|, |v2|) P_l(cos), by splines of degree 4 with a Gaussian weight";

    public virtual string Cost => "no grid: some thousand unknowns, of order a second a run at accuracy 1e-4 and ten at 1e-5; the error of every value by a second resolution";

    public virtual IReadOnlyList<string> KnownFailures => ["isotropic data in d = 3 only", .. restriction is null ? (string[])[] : [restriction]];

    /// <summary>Those of the model on the grid; what references are for the grid, it is not.</summary>
    public ModelFacts Facts { get; } = onGrid.Facts with { Reference = ReferenceKind.None };

    public string? StandsFor => onGrid.Name;

    public ModelSettings Settings => new RadialSettings { Type = Name };

    public virtual IReadOnlyList<Quantity> Quantities => Level > 1 ? OfPairs : OfDensities;

    public string? Excludes(ParticleNumber particles, int dimension) =>
        dimension != 3 ? "rotation-invariant pairs are in d = 3"
        : Equation.Inverse is { } only && only != particles.Inverse ? restriction
        : null;

    public string? Excludes(PairDatum datum) => datum switch
    {
        PairDatum.Other => "pair data of this kind are not rotation-invariant",
        PairDatum.Mixture when Equation.IsLimit => "the leading order in 1/N is an expansion around chaotic data",
        _ => null,
    };
}
