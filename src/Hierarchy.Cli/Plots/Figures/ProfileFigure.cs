using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>
/// f of the Landau equation along an axis at several times, on a logarithmic scale: how the tails fill; against the speed where the datum is isotropic, with
/// E|v|^4.
/// </summary>
internal sealed class ProfileFigure : IFigure
{
    private const int MostTimes = 4;

    /// <summary>The share of the largest value below which a profile is not drawn.</summary>
    private const double Visible = 1e-9;

    public int Order => 28;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Fields is not { } fields || experiment.Scenario.Time.End <= 0)
            return null;
        int[] times = [.. Selection.Frames(experiment.FieldTimes(), MostTimes)];
        (int Time, double[] Values)[] found = [.. times.Select(time => (time, fields.Density(ModelRegistry.Landau.Name, ParticleNumber.Infinity, time)))
            .Where(pair => pair.Item2 is not null).Select(pair => (pair.time, pair.Item2!))];
        if (found.Length < 2)
            return null;
        bool isIsotropic = Temperatures.AreEqual(experiment);
        List<LinePanel> panels = isIsotropic ? [Profile(experiment, found, 0, true)] : [Profile(experiment, found, 0, false), Profile(experiment, found, 1, false)];
        if (isIsotropic && Fourth(experiment) is { } fourth)
            panels.Add(fourth);
        string what = isIsotropic ? "against the speed, beside E|v|⁴, which is that of a Maxwellian in the end" : "along two axes through the centre";
        return new Figure("profile", isIsotropic ? "Density against the speed" : "Density along the axes",
            $"f of the Landau equation {what}, on a logarithmic scale: a Maxwellian is a parabola. Values below the noise of the grid are left out.", panels);
    }

    private static LinePanel Profile(StoredExperiment experiment, (int Time, double[] Values)[] found, int direction, bool isSpeed)
    {
        // Where f is negative nothing of that size is certain.
        double floor = Math.Max(Visible * found[0].Values.Max(), 3 * found.Max(pair => Math.Abs(Math.Min(0, pair.Values.Min()))));
        Series[] curves = [.. found.Select((pair, k) => Curve(experiment, pair, direction, isSpeed, floor, k))];
        string axis = isSpeed ? "|v|" : direction == 0 ? "v_x" : "v_y";
        return new LinePanel
        {
            Title = isSpeed ? "Landau equation, N = ∞" : $"Landau equation along {axis}",
            XLabel = axis,
            YLabel = "f",
            LogarithmicY = true,
            Series = curves,
            Alt = $"f of the Landau equation against {axis} at the times "
                + $"{string.Join(", ", found.Select(pair => StoredExperiment.Text(experiment.Plan.Times[pair.Time])))}; largest values "
                + $"{string.Join(", ", curves.Select(curve => StoredExperiment.Text(curve.Y.Max())))}.",
        };
    }

    private static Series Curve(StoredExperiment experiment, (int Time, double[] Values) shown, int direction, bool isSpeed, double floor, int rank)
    {
        double[] axis = experiment.Plan.Grid.Axis;
        int n = axis.Length, d = experiment.Scenario.Dimension;
        int stride = (int)Math.Pow(n, d - 1 - direction), centre = Enumerable.Range(0, d).Where(a => a != direction).Sum(a => n / 2 * (int)Math.Pow(n, d - 1 - a));
        int[] kept = [.. Enumerable.Range(0, n).Where(j => shown.Values[centre + j * stride] > floor && (!isSpeed || j >= n / 2))];
        return new Series(ModelStyle.Numbered(rank), $"t = {StoredExperiment.Text(experiment.Plan.Times[shown.Time])}",
            [.. kept.Select(j => isSpeed ? Math.Sqrt(experiment.Plan.Grid.SpeedSquared(centre + j * stride)) : axis[j])],
                [.. kept.Select(j => shown.Values[centre + j * stride])]);
    }

    private static LinePanel? Fourth(StoredExperiment experiment)
    {
        ParticleNumber[] numbers = [.. experiment.Numbers.Take(1)];
        var runs = numbers.SelectMany(n => experiment.ModelsAt(n).Select(model => (model, n))).Prepend((ModelRegistry.Landau.Name, ParticleNumber.Infinity));
        Series[] curves = [.. runs.Select(run => Selection.Curve(run.Item1, experiment.Series(run.Item1, run.Item2, "fourth_moment"))).Where(curve => curve.X.Length > 1)];
        return curves.Length == 0 ? null : new LinePanel
        {
            Title = numbers.Length == 0 ? "fourth moment, N = ∞" : $"fourth moment, {StoredExperiment.Text(numbers[0])}",
            XLabel = Selection.Time,
            YLabel = "E|v|⁴",
            Series = curves,
            Alt = $"E|v|⁴ against time; at time {Selection.End(curves)}: {Selection.Ends(curves)}.",
        };
    }
}
