using Hierarchy.Results;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>How far mass and energy drift.</summary>
internal sealed class ConservationFigure : IFigure
{
    private const double RoundOff = 2.2e-16;

    /// <summary>What the axis shows at least, so that round-off looks like what it is.</summary>
    private const double Visible = 1e-12;

    private static readonly (string Quantity, string Title)[] Quantities = [("mass", "mass"), ("energy", "energy E|v|²")];

    public int Order => 40;

    public Figure? Make(StoredExperiment experiment)
    {
        LinePanel[] panels = [.. Quantities.Select(quantity => Make(experiment, quantity.Quantity, quantity.Title)).OfType<LinePanel>()];
        return panels.Length == 0 ? null : new Figure(
            "conservation", "Conservation", "The change since the start relative to the value there; for each model the largest over N. In the grey strip a change "
                + "is round-off.", panels);
    }

    private static LinePanel? Make(StoredExperiment experiment, string quantity, string title)
    {
        Series[] curves = [.. experiment.Models.Where(model => Selection.Form(model) == SeriesForm.Curve).Select(model => Largest(experiment, model, quantity)).OfType<Series>()];
        return curves.Length == 0 ? null : new LinePanel
        {
            Title = title,
            XLabel = Selection.Time,
            YLabel = "relative change",
            LogarithmicY = true,
            Series = curves,
            NoiseBelow = 4 * RoundOff,
            UpTo = Visible,
            NoiseLabel = "round-off",
            Alt = $"Relative change of {title} since the start; at time {Selection.End(curves)}: {Selection.Ends(curves)}.",
        };
    }

    /// <summary>The largest drift over N at each time; what is exactly zero stands at round-off.</summary>
    private static Series? Largest(StoredExperiment experiment, string model, string quantity)
    {
        TimeSeries[] drifts = [.. experiment.Results.Runs.Where(run => run.Model == model).Select(run => experiment.Series(model, run.Particles, quantity))
            .Where(series => series.Count > 1).Select(series => series.Drift(series.Values[0]))];
        if (drifts.Length == 0)
            return null;
        double[] times = drifts.MaxBy(drift => drift.Count)!.Times;
        double[] values = [.. times.Select(time => drifts.Max(drift => Array.IndexOf(drift.Times, time) is var i && i >= 0 ? drift.Values[i] : 0))];
        return new Series(model, model, times, [.. values.Select(value => Math.Max(value, RoundOff / 2))]);
    }
}
