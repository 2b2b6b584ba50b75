using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The distance of f_{N,1} to the Landau equation over time.</summary>
internal sealed class ErrorFigure : IFigure
{
    public int Order => 10;

    public Figure? Make(StoredExperiment experiment)
    {
        TimeSeries Distance(string model, ParticleNumber n) => experiment.Series(model, n, "error_l1").Sizes();
        IReadOnlyList<LinePanel> panels = Selection.ByN(experiment, Distance, "∫ |f_N − f| dv", true, true);
        return panels.Count == 0 ? null : new Figure(
            "error-to-landau", "Distance to the Landau equation",
            "How far the one-particle density f_N of N particles lies from the solution f of the Landau equation, by each model. It is the size of the finite-N "
                + "effect, at N = ∞ that of the correlations at the start, and not the error of a closure." + Selection.LeftOut(experiment.Numbers), panels);
    }
}
