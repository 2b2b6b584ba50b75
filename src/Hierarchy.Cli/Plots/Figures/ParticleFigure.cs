using Hierarchy.Analysis;
using Hierarchy.Cli.Report;
using Hierarchy.Equations;
using Hierarchy.Experiments;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
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
            $"The variance of v_x of each model less that of the particle system {particles} at the same N. Bars: one standard error of the particles; a closure whose bars reach the dashed line cannot be told from the truth.",
            panels);

        TimeSeries Difference(string model, ParticleNumber n) => model == particles
            ? new TimeSeries([], [], [], [])
            : experiment.Series(model, n, CovarianceFigure.Quantity).Less(experiment.Series(particles, n, CovarianceFigure.Quantity));
    }
}
