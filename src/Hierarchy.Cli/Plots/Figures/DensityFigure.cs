using Hierarchy.Analysis;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>f_1 at the first and the last time, and what finite N changes in it.</summary>
internal sealed class DensityFigure : IFigure
{
    private const int MostDifferences = 4;

    public int Order => 30;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Fields is not { } fields)
            return null;
        int last = experiment.LastTimeIndex();
        FieldPlane? first = Landau(experiment, fields, 0), final = Landau(experiment, fields, last);
        if (first is null || final is null)
            return null;
        double reach = Math.Max(first.Reach(), final.Reach()), largest = Math.Max(first.Largest, final.Largest);
        List<HeatPanel> panels = [Density(experiment, first, 0, reach, largest), Density(experiment, final, last, reach, largest)];
        panels.AddRange(Differences(experiment, fields, final, last, reach));
        string quantity = experiment.Scenario.Dimension == 2 ? "f(v)" : "f integrated over v_z";
        return new Figure(
            "density", "One-particle density",
            $"{quantity} of the Landau equation at the beginning and at the end, and N (f_N − f), the effect of finite N scaled to be of order one, where models have it; at N = ∞ without the factor.", panels);
    }

    private static FieldPlane? Landau(StoredExperiment experiment, FieldReader fields, int time) =>
        FieldPlane.OfDensity(fields, experiment.Plan.Grid, ModelRegistry.Landau.Name, ParticleNumber.Infinity, time);

    private static HeatPanel Density(StoredExperiment experiment, FieldPlane plane, int timeIndex, double reach, double largest)
    {
        FieldPlane shown = plane.Within(reach);
        string time = StoredExperiment.Text(experiment.Plan.Times[timeIndex]);
        string symbol = experiment.Scenario.Dimension == 2 ? "f" : "∫ f dv_z";
        return Panel($"Landau equation, t = {time}", shown, symbol, largest, false, $"{symbol} of the Landau equation at time {time}: largest value {StoredExperiment.Text(shown.Largest)}.");
    }

    private static IEnumerable<HeatPanel> Differences(StoredExperiment experiment, FieldReader fields, FieldPlane landau, int last, double reach)
    {
        if (experiment.Numbers.Count == 0)
            return [];
        ParticleNumber n = experiment.Numbers[0];
        (string Model, FieldPlane Plane)[] found =
        [
            .. experiment.ModelsAt(n).Select(model => (model, FieldPlane.OfDensity(fields, experiment.Plan.Grid, model, n, last))).Where(pair => pair.Item2 is not null)
                .Select(pair => (pair.model, pair.Item2!.Less(landau, Selection.Factor(n)).Within(reach))).Take(MostDifferences),
        ];
        double largest = found.Select(pair => pair.Plane.Largest).Append(1e-300).Max();
        return found.Select(pair => Panel(
            $"{pair.Model}, {StoredExperiment.Text(n)}", pair.Plane, Selection.Scaled(n, "f_N − f"), largest, true,
            $"{Selection.Scaled(n, "f_N − f")} of {pair.Model} at {StoredExperiment.Text(n)}, f by the Landau equation: largest size {StoredExperiment.Text(pair.Plane.Largest)}."));
    }

    private static HeatPanel Panel(string title, FieldPlane plane, string scale, double largest, bool signed, string alt) => new()
    {
        Title = title,
        XLabel = "v_x",
        YLabel = "v_y",
        Axis = plane.Axis,
        Values = plane.Values,
        ScaleLabel = scale,
        Largest = largest,
        IsSigned = signed,
        Alt = alt,
    };
}
