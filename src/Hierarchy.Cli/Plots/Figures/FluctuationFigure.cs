using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Fluctuations of sums over the particles: what independent particles would have, the limit for N to infinity, and the particles themselves.</summary>
internal sealed class FluctuationFigure : IFigure
{
    private const string Limit = "_limit";

    private static readonly (string Quantity, string Label)[] Functions =
    [
        ("fluctuation_energy", "|v|²"), ("fluctuation_xx", "v_x v_x"), ("fluctuation_fourth", "|v|⁴"), ("fluctuation_mode_x", "exp(−i v_x)"),
    ];

    public int Order => 17;

    public Figure? Make(StoredExperiment experiment)
    {
        string? limit = experiment.Models.FirstOrDefault(model => ModelRegistry.FactsOf(model).GivesLimits && ModelRegistry.Find(model) is IGridModel);
        string? particles = experiment.Models.FirstOrDefault(model => ModelRegistry.FactsOf(model).Reference == ReferenceKind.Particles);
        if (limit is null || particles is null)
            return null;
        LinePanel[] panels = [.. Functions.Select(function => Make(experiment, limit, particles, function)).OfType<LinePanel>()];
        return panels.Length == 0 ? null : new Figure(
            "fluctuations", "Fluctuations",
            "N Var((1/N) Σ test(V_i)) over time. landau: the variance of independent particles with the density of the Landau equation; leading-order: the limit for "
                + "N → ∞, Var_f(test) + ∫∫ G test test; "
            + "points: the particles with one standard error. Of the energy, which is conserved, the limit is constant while independent particles would have less.",
            panels);
    }

    private static LinePanel? Make(StoredExperiment experiment, string limit, string particles, (string Quantity, string Label) function)
    {
        ParticleNumber any = experiment.Runs.First(run => run.Model == limit).Particles;
        ParticleNumber[] numbers = [.. experiment.FiniteN.Where(n => experiment.ModelsAt(n).Contains(particles))];
        TimeSeries landau = experiment.Series(ModelRegistry.Landau.Name, ParticleNumber.Infinity, function.Quantity),
            expected = experiment.Series(limit, any, function.Quantity + Limit);
        if (numbers.Length == 0 || expected.Count < 2)
            return null;
        Series[] curves =
        [
            Selection.Curve(ModelRegistry.Landau.Name, landau), Selection.Curve(limit, expected),
            .. numbers.Select(n => Selection.Curve(particles, experiment.Series(particles, n, function.Quantity)) with { Label = StoredExperiment.Text(n) }),
        ];
        return new LinePanel
        {
            Title = $"test = {function.Label}",
            XLabel = Selection.Time,
            YLabel = "N Var",
            Series = curves,
            Alt = $"N times the variance of the mean of {function.Label} against time; at time {Selection.End(curves)}: {Selection.Ends(curves)}.",
        };
    }
}
