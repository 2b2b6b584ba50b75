using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The values of weak quantities beside the noise of the grid.</summary>
internal sealed class NoiseFigure : IFigure
{
    private static readonly string[] Candidates = ["error_l1", "relative_entropy_to_landau", "mutual_information", "relative_fisher", "marginal_defect", "fisher_1", "entropy_1"];

    public int Order => 50;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Numbers.Count == 0)
            return null;
        ParticleNumber n = experiment.Numbers[^1];
        LinePanel[] panels = [.. experiment.ModelsAt(n).Select(model => Make(experiment, model, n)).OfType<LinePanel>().Take(4)];
        return panels.Length == 0 ? null : new Figure(
            "noise", "Values and their noise", $"At the last time and {StoredExperiment.Text(n)}, where effects are smallest: a point above its cross is supported "
                + "by the resolution, one below is not. H: entropy, I: Fisher information, rel. H: relative entropy to the Landau equation, M: mutual information "
                + "of a pair, rel. I: its relative Fisher information.", panels);
    }

    private static LinePanel? Make(StoredExperiment experiment, string model, ParticleNumber n)
    {
        (string Quantity, TimeSeries Series)[] found =
            [.. Candidates.Select(quantity => (quantity, experiment.Series(model, n, quantity)))
                .Where(pair => pair.Item2.Count > 0 && pair.Item2.Values[^1] != 0 && pair.Item2.Floors[^1] > 0)];
        if (found.Length < 2)
            return null;
        double[] places = [.. Enumerable.Range(0, found.Length).Select(i => (double)i)];
        Series values = new(model, "value", places, [.. found.Select(pair => Math.Abs(pair.Series.Values[^1]))], null, SeriesForm.Points);
        Series floors = new(ModelStyle.Noise, "noise", places, [.. found.Select(pair => pair.Series.Floors[^1])], null, SeriesForm.Points);
        return new LinePanel
        {
            Title = $"{model}, {StoredExperiment.Text(n)}",
            XLabel = "quantity",
            YLabel = "size",
            LogarithmicY = true,
            Series = [values, floors],
            XTicks = [.. found.Select((pair, i) => ((double)i, Short(pair.Quantity)))],
            Alt = $"Sizes and noise floors of {model}: "
                + string.Join(", ", found.Select(pair =>
                    $"{pair.Quantity} {StoredExperiment.Text(pair.Series.Values[^1])} with noise {StoredExperiment.Text(pair.Series.Floors[^1])}")) + ".",
        };
    }

    private static string Short(string quantity) => quantity switch
    {
        "error_l1" => "L1",
        "relative_entropy_to_landau" => "rel. H",
        "mutual_information" => "M",
        "relative_fisher" => "rel. I",
        "marginal_defect" => "defect",
        "fisher_1" => "I",
        _ => "H",
    };
}
