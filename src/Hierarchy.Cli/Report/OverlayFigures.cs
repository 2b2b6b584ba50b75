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
    private const string ParticlesKey = "particles";

    private static readonly (string Name, string Symbol, bool IsLogarithmic)[] Quantities =
    [
        ("error_l1", "∫ |f_N − f| dv", true), ("chaos_l1", "∫ |f_2 − f_1 f_1| dv dv", true), ("entropy_1", "H(f)", false), ("fourth_moment", "E|v|⁴", false),
            ("covariance_xx", "E v_x²", false),
    ];

    /// <summary>The figures that the results have something for.</summary>
    public static IReadOnlyList<Figure> Of(ResultSet set) =>
        [.. Quantities.SelectMany(quantity => (Figure?[])[AgainstKey(set, quantity), OverTime(set, quantity)]).OfType<Figure>()];

    private static Figure? OverTime(ResultSet set, (string Name, string Symbol, bool IsLogarithmic) quantity)
    {
        int[] shown = Spread(set.Members.Count);
        var panels = new List<LinePanel>();
        foreach (string model in set.Members.SelectMany(member => member.Results.Models).Distinct())
        {
            ParticleNumber? n = Common(set, model);
            Series[] curves = [.. shown.Select((member, i) => Curve(set, member, model, n, quantity, i)).OfType<Series>()];
            if (curves.Length > 1 && panels.Count < Selection.MostPanels)
            {
                string title = n is null ? $"{model}, largest N of each" : n.Value.IsInfinite ? model : $"{model}, {StoredExperiment.Text(n.Value)}";
                panels.Add(Panel(title, Selection.Time, curves, quantity));
            }
        }
        string left = shown.Length < set.Members.Count ? $" {shown.Length} of {set.Members.Count} are drawn." : "";
        string labels = string.Join("; ", shown.Select((member, i) => $"{i + 1}: {set.Words(member)}"));
        return panels.Count == 0 ? null : new Figure($"{quantity.Name}-over-time", $"{Words(quantity.Name)} over time", $"{labels}.{left}", panels);
    }

    /// <summary>The N at which most results have a model, the largest of several; null if no two have one in common.</summary>
    private static ParticleNumber? Common(ResultSet set, string model) => set.Members.SelectMany(member => member.Results.Runs).Where(run => run.Model == model)
        .GroupBy(run => run.Particles).Where(group => group.Count() > 1).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key)
        .Select(group => (ParticleNumber?)group.Key).FirstOrDefault();

    private static Series? Curve(ResultSet set, int member, string model, ParticleNumber? n, (string Name, string Symbol, bool IsLogarithmic) quantity, int number)
    {
        Results.Results results = set.Members[member].Results;
        RunResults? run = results.Runs.Where(run => run.Model == model && (n is null || run.Particles == n)).MaxBy(run => run.Particles);
        if (run is null)
            return null;
        TimeSeries series = run.Series(quantity.Name);
        series = quantity.IsLogarithmic ? series.Sizes() : series;
        string label = (number + 1).ToString(CultureInfo.InvariantCulture);
        return series.Count == 0 ? null : new Series(ModelStyle.Numbered(number), label, series.Times, series.Values, series.HasErrors ? series.Errors : null,
            Selection.Form(model));
    }

    private static Figure? AgainstKey(ResultSet set, (string Name, string Symbol, bool IsLogarithmic) quantity)
    {
        int key = Enumerable.Range(0, set.Labels.Length).FirstOrDefault(k => set.Labels[k] != ParticlesKey && Numbers(set, k).Distinct().Count() > 1, -1);
        if (key < 0)
            return set.Labels.Contains(ParticlesKey) ? AgainstN(set, quantity) : null;
        double[] numbers = Numbers(set, key);
        var panels = new List<LinePanel>();
        RunResults[] runs = [.. set.Members.SelectMany(member => member.Results.Runs)];
        ParticleNumber[] all = [.. runs.Select(run => run.Particles).Where(n => !n.IsInfinite).Distinct().Order()];
        bool isOfLandau = all.Length == 0;
        foreach (ParticleNumber n in isOfLandau ? [ParticleNumber.Infinity] : Selection.Some(all))
        {
            Series[] curves = [.. runs.Where(run => run.Particles == n).Select(run => run.Model).Distinct()
                .Select(model => Against(set, numbers, key, model, n, quantity)).Where(series => series.X.Length > 0)];
            // Where the numbers of particles go with the key, an N may have one value of it, which is no dependence.
            if (curves.SelectMany(curve => curve.X).Distinct().Count() > 1)
                panels.Add(Panel($"{StoredExperiment.Text(n)}{AtTheEnd(set)}", ResultSet.Short(set.Labels[key]), curves, quantity));
        }
        string others = set.Labels.Count(label => label != ParticlesKey) > 1 ? " Points over each other differ in the other keys." : "";
        return panels.Count == 0 ? null : new Figure($"{quantity.Name}-against-{ResultSet.Short(set.Labels[key])}",
            $"{Words(quantity.Name)} against {ResultSet.Short(set.Labels[key])}", $"The values at the end, by each model.{Selection.LeftOut(all)}{others}", panels);
    }

    /// <summary>Where only the numbers of particles are swept: the values at the end against N.</summary>
    private static Figure? AgainstN(ResultSet set, (string Name, string Symbol, bool IsLogarithmic) quantity)
    {
        RunResults[] runs = [.. set.Members.SelectMany(member => member.Results.Runs).Where(run => !run.Particles.IsInfinite)];
        var curves = new List<Series>();
        foreach (IGrouping<string, RunResults> group in runs.GroupBy(run => run.Model))
        {
            (double X, double Y, double Error)[] points = [.. group.DistinctBy(run => run.Particles).OrderBy(run => run.Particles)
                .Select(run => AtTheEnd(run, quantity) is { } value ? (run.Particles.Value, value.Y, value.Error) : default).Where(point => point.Item1 > 0)];
            if (points.Length > 1)
                curves.Add(Points(group.Key, points, Selection.Form(group.Key)));
        }
        return curves.Count == 0 ? null : new Figure($"{quantity.Name}-against-N", $"{Words(quantity.Name)} against N", "The values at the end, by each model.",
            [Panel($"at the end{AtTheEnd(set)}", "N", [.. curves], quantity) with { LogarithmicX = true }]);
    }

    private static Series Against(ResultSet set, double[] numbers, int key, string model, ParticleNumber n, (string Name, string Symbol, bool IsLogarithmic) quantity)
    {
        var points = new List<(double X, double Y, double Error)>();
        foreach ((int i, (string[] _, Results.Results results)) in set.Members.Index())
        {
            if (results.Runs.FirstOrDefault(run => run.Model == model && run.Particles == n) is { } run && AtTheEnd(run, quantity) is { } value)
                points.Add((numbers[i], value.Y, value.Error));
        }
        (double X, double Y, double Error)[] sorted = [.. points.OrderBy(point => point.X)];
        // Where other keys vary too, a line would join what does not belong together.
        bool isCurve = sorted.Select(point => point.X).Distinct().Count() == sorted.Length && ModelRegistry.Find(model) is not IParticleModel;
        return Points(model, sorted, isCurve ? SeriesForm.Curve : SeriesForm.Points);
    }

    private static Series Points(string model, (double X, double Y, double Error)[] points, SeriesForm form)
    {
        double[]? errors = points.Any(point => point.Error > 0) ? [.. points.Select(point => point.Error)] : null;
        return new Series(model, model, [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)], errors, form);
    }

    /// <summary>A quantity at the last time of a run with its error; null where there is none that can be drawn.</summary>
    private static (double Y, double Error)? AtTheEnd(RunResults run, (string Name, string Symbol, bool IsLogarithmic) quantity) =>
        run.Times.Count > 0 && run.At(run.Times[^1]).Quantities.TryGetValue(quantity.Name, out QuantityResult value) && double.IsFinite(value.Value)
            && (!quantity.IsLogarithmic || value.Value > 0) ? (value.Value, double.IsNaN(value.StandardError) ? 0 : value.StandardError) : null;

    /// <summary>The time at which all results end, for titles; empty if they end at several.</summary>
    private static string AtTheEnd(ResultSet set) => set.Members.Select(member => member.Results.Times[^1]).Distinct().ToArray() is [var time]
        ? $", t = {StoredExperiment.Text(time)}" : "";

    private static string Words(string quantity) => QuantityWords.Of(quantity) is { } words ? char.ToUpperInvariant(words[0]) + words[1..] : quantity;

    private static LinePanel Panel(string title, string xLabel, Series[] curves, (string Name, string Symbol, bool IsLogarithmic) quantity) => new()
    {
        Title = title,
        XLabel = xLabel,
        YLabel = quantity.Symbol,
        Series = curves,
        LogarithmicY = quantity.IsLogarithmic,
        Alt = $"{quantity.Symbol} against {xLabel} for {title}; last values: {string.Join(", ", curves.Select(curve => $"{curve.Label} {StoredExperiment.Text(curve.Y[^1])}"))}.",
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
