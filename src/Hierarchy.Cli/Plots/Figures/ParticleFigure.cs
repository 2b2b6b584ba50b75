using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Closures against the particle system at the same N, with the error bars of the particles.</summary>
internal sealed class ParticleFigure : IFigure
{
    public int Order => 11;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Models.FirstOrDefault(model => ModelRegistry.Find(model) is IParticleModel) is not { } particles)
            return null;
        ParticleNumber[] all = [.. experiment.Numbers.Where(n => experiment.ModelsAt(n).Any(model => Difference(model, n).Sizes().Count > 0))];
        // A closure that meets the truth lies in the strip of two errors of the particles.
        LinePanel[] panels =
        [
            .. Selection.ByN(experiment, (model, n) => Difference(model, n).Sizes(), "|Var v_x − particles|", true, false)
                .Select((panel, i) => panel with
                {
                    NoiseBelow = 2 * experiment.ModelsAt(Selection.Some(all)[i]).SelectMany(model => Difference(model, Selection.Some(all)[i]).Errors)
                        .DefaultIfEmpty(double.NaN).Max(),
                    NoiseLabel = "within two errors of the particles",
                    Series = [.. panel.Series.Select(series => series with { Errors = null })],
                }),
        ];
        return panels.Length == 0 ? null : new Figure(
            "closures-against-particles", "Closures against the particles",
            $"The size of the difference between the variance of v_x of each model and that of the particle system {particles} at the same N. In the strip a closure "
                + "cannot be told from the truth: it is as high as two errors, the standard error of the particles and the difference at t = 0, which is that of "
                + $"the datum, since particles sample all velocities and the grid holds the box.{Selection.LeftOut(all)}",
            panels);

        TimeSeries Difference(string model, ParticleNumber n)
        {
            if (model == particles)
                return new TimeSeries([], [], [], []);
            TimeSeries series = experiment.Series(model, n, CovarianceFigure.Quantity).Less(experiment.Series(particles, n, CovarianceFigure.Quantity));
            double atStart = series.Count > 0 && series.Times[0] == 0 ? Math.Abs(series.Values[0]) : 0;
            return series with { Errors = [.. series.Errors.Select(error => error + atStart)] };
        }
    }
}
