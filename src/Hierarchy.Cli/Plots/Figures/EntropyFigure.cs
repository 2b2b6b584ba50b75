using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Entropy: of the Landau equation itself, and what each model has beyond it.</summary>
internal sealed class EntropyFigure : IFigure
{
    public int Order => 20;

    public Figure? Make(StoredExperiment experiment) => FunctionalFigure.Make(
        experiment, "entropy_1", "entropy", "Entropy", "H",
            "The entropy H(f) = ∫ f log f dv falls; the panels for each N show how much higher the models still are than the Landau equation, since fewer partners "
            + "collide more slowly; at N = ∞, since the particles are correlated from the start.");
}

/// <summary>Fisher information, likewise.</summary>
internal sealed class FisherFigure : IFigure
{
    public int Order => 22;

    public Figure? Make(StoredExperiment experiment) => FunctionalFigure.Make(
        experiment, "fisher_1", "fisher-information", "Fisher information", "I",
            "The Fisher information I(f) = ∫ |∇f|²/f dv of the Landau equation does not increase; the panels for each N show the difference of the models to it.");
}

/// <summary>A functional of f_{N,1} that falls: the curve of the direct solver, and the differences to it for some N.</summary>
internal static class FunctionalFigure
{
    private const int MostDifferences = 3;

    public static Figure? Make(StoredExperiment experiment, string quantity, string name, string title, string symbol, string caption)
    {
        TimeSeries Reference(string model) => experiment.Series(model, ParticleNumber.Infinity, quantity);
        TimeSeries landau = Reference(experiment.Reference);
        if (landau.Count < 2)
            return null;
        TimeSeries Difference(string model, ParticleNumber n) => experiment.Series(model, n, quantity).Less(Reference(experiment.ReferenceOf(model)));
        Series curve = Selection.Curve(experiment.Reference, landau);
        var whole = new LinePanel
        {
            Title = "Landau equation",
            XLabel = Selection.Time,
            YLabel = $"{symbol}(f)",
            Series = [curve],
            Alt = $"{title} of the Landau equation against time, from {StoredExperiment.Text(landau.Values[0])} to {StoredExperiment.Text(landau.Values[^1])} at "
                + $"time {StoredExperiment.Text(landau.Times[^1])}.",
        };
        IReadOnlyList<LinePanel> differences = Selection.ByN(experiment, Difference, $"{symbol}(f_N) − {symbol}(f)", false, false, MostDifferences);
        return new Figure(name, title, caption + Selection.LeftOut(experiment.Numbers, MostDifferences), [whole, .. differences]);
    }
}
