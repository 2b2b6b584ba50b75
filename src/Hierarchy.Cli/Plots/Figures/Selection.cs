using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Choices that several figures share.</summary>
internal static class Selection
{
    public const int MostPanels = 4;

    private const int MostFrames = 9;

    public const string Time = "time t";

    /// <summary>At most <paramref name="most"/> of the N: the smallest, the largest and those between at even places.</summary>
    public static IReadOnlyList<ParticleNumber> Some(IReadOnlyList<ParticleNumber> all, int most = MostPanels)
    {
        if (all.Count <= most)
            return all;
        return [.. Enumerable.Range(0, most).Select(k => all[(int)Math.Round(k * (all.Count - 1.0) / (most - 1))])];
    }

    /// <summary>The N that a figure leaves out, for its caption: " N = 16 and 32 are left out."; empty if there are none.</summary>
    public static string LeftOut(IReadOnlyList<ParticleNumber> all, int most = MostPanels)
    {
        string[] missing = [.. all.Except(Some(all, most)).Select(n => n.ToString())];
        return missing.Length == 0 ? "" : $" N = {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} left out.";
    }

    /// <summary>At most so many output times from the first one to a last one, at even places.</summary>
    public static IReadOnlyList<int> Frames(IReadOnlyList<int> all, int most = MostFrames) =>
        [.. Enumerable.Range(0, Math.Min(most, all.Count)).Select(k => all[all.Count <= most ? k : (int)Math.Round(k * (all.Count - 1.0) / (most - 1))])];

    /// <summary>What an effect of order 1/N is multiplied by to be of order one: N, or 1 where N is infinite.</summary>
    public static double Factor(ParticleNumber n) => n.IsInfinite ? 1 : n.Value;

    /// <summary>That factor before a symbol or a difference.</summary>
    public static string Scaled(ParticleNumber n, string symbol) => n.IsInfinite ? symbol : symbol.Contains(' ') ? $"N ({symbol})" : $"N {symbol}";

    /// <summary>The form of a model's curves: points for particles, lines else.</summary>
    public static SeriesForm Form(string model) => (ModelRegistry.Find(model) is IParticleModel) ? SeriesForm.Points : SeriesForm.Curve;

    /// <summary>A curve over time with the model's name at its end.</summary>
    public static Series Curve(string model, TimeSeries series) => new(model, model, series.Times, series.Values, series.HasErrors ? series.Errors : null, Form(model));

    /// <summary>The largest noise floor of some curves, NaN if none is known.</summary>
    public static double Floor(IEnumerable<TimeSeries> series) => series.SelectMany(one => one.Floors).Where(floor => floor > 0 && double.IsFinite(floor))
        .DefaultIfEmpty(double.NaN).Max();

    /// <summary>The last values in words: cluster 0.0312, tensorised 0.0264.</summary>
    public static string Ends(IEnumerable<Series> curves) =>
        string.Join(", ", curves.Where(curve => curve.Y.Length > 0 && curve.Form != SeriesForm.Guide).Select(curve => $"{curve.Model} {StoredExperiment.Text(curve.Y[^1])}"));

    /// <summary>The last time of some curves, for sentences.</summary>
    public static string End(IEnumerable<Series> curves) => StoredExperiment.Text(curves.SelectMany(curve => curve.X).DefaultIfEmpty(0).Max());

    /// <summary>The panel with a dashed line at zero.</summary>
    public static LinePanel WithZero(LinePanel panel)
    {
        double[] times = [panel.Series.Min(series => series.X[0]), panel.Series.Max(series => series.X[^1])];
        return panel with { Series = [new Series("", "", times, [0, 0], null, SeriesForm.Guide), .. panel.Series] };
    }

    /// <summary>A panel for each of some N with a curve for each model that has one; panels without curves are left out.</summary>
    public static IReadOnlyList<LinePanel> ByN(StoredExperiment experiment, Func<string, ParticleNumber, TimeSeries> select, string label, bool logarithmic,
        bool withNoise, int most = MostPanels)
    {
        var panels = new List<LinePanel>();
        ParticleNumber[] numbers = [.. Some([.. experiment.Numbers.Where(n => experiment.ModelsAt(n).Any(model => select(model, n).Count > 0))], most)];
        foreach (ParticleNumber n in numbers)
        {
            (string Model, TimeSeries Series)[] found = [.. experiment.ModelsAt(n).Select(model => (model, select(model, n))).Where(pair => pair.Item2.Count > 0)];
            Series[] curves = [.. found.Select(pair => Curve(pair.Model, pair.Series))];
            panels.Add(new LinePanel
            {
                Title = StoredExperiment.Text(n),
                XLabel = Time,
                YLabel = label,
                Series = curves,
                LogarithmicY = logarithmic,
                NoiseBelow = withNoise ? Floor(found.Select(pair => pair.Series)) : double.NaN,
                Alt = $"{label} against time for {StoredExperiment.Text(n)}; at time {End(curves)}: {Ends(curves)}.",
            });
        }
        return panels;
    }
}
