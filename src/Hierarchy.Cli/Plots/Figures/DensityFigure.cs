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
        IReadOnlyList<int> times = experiment.FieldTimes();
        int last = times[^1];
        FieldPlane? first = Landau(experiment, fields, 0), final = Landau(experiment, fields, last);
        if (first is null || final is null)
            return null;
        double reach = Math.Max(first.Reach(), final.Reach()), largest = Math.Max(first.Largest, final.Largest);
        (int Time, (string Model, FieldPlane Plane)[] Planes)[] moving = [.. Selection.Frames(times).Select(time => (time, Differences(experiment, fields, time, reach)))];
        double most = moving.SelectMany(frame => frame.Planes).Select(plane => plane.Plane.Largest).Append(1e-300).Max();
        IReadOnlyList<Panel> Frame(int time, (string Model, FieldPlane Plane)[] planes) =>
            [Density(experiment, Landau(experiment, fields, time)!, time, reach, largest), .. planes.Select(plane => Difference(experiment, plane, time, most))];
        string quantity = experiment.Scenario.Dimension == 2 ? "f(v)" : "f integrated over v_z";
        return new Figure(
            "density", "One-particle density",
            $"{quantity} of the Landau equation and N (f_N − f), the effect of finite N scaled to be of order one, where models have it; at N = ∞ without the "
                + $"factor.{(moving.Length > 1 ? " The slider moves through the output times; colours mean the same at all of them." : "")}",
            [Density(experiment, first, 0, reach, largest), .. Frame(last, moving[^1].Planes)])
        {
            Frames = [.. moving.Length < 2 ? [] : moving.Select(frame => ($"t = {StoredExperiment.Text(experiment.Plan.Times[frame.Time])}", Frame(frame.Time, frame.Planes)))],
        };
    }

    private static FieldPlane? Landau(StoredExperiment experiment, FieldReader fields, int time) =>
        FieldPlane.OfDensity(fields, experiment.Plan.Grid, ModelRegistry.Landau.Name, ParticleNumber.Infinity, time);

    private static HeatPanel Density(StoredExperiment experiment, FieldPlane plane, int timeIndex, double reach, double largest)
    {
        FieldPlane shown = plane.Within(reach);
        string time = StoredExperiment.Text(experiment.Plan.Times[timeIndex]);
        string symbol = experiment.Scenario.Dimension == 2 ? "f" : "∫ f dv_z";
        return Panel($"Landau equation, t = {time}", shown, symbol, largest, false,
            $"{symbol} of the Landau equation at time {time}: largest value {StoredExperiment.Text(shown.Largest)}.");
    }

    private static (string Model, FieldPlane Plane)[] Differences(StoredExperiment experiment, FieldReader fields, int time, double reach)
    {
        if (experiment.Numbers.Count == 0 || Landau(experiment, fields, time) is not { } landau)
            return [];
        ParticleNumber n = experiment.Numbers[0];
        return
        [
            .. experiment.ModelsAt(n).Select(model => (model, FieldPlane.OfDensity(fields, experiment.Plan.Grid, model, n, time))).Where(pair => pair.Item2 is not null)
                .Select(pair => (pair.model, pair.Item2!.Less(Reference(pair.model), Selection.Factor(n)).Within(reach))).Take(MostDifferences),
        ];

        // Without a grid f_N is compared with what the Landau equation gives without one, not with the errors of the grid.
        FieldPlane Reference(string model) => ModelRegistry.Find(model) is IRadialModel
            && FieldPlane.OfDensity(fields, experiment.Plan.Grid, ModelRegistry.RadialLandau.Name, ParticleNumber.Infinity, time) is { } radial ? radial : landau;
    }

    private static HeatPanel Difference(StoredExperiment experiment, (string Model, FieldPlane Plane) shown, int time, double largest)
    {
        ParticleNumber n = experiment.Numbers[0];
        string at = StoredExperiment.Text(experiment.Plan.Times[time]), symbol = Selection.Scaled(n, "f_N − f");
        return Panel(
            $"{shown.Model}, {StoredExperiment.Text(n)}, t = {at}", shown.Plane, symbol, largest, true,
            $"{symbol} of {shown.Model} at {StoredExperiment.Text(n)} and time {at}, f by the Landau equation: largest size {StoredExperiment.Text(shown.Plane.Largest)}.");
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
