using Hierarchy.Analysis;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The pair correlation g = f_2 - f_1 x f_1 on two planes.</summary>
internal sealed class CorrelationFigure : IFigure
{
    private const int MostModels = 3;

    public int Order => 32;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Fields is not { } fields || experiment.Numbers.Count == 0)
            return null;
        IReadOnlyList<int> times = experiment.FieldTimes();
        int last = times[^1];
        ParticleNumber n = experiment.Numbers.FirstOrDefault(n => experiment.ModelsAt(n).Any(model => fields.HasCorrelation(model, n)));
        int point = NearestToOneDeviation(experiment, last);
        (int Time, (string Model, bool AtPoint, FieldPlane Plane)[] Planes)[] moving =
            [.. Selection.Frames(times).Select(time => (time, Planes(experiment, fields, n, time, point)))];
        var planes = moving[^1].Planes;
        if (planes.Length == 0 || planes.All(plane => plane.Plane.Largest == 0))
            return null;
        double reach = planes.Max(plane => plane.Plane.Reach());
        double Largest(bool atPoint) => moving.SelectMany(frame => frame.Planes).Where(plane => plane.AtPoint == atPoint).Max(plane => plane.Plane.Largest);
        (double at, double along) = (Largest(true), Largest(false));
        IReadOnlyList<Panel> Frame(int time, (string Model, bool AtPoint, FieldPlane Plane)[] shown) =>
            [.. shown.Select(plane => Panel(experiment, plane, n, time, point, reach, plane.AtPoint ? at : along))];
        return new Figure(
            "correlation", "Pair correlation",
            $"{Selection.Scaled(n, "g")}(v_1, v_2) with g = f_N,2 − f_N ⊗ f_N at {StoredExperiment.Text(n)}: where v_1 is given, as a function of v_2, with the "
                + "cross at v_1, one standard deviation from the centre; else for v_1 and v_2 along the x axis, or the line of points next to it. Orange: such "
                + "pairs are more frequent than independent ones; blue: rarer.",
            Frame(last, planes))
        {
            Frames = [.. moving.Length < 2 ? [] : moving.Select(frame => ($"t = {StoredExperiment.Text(experiment.Plan.Times[frame.Time])}", Frame(frame.Time, frame.Planes)))],
        };
    }

    private static (string Model, bool AtPoint, FieldPlane Plane)[] Planes(StoredExperiment experiment, FieldReader fields, ParticleNumber n, int time, int point)
    {
        var planes = new List<(string Model, bool AtPoint, FieldPlane Plane)>();
        foreach (string model in experiment.ModelsAt(n).Where(model => fields.HasCorrelation(model, n)).Take(MostModels))
        {
            if (FieldPlane.OfCorrelationAt(fields, experiment.Plan.Grid, model, n, time, point) is { } at)
                planes.Add((model, true, at.Times(Selection.Factor(n))));
            if (FieldPlane.OfCorrelationAlongX(fields, experiment.Plan.Grid, model, n, time) is { } along)
                planes.Add((model, false, along.Times(Selection.Factor(n))));
        }
        return [.. planes];
    }

    private static int NearestToOneDeviation(StoredExperiment experiment, int timeIndex)
    {
        double variance = experiment.Results.Find(ModelRegistry.Landau.Name, ParticleNumber.Infinity, experiment.Plan.Times[timeIndex], "covariance_xx")?.Value ?? 1;
        double[] axis = experiment.Plan.Grid.Axis;
        return Array.IndexOf(axis, axis.MinBy(v => Math.Abs(v - Math.Sqrt(Math.Max(variance, 0)))));
    }

    private static HeatPanel Panel(StoredExperiment experiment, (string Model, bool AtPoint, FieldPlane Plane) plane, ParticleNumber n, int time, int point,
        double reach, double largest)
    {
        double at = experiment.Plan.Grid.Axis[point];
        double rest = experiment.Plan.Grid.Axis[experiment.Plan.Grid.Points / 2];
        string others = string.Concat(Enumerable.Repeat(", " + StoredExperiment.Text(rest), experiment.Scenario.Dimension - 1));
        string where = plane.AtPoint ? $"v_1 = ({StoredExperiment.Text(at)}{others})" : "along the x axis";
        FieldPlane shown = plane.Plane.Within(reach);
        return new HeatPanel
        {
            Title = $"{plane.Model}, {where}, {StoredExperiment.Text(n)}, t = {StoredExperiment.Text(experiment.Plan.Times[time])}",
            XLabel = plane.AtPoint ? "v_2x" : "v_1x",
            YLabel = plane.AtPoint ? "v_2y" : "v_2x",
            Axis = shown.Axis,
            Values = shown.Values,
            ScaleLabel = Selection.Scaled(n, "g"),
            Largest = largest,
            IsSigned = true,
            Mark = plane.AtPoint ? (at, rest) : null,
            Alt = $"{Selection.Scaled(n, "g")} of {plane.Model} at {StoredExperiment.Text(n)}, {where}: largest size {StoredExperiment.Text(shown.Largest)}.",
        };
    }
}
