using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The relaxation of the variance of v_x, of the particles with their error bars.</summary>
internal sealed class CovarianceFigure : IFigure
{
    public const string Quantity = "covariance_xx";
    /// <summary>The relative change below which the variance counts as constant.</summary>
    private const double Still = 1e-6;

    private const int MostDifferences = 3;

    public int Order => 16;

    public Figure? Make(StoredExperiment experiment)
    {
        TimeSeries landau = experiment.Series(ModelRegistry.Landau.Name, ParticleNumber.Infinity, Quantity);
        if (landau.Count < 2 || Array.TrueForAll(landau.Values, value => Math.Abs(value - landau.Values[0]) <= Still * Math.Abs(landau.Values[0])))
            return null;
        var whole = new LinePanel
        {
            Title = "Landau equation",
            XLabel = Selection.Time,
            YLabel = "S = Var v_x",
            Series = [Selection.Curve(ModelRegistry.Landau.Name, landau)],
            Alt = $"Variance S of v_x of the Landau equation against time, from {StoredExperiment.Text(landau.Values[0])} to {StoredExperiment.Text(landau.Values[^1])}.",
        };
        IReadOnlyList<LinePanel> differences = Selection.ByN(
            experiment, (model, n) => experiment.Series(model, n, Quantity).Less(landau), "S_N − S", false, false, MostDifferences);
        return new Figure(
            "variance", "Relaxation of the covariance",
            "S, the variance of v_x, tends to the mean of all directions; the panels for each N show how far the models are from the Landau equation. Points with "
                + "bars: particles with their errors; bands: errors of sample and discretisation." + Selection.LeftOut(experiment.Numbers, MostDifferences),
            [whole, .. differences]);
    }
}
