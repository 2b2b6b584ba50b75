using System.Globalization;
using Hierarchy.Models;
using Hierarchy.Results;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>T along and across the axis that stands out, their ratio, and the relaxation time beside that of Spitzer where the kernel is Coulomb's.</summary>
internal sealed class TemperatureFigure : IFigure
{
    private static readonly string[] Axes = ["x", "y", "z"];

    public int Order => 15;

    public Figure? Make(StoredExperiment experiment)
    {
        TimeSeries[] all = Temperatures.OfLandau(experiment);
        if (all.Length == 0 || Temperatures.AreEqual(experiment))
            return null;
        int axis = Temperatures.Parallel(all), other = axis == 0 ? 1 : 0;
        // Where no axis stands out, the hottest is measured against the coldest.
        if (axis < 0)
            (axis, other) = (Extreme(all, hottest: true), Extreme(all, hottest: false));
        else if (experiment.Scenario is { Dimension: 3, Kernel: { Gamma: -3, Regularisation: "none" } })
            return Make(all, axis, other, Temperatures.Spitzer(experiment.Scenario.Kernel.Strength, all[axis].Times, all[axis].Values[0], all[other].Values[0]));
        return Make(all, axis, other, default);
    }

    private static Figure Make(TimeSeries[] all, int axis, int other, (double[]? Parallel, double[]? Perpendicular) spitzer)
    {
        TimeSeries parallel = all[axis], perpendicular = all[other];
        double fitted = Temperatures.RelaxationTime(parallel.Times, Differences(parallel.Values, perpendicular.Values));
        string times = double.IsNaN(fitted) ? "" : string.Create(CultureInfo.InvariantCulture, $" A fit of exp(−t/τ) to T_∥ − T_⊥ has τ = {fitted:G3}.");
        if (spitzer is { Parallel: { } along, Perpendicular: { } across } && Temperatures.RelaxationTime(parallel.Times, Differences(along, across)) is var known
            && double.IsFinite(known))
            times += string.Create(CultureInfo.InvariantCulture,
                $" The rate of Spitzer for a bi-Maxwellian (NRL formulary) gives τ = {known:G3} by the same fit, the dashed line.");
        return new Figure(
            "temperatures", "Temperatures along and across",
            $"T_∥ = Var v_{Axes[axis]} and T_⊥ = Var v_{Axes[other]} of the Landau equation, and their ratio.{times}",
                [Both(parallel, perpendicular, Between(all, axis, other), spitzer), Ratio(parallel, perpendicular, spitzer)]);
    }

    private static int Extreme(TimeSeries[] all, bool hottest) => Enumerable.Range(0, all.Length).MaxBy(axis => hottest ? all[axis].Values[0] : -all[axis].Values[0]);

    private static double[] Differences(double[] one, double[] other) => [.. one.Zip(other, (along, across) => along - across)];

    /// <summary>The third temperature, where all three differ.</summary>
    private static Series[] Between(TimeSeries[] all, int axis, int other) => Temperatures.Parallel(all) >= 0 || all.Length < 3 ? []
        : [.. Enumerable.Range(0, all.Length).Where(third => third != axis && third != other)
            .Select(third => new Series(ModelStyle.Numbered(2), $"T_{Axes[third]}", all[third].Times, all[third].Values, all[third].Errors))];

    private static LinePanel Both(TimeSeries parallel, TimeSeries perpendicular, Series[] between, (double[]? Parallel, double[]? Perpendicular) spitzer)
    {
        List<Series> curves =
        [
            new(ModelStyle.Numbered(1), "T_∥", parallel.Times, parallel.Values, parallel.Errors),
                new(ModelStyle.Numbered(0), "T_⊥", perpendicular.Times, perpendicular.Values, perpendicular.Errors), .. between,
        ];
        if (spitzer.Parallel is { } along && spitzer.Perpendicular is { } across)
            curves.AddRange([new("", "", parallel.Times, along, null, SeriesForm.Guide), new("", "", parallel.Times, across, null, SeriesForm.Guide)]);
        return Panel("Landau equation, N = ∞", "temperature", curves,
            $"T_∥ from {StoredExperiment.Text(parallel.Values[0])} to {StoredExperiment.Text(parallel.Values[^1])}, T_⊥ from "
                + $"{StoredExperiment.Text(perpendicular.Values[0])} to {StoredExperiment.Text(perpendicular.Values[^1])}.");
    }

    private static LinePanel Ratio(TimeSeries parallel, TimeSeries perpendicular, (double[]? Parallel, double[]? Perpendicular) spitzer)
    {
        double[] ratio = [.. perpendicular.Values.Zip(parallel.Values, (across, along) => across / along)];
        List<Series> curves = [new(ModelRegistry.Landau.Name, ModelRegistry.Landau.Name, parallel.Times, ratio)];
        if (spitzer.Parallel is { } a && spitzer.Perpendicular is { } b)
            curves.Add(new("", "Spitzer", parallel.Times, [.. b.Zip(a, (across, along) => across / along)], null, SeriesForm.Guide));
        return Panel("their ratio, N = ∞", "T_⊥ / T_∥", curves,
            $"T_⊥/T_∥ from {StoredExperiment.Text(ratio[0])} to {StoredExperiment.Text(ratio[^1])} at time {StoredExperiment.Text(parallel.Times[^1])}.");
    }

    private static LinePanel Panel(string title, string label, IReadOnlyList<Series> curves, string alt) =>
        new() { Title = title, XLabel = Selection.Time, YLabel = label, Series = curves, Alt = alt };
}
