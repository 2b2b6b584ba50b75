using Hierarchy.Analysis;
using Hierarchy.Densities;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Distances against N at the last time, with the fitted slopes.</summary>
internal sealed class RatesFigure : IFigure
{
    private static readonly (string Quantity, string Title, string Label)[] Shown =
    [
        ("error_l1", "f_N against the Landau equation", "∫ |f_N − f| dv"), ("chaos_l1", "pairs against the product", "∫∫ |f_N,2 − f_N ⊗ f_N| dv_1 dv_2"),
        ("mutual_information", "mutual information of a pair", "∫∫ f_N,2 log(f_N,2 / f_N ⊗ f_N)"),
    ];

    private const double ExpectedAbove = 1.6;

    public int Order => 14;

    public Figure? Make(StoredExperiment experiment)
    {
        if (experiment.Rates.Count == 0)
            return null;
        double last = experiment.Rates.Max(row => row.Time);
        LinePanel[] panels = [.. Shown.Select(shown => Make(experiment, shown, last)).OfType<LinePanel>()];
        return panels.Length == 0 ? null : new Figure(
            "rates", "Rates in the number of particles",
            $"At time {StoredExperiment.Text(last)}. {Caption(experiment)}", panels);
    }

    private static string Caption(StoredExperiment experiment) =>
        "The number behind a name is the slope for N → ∞, fitted with corrections in 1/N, and its interval where three points allow one: of 95 % confidence for "
            + "particles, the range that the corrections leave open else. "
        + (experiment.Scenario.Pair.Datum == PairDatum.Chaotic
            ? "Propagation of chaos predicts −1 for distances and −2 for the mutual information." : "The particles are correlated at the start, so no slope is predicted.");

    /// <summary>The slope that propagation of chaos predicts, as a line that runs above the points.</summary>
    private static Series Expected(List<Series> curves, double slope)
    {
        double[] x = [curves.SelectMany(curve => curve.X).Min(), curves.SelectMany(curve => curve.X).Max()];
        double above = ExpectedAbove * curves.Where(curve => curve.Form == SeriesForm.Points)
            .SelectMany(curve => curve.X.Zip(curve.Y, (n, y) => y * Math.Pow(n / x[0], -slope))).Max();
        string power = slope.ToString("G3", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');
        return new Series("", $"expected {power}", x, [above, above * Math.Pow(x[1] / x[0], slope)], null, SeriesForm.Guide);
    }

    private static LinePanel? Make(StoredExperiment experiment, (string Quantity, string Title, string Label) shown, double time)
    {
        var curves = new List<Series>();
        var words = new List<string>();
        foreach (ChaosRow row in experiment.Rates.Where(row => row.Quantity == shown.Quantity && row.Time == time && row.Fit is not null))
        {
            string slope = $"{Slopes.Value(row.Fit!)} {Slopes.Range(row.Fit!)}".TrimEnd().Replace('-', '−');
            double[] x = [.. row.Used.Select(n => n.Value)];
            double[] y = [.. row.Used.Select(n => experiment.Results.Find(row.Model, n, time, row.Quantity)!.Value.Value)];
            double[] errors = [.. row.Used.Select(n => experiment.Results.Find(row.Model, n, time, row.Quantity)!.Value.StandardError)
                .Select(error => double.IsNaN(error) ? 0 : error)];
            curves.Add(new Series(row.Model, "", x, [.. x.Select(n => y[^1] * Math.Pow(n / x[^1], row.Fit!.Slope))], null, SeriesForm.Guide));
            curves.Add(new Series(row.Model, $"{row.Model} {slope}", x, y, errors, SeriesForm.Points));
            words.Add($"{row.Model} {slope}");
        }
        ParticleNumber[] numbers = [.. experiment.FiniteN];
        if (curves.Count > 0 && experiment.Rates.FirstOrDefault(row => row.Quantity == shown.Quantity && row.Time == time && double.IsFinite(row.Expected)) is { } predicted)
            curves.Insert(0, Expected(curves, predicted.Expected));
        return curves.Count == 0 ? null : new LinePanel
        {
            Title = $"{shown.Title}, t = {StoredExperiment.Text(time)}",
            XLabel = "number of particles N",
            YLabel = shown.Label,
            LogarithmicX = true,
            LogarithmicY = true,
            Series = curves,
            XTicks = [.. numbers.Where((n, i) => i % Math.Max(1, (numbers.Length + 5) / 6) == 0).Select(n => (Math.Log10(n.Value), n.ToString()))],
            Alt = $"{shown.Label} against N on logarithmic axes at time {StoredExperiment.Text(time)}; fitted slopes: {string.Join(", ", words)}.",
        };
    }
}
