using Hierarchy.Analysis;
using Hierarchy.Cli.Report;
using Hierarchy.Equations;
using Hierarchy.Experiments;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The relaxation of the anisotropy, of the particles with their error bars.</summary>
internal sealed class CovarianceFigure : IFigure
{
    private const double Isotropic = 1e-9;

    public int Order => 16;

    public Figure? Make(StoredExperiment experiment)
    {
        TimeSeries landau = Anisotropy(experiment, ScenarioNames.Landau, ParticleNumber.Infinity);
        if (landau.Count < 2 || Array.TrueForAll(landau.Values, value => Math.Abs(value) < Isotropic))
            return null;
        Series reference = Selection.Curve(ScenarioNames.Landau, landau);
        LinePanel[] panels = [.. Selection.ByN(experiment, (model, n) => Anisotropy(experiment, model, n), "E[v_x² − v_y²]", false, false).Select(panel => panel with { Series = [reference, .. panel.Series] })];
        if (panels.Length == 0)
            panels = [new LinePanel { Title = "Landau equation", XLabel = Selection.Time, YLabel = "E[v_x² − v_y²]", Series = [reference], Alt = $"Anisotropy against time; at time {Selection.End([reference])}: {Selection.Ends([reference])}." }];
        return new Figure(
            "anisotropy", "Relaxation of the covariance",
            "The difference of the variances along x and y decays towards isotropy; N particles are slower. Points with bars: particles with one standard error.", panels);
    }

    private static TimeSeries Anisotropy(StoredExperiment experiment, string model, ParticleNumber n) =>
        experiment.Series(model, n, "covariance_xx").Less(experiment.Series(model, n, "covariance_yy"));
}
