using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Bogoliubov's hypothesis: how far G(t) is from the correlation that is slaved to f(t), and the size of that.</summary>
internal sealed class BogoliubovFigure : IFigure
{
    public int Order => 18;

    public Figure? Make(StoredExperiment experiment)
    {
        foreach (string model in experiment.Models)
        {
            ParticleNumber n = experiment.Runs.First(run => run.Model == model).Particles;
            TimeSeries distance = experiment.Series(model, n, "bogoliubov_distance"), slaved = experiment.Series(model, n, "slaved_correlation_l2");
            if (distance.Count < 2)
                continue;
            return new Figure(
                "bogoliubov", "Bogoliubov's hypothesis",
                "The distance of the pair correlation G(t) to the G_s that is stationary with f(t) frozen, relative to G_s: it would fall to 0 soon if correlations followed f. "
                    + "Beside it the size of G_s, which vanishes as f becomes a Maxwellian.",
                [Panel("Distance to the slaved correlation", "‖G − G_s‖/‖G_s‖", distance, model), Panel("The slaved correlation", "‖G_s‖", slaved, model)]);
        }
        return null;
    }

    private static LinePanel Panel(string title, string label, TimeSeries values, string model)
    {
        Series[] curves = [Selection.Curve(model, values)];
        return Selection.WithZero(new LinePanel
        {
            Title = title,
            XLabel = Selection.Time,
            YLabel = label,
            Series = curves,
            Alt = $"{title} against time; at time {Selection.End(curves)}: {Selection.Ends(curves)}.",
        });
    }
}
