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
        LinePanel[] panels = [.. Selection.ByN(experiment, Difference, "Var v_x − particles", false, false).Select(Selection.WithZero)];
        return panels.Length == 0 ? null : new Figure(
            "closures-against-particles", "Closures against the particles",
            $"The variance of v_x of each model less that of the particle system {particles} at the same N. Bars: one standard error of the particles, and the difference at t = 0, which is that of the datum: the particles sample all velocities, the grid holds the box. A closure whose bars reach the dashed line cannot be told from the truth.",
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
