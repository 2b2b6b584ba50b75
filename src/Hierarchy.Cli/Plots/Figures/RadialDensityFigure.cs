using Hierarchy.Invariant;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>f(r) of isotropic data at several times: that of the Landau equation, and the effect of finite N on each shell of the speed.</summary>
internal sealed class RadialDensityFigure : IFigure
{
    private const int MostTimes = 4, Points = 240;

    /// <summary>The share of the largest value below which f is not drawn.</summary>
    private const double Visible = 1e-9;

    public int Order => 29;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Fields is null || experiment.Scenario.Time.End <= 0)
            return null;
        (int Time, InvariantPair Pair)[] found = [.. Selection.Frames(experiment.FieldTimes(), MostTimes)
            .Select(time => (time, RadialSelection.Landau(experiment, time))).Where(pair => pair.Item2 is not null).Select(pair => (pair.time, pair.Item2!))];
        if (found.Length < 2)
            return null;
        List<LinePanel> panels = [Density(experiment, found)];
        var pairs = RadialSelection.Pairs(experiment);
        if (pairs.Count > 0 && Effect(experiment, found, pairs[0].Model, pairs[0].N) is { } effect)
            panels.Add(effect);
        string second = panels.Count > 1 ? " Beside it N (f_N − f) on the shell of each speed, 4 π r² N (f_N − f): where the finite number of particles adds "
            + "velocities and where it takes them away." : "";
        return new Figure("radial-density", "Density by the speed",
            $"f(r), r = |v|, of isotropic data without a grid, on a logarithmic scale: a Maxwellian is a parabola.{second}", panels);
    }

    private static LinePanel Density(StoredExperiment experiment, (int Time, InvariantPair Pair)[] found)
    {
        double largest = found.Max(pair => pair.Pair.Density(0)), floor = Visible * largest;
        Series[] curves = [.. found.Select((pair, k) =>
        {
            double[] radii = [.. Radii(pair.Pair).Where(r => pair.Pair.Density(r) > floor)];
            return new Series(ModelStyle.Numbered(k), RadialSelection.Text(experiment, pair.Time), radii, [.. radii.Select(pair.Pair.Density)]);
        })];
        return new LinePanel
        {
            Title = "Landau equation, N = ∞",
            XLabel = "r",
            YLabel = "f(r)",
            LogarithmicY = true,
            Series = curves,
            Alt = $"f of the Landau equation against the speed r at {string.Join(", ", curves.Select(curve => curve.Label))}; at r = 0 it is "
                + $"{string.Join(", ", found.Select(pair => StoredExperiment.Text(pair.Pair.Density(0))))}.",
        };
    }

    private static LinePanel? Effect(StoredExperiment experiment, (int Time, InvariantPair Pair)[] found, string model, States.ParticleNumber n)
    {
        List<Series> curves = [];
        foreach ((int time, InvariantPair landau) in found)
        {
            if (time == 0 || RadialSelection.At(experiment, model, n, time) is not { } pair)
                continue;
            double[] radii = Radii(landau), values = [.. radii.Select(r => 4 * Math.PI * r * r * Selection.Factor(n) * (pair.Density(r) - landau.Density(r)))];
            double reach = 2e-3 * values.Max(Math.Abs);
            int last = Array.FindLastIndex(values, value => Math.Abs(value) > reach);
            if (last > 0)
                curves.Add(new Series(ModelStyle.Numbered(Array.FindIndex(found, pair => pair.Time == time)), RadialSelection.Text(experiment, time),
                    radii[..(last + 1)], values[..(last + 1)]));
        }
        return curves.Count == 0 ? null : Selection.WithZero(new LinePanel
        {
            Title = $"{model}, {StoredExperiment.Text(n)}",
            XLabel = "r",
            YLabel = n.IsInfinite ? "4 π r² (f_∞ − f)" : "4 π r² N (f_N − f)",
            Series = curves,
            Alt = $"4 pi r² N (f_N - f) of {model} at {StoredExperiment.Text(n)} against the speed r; least and largest values "
                + $"{string.Join(", ", curves.Select(curve => $"{StoredExperiment.Text(curve.Y.Min())} and {StoredExperiment.Text(curve.Y.Max())} at {curve.Label}"))}.",
        });
    }

    private static double[] Radii(InvariantPair pair) => [.. Enumerable.Range(0, Points).Select(k => pair.Basis.Splines.Radius * k / Points)];
}
