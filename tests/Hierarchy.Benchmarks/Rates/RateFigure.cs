using System.Globalization;
using ScottPlot;

namespace Hierarchy.Benchmarks.Rates;

/// <summary>The six constants of a case over time: the limit as a line, the closure at every N as points, both with their errors.</summary>
internal static class RateFigure
{
    private static readonly string[] Colours = ["#B4552D", "#2F7F6F", "#3B6FB5", "#8A5FA8"];

    /// <summary>Saves the figure as PNG.</summary>
    public static void Save(RateSection section, string path)
    {
        Fonts.Default = "DejaVu Sans";
        Multiplot figure = new();
        figure.AddPlots(RateQuantity.All.Count);
        for (int k = 0; k < RateQuantity.All.Count; k++)
            Draw(figure.GetPlot(k), section, RateQuantity.All[k]);
        figure.Layout = new ScottPlot.MultiplotLayouts.Grid(2, 3);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        figure.SavePng(path, 1080, 640);
    }

    private static void Draw(Plot plot, RateSection section, RateQuantity quantity)
    {
        IReadOnlyList<double> times = section.Case.Times;
        Add(plot, times, [.. times.Select(time => section.Limit(quantity, time))], "N → ∞", Color.FromHex("#222222"), true);
        for (int k = 0; k < RateCase.Particles.Count; k++)
        {
            int n = RateCase.Particles[k];
            Add(plot, times, [.. times.Select(time => section.Closure(quantity, time, n))], string.Create(CultureInfo.InvariantCulture, $"N = {n}"),
                Color.FromHex(Colours[k]), false);
        }
        plot.Title($"{quantity.Heading}", 14);
        plot.XLabel("time", 12);
        plot.Axes.SetLimitsX(0, times[^1] * 1.03);
        if (quantity == RateQuantity.All[0])
            plot.ShowLegend(Alignment.LowerRight);
    }

    private static void Add(Plot plot, IReadOnlyList<double> times, RateValue[] values, string label, Color colour, bool isLine)
    {
        int[] shown = [.. Enumerable.Range(0, times.Count).Where(i => !double.IsNaN(values[i].Value) && values[i].Error < Math.Abs(values[i].Value))];
        double[] x = [.. shown.Select(i => times[i])], y = [.. shown.Select(i => values[i].Value)];
        if (x.Length == 0)
            return;
        var scatter = plot.Add.Scatter(x, y, colour);
        scatter.LegendText = label;
        scatter.LineWidth = isLine ? 2 : 0;
        scatter.MarkerSize = isLine ? 0 : 7;
        var bars = plot.Add.ErrorBar(x, y, [.. shown.Select(i => values[i].Error)]);
        bars.Color = colour;
    }
}
