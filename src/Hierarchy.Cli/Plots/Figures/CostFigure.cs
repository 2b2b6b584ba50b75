using Hierarchy.Results;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Seconds and evaluations of each model against N.</summary>
internal sealed class CostFigure : IFigure
{
    public int Order => 60;

    public Figure? Make(StoredExperiment experiment)
    {
        LinePanel[] panels =
        [
            .. new[] { Make(experiment, "wall time", "seconds a run", run => run.Seconds),
                Make(experiment, "work", "evaluations of the right-hand side", run => run.Evaluations) }.OfType<LinePanel>(),
        ];
        return panels.Length == 0 ? null : new Figure("cost", "Cost",
            "What each run took. Wall times are those of the machine named below and include the diagnostics; a run that shares its integration with another N "
            + "counts nothing.", panels);
    }

    private static LinePanel? Make(StoredExperiment experiment, string title, string label, Func<ManifestRun, double> cost)
    {
        ManifestRun[] runs = [.. experiment.Manifest.Runs.Where(run => cost(run) > 0)];
        string[] numbers = [.. runs.Select(run => run.Particles).Distinct().OrderBy(n => double.TryParse(n, out double value) ? value : double.PositiveInfinity)];
        Series[] curves =
        [
            .. runs.GroupBy(run => run.Model).Select(model => model.OrderBy(run => Array.IndexOf(numbers, run.Particles)).ToArray())
                .Select(model => new Series(model[0].Model, model[0].Model, [.. model.Select(run => (double)Array.IndexOf(numbers, run.Particles))], [.. model.Select(cost)])),
        ];
        return curves.Length == 0 ? null : new LinePanel
        {
            Title = title,
            XLabel = "number of particles N",
            YLabel = label,
            LogarithmicY = true,
            Series = curves,
            XTicks = [.. numbers.Select((n, i) => ((double)i, n == "infinity" ? "∞" : n))],
            Alt = $"{label} against N; the last of each model: {Selection.Ends(curves)}.",
        };
    }
}
