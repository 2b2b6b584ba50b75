using System.Globalization;
using Hierarchy.Cli.Output;
using Hierarchy.Cli.Plots;
using Hierarchy.Cli.Plots.Figures;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Report;

/// <summary>Figures of several results over each other: quantities over time, and where a key of numbers was swept, their last values against it.</summary>
internal static class OverlayFigures
{
    private const int MostCurves = 8;

    private static readonly (string Name, string Symbol, bool IsLogarithmic)[] Quantities =
    [
        ("error_l1", "∫ |f_N − f| dv", true), ("chaos_l1", "∫ |f_2 − f_1 f_1| dv dv", true), ("entropy_1", "H(f)", false), ("fourth_moment", "E|v|⁴", false),
            ("covariance_xx", "E v_x²", false),
    ];

    /// <summary>The figures that the results have something for.</summary>
    public static IReadOnlyList<Figure> Of(ResultSet set) =>
        [.. Quantities.SelectMany(quantity => (Figure?[])[AgainstKey(set, quantity.Name, quantity.Symbol, quantity.IsLogarithmic),
            OverTime(set, quantity.Name, quantity.Symbol, quantity.IsLogarithmic)]).OfType<Figure>()];

    private static Figure? OverTime(ResultSet set, string quantity, string symbol, bool isLogarithmic)
    {
        int[] shown = Spread(set.Members.Count);
        var panels = new List<LinePanel>();
        foreach (string model in set.Members.SelectMany(member => member.Results.Models).Distinct())
        {
            Series[] curves = [.. shown.Select((member, i) => Curve(set, member, model, quantity, isLogarithmic, i)).OfType<Series>()];
            if (curves.Length > 1 && panels.Count < Selection.MostPanels)
                panels.Add(Panel(model, Selection.Time, symbol, curves, isLogarithmic));
        }
        string left = shown.Length < set.Members.Count ? $" {shown.Length} of {set.Members.Count} are drawn." : "";
        string labels = string.Join("; ", shown.Select((member, i) => $"{i + 1}: {set.Words(member)}"));
        return panels.Count == 0 ? null : new Figure($"{quantity}-over-time", $"{quantity} over time", $"Each model at its largest N. {labels}.{left}", panels);
    }

    private static Series? Curve(ResultSet set, int member, string model, string quantity, bool isLogarithmic, int number)
    {
        Results.Results results = set.Members[member].Results;
        RunResults? run = results.Runs.Where(run => run.Model == model).MaxBy(run => run.Particles);
        if (run is null)
            return null;
        TimeSeries series = run.Series(quantity);
        series = isLogarithmic ? series.Sizes() : series;
        string label = (number + 1).ToString(CultureInfo.InvariantCulture);
        return series.Count == 0 ? null : new Series(ModelStyle.Numbered(number), label, series.Times, series.Values, series.HasErrors ? series.Errors : null,
            Selection.Form(model));
    }

    private static Figure? AgainstKey(ResultSet set, string quantity, string symbol, bool isLogarithmic)
    {
        int key = Enumerable.Range(0, set.Labels.Length).FirstOrDefault(k => Numbers(set, k).Distinct().Count() > 1, -1);
        if (key < 0)
            return null;
        double[] numbers = Numbers(set, key);
        var panels = new List<LinePanel>();
        ParticleNumber[] all = [.. set.Members.SelectMany(member => member.Results.Runs).Select(run => run.Particles).Where(n => !n.IsInfinite).Distinct().Order()];
        foreach (ParticleNumber n in Selection.Some(all))
        {
            Series[] curves = [.. set.Members.SelectMany(member => member.Results.Runs).Where(run => run.Particles == n).Select(run => run.Model).Distinct()
                .Select(model => Against(set, numbers, key, model, n, quantity, isLogarithmic)).Where(series => series.X.Length > 0)];
            if (curves.Length > 0)
                panels.Add(Panel(StoredExperiment.Text(n), ResultSet.Short(set.Labels[key]), symbol, curves, isLogarithmic));
        }
        string others = set.Labels.Length > 1 ? " Points over each other differ in the other keys." : "";
        return panels.Count == 0 ? null : new Figure($"{quantity}-against-{ResultSet.Short(set.Labels[key])}", $"{quantity} against {set.Labels[key]}",
            $"The values at the end, by each model.{others}", panels);
    }

    private static Series Against(ResultSet set, double[] numbers, int key, string model, ParticleNumber n, string quantity, bool isLogarithmic)
    {
        var points = new List<(double X, double Y, double Error)>();
        foreach ((int i, (string[] _, Results.Results results)) in set.Members.Index())
        {
            if (results.Runs.FirstOrDefault(run => run.Model == model && run.Particles == n) is not { Times.Count: > 0 } run)
                continue;
            if (run.At(run.Times[^1]).Quantities.TryGetValue(quantity, out QuantityResult value) && double.IsFinite(value.Value) && (!isLogarithmic || value.Value > 0))
                points.Add((numbers[i], value.Value, double.IsNaN(value.StandardError) ? 0 : value.StandardError));
        }
        (double X, double Y, double Error)[] sorted = [.. points.OrderBy(point => point.X)];
        // Where other keys vary too, a line would join what does not belong together.
        bool isCurve = sorted.Select(point => point.X).Distinct().Count() == sorted.Length && ModelRegistry.Find(model) is not IParticleModel;
        bool hasErrors = sorted.Any(point => point.Error > 0);
        return new Series(
            model, model, [.. sorted.Select(point => point.X)], [.. sorted.Select(point => point.Y)], hasErrors ? [.. sorted.Select(point => point.Error)] : null,
                isCurve ? SeriesForm.Curve : SeriesForm.Points);
    }

    private static LinePanel Panel(string title, string xLabel, string symbol, Series[] curves, bool isLogarithmic) => new()
    {
        Title = title,
        XLabel = xLabel,
        YLabel = symbol,
        Series = curves,
        LogarithmicY = isLogarithmic,
        Alt = $"{symbol} against {xLabel} for {title}; last values: {string.Join(", ", curves.Select(curve => $"{curve.Label} {StoredExperiment.Text(curve.Y[^1])}"))}.",
    };

    /// <summary>The values of a label as numbers; empty if one is none.</summary>
    private static double[] Numbers(ResultSet set, int label)
    {
        double[] numbers = [.. set.Members.Select(member =>
            double.TryParse(member.Labels[label], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return numbers.Any(double.IsNaN) ? [] : numbers;
    }

    private static int[] Spread(int count) => count <= MostCurves ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, MostCurves).Select(i => i * (count - 1) / (MostCurves - 1))];
}
