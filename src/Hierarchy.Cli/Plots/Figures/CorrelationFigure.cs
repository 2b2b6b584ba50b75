using Hierarchy.Analysis;
using Hierarchy.Models;
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
        int last = experiment.LastTimeIndex();
        ParticleNumber n = experiment.Numbers.FirstOrDefault(n => experiment.ModelsAt(n).Any(model => fields.HasCorrelation(model, n)));
        string[] models = [.. experiment.ModelsAt(n).Where(model => fields.HasCorrelation(model, n)).Take(MostModels)];
        int point = NearestToOneDeviation(experiment, last);
        var planes = new List<(string Model, bool AtPoint, FieldPlane Plane)>();
        foreach (string model in models)
        {
            if (FieldPlane.OfCorrelationAt(fields, experiment.Plan.Grid, model, n, last, point) is { } at)
                planes.Add((model, true, at.Times(Selection.Factor(n))));
            if (FieldPlane.OfCorrelationAlongX(fields, experiment.Plan.Grid, model, n, last) is { } along)
                planes.Add((model, false, along.Times(Selection.Factor(n))));
        }
        if (planes.Count == 0 || planes.All(plane => plane.Plane.Largest == 0))
            return null;
        double reach = planes.Max(plane => plane.Plane.Reach());
        string time = StoredExperiment.Text(experiment.Plan.Times[last]);
        HeatPanel[] panels = [.. planes.Select(plane => Panel(experiment, plane, n, point, reach, planes.Where(other => other.AtPoint == plane.AtPoint).Max(other => other.Plane.Largest)))];
        return new Figure(
            "correlation", "Pair correlation",
            $"{Selection.Scaled(n, "g")}(v_1, v_2) with g = f_N,2 − f_N ⊗ f_N at {StoredExperiment.Text(n)} and time {time}: on the left as a function of v_2 for the v_1 that the cross marks, one standard deviation from the centre; on the right for v_1 and v_2 along the x axis, or the line of points next to it. Orange: such pairs are more frequent than independent ones; blue: rarer.",
            panels);
    }

    private static int NearestToOneDeviation(StoredExperiment experiment, int timeIndex)
    {
        double variance = experiment.Results.Find(ModelRegistry.Landau.Name, ParticleNumber.Infinity, experiment.Plan.Times[timeIndex], "covariance_xx")?.Value ?? 1;
        double[] axis = experiment.Plan.Grid.Axis;
        return Array.IndexOf(axis, axis.MinBy(v => Math.Abs(v - Math.Sqrt(Math.Max(variance, 0)))));
    }

    private static HeatPanel Panel(StoredExperiment experiment, (string Model, bool AtPoint, FieldPlane Plane) plane, ParticleNumber n, int point, double reach, double largest)
    {
        double at = experiment.Plan.Grid.Axis[point];
        double rest = experiment.Plan.Grid.Axis[experiment.Plan.Grid.Points / 2];
        string others = string.Concat(Enumerable.Repeat(", " + StoredExperiment.Text(rest), experiment.Scenario.Dimension - 1));
        string where = plane.AtPoint ? $"v_1 = ({StoredExperiment.Text(at)}{others})" : "along the x axis";
        FieldPlane shown = plane.Plane.Within(reach);
        return new HeatPanel
        {
            Title = $"{plane.Model}, {where}",
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
