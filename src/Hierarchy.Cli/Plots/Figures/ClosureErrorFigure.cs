using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The errors of the closures against the Liouville equation, where that was solved.</summary>
internal sealed class ClosureErrorFigure : IFigure
{
    private static readonly (string Quantity, string Label, string Title)[] Quantities =
    [
        ("closure_error_l1", "∫ |f_N − exact| dv", "one particle"), ("closure_error_pair_l1", "∫∫ |f_N,2 − exact| dv_1 dv_2", "two particles"),
    ];

    public int Order => 12;

    public Figure? Make(StoredExperiment experiment)
    {
        var panels = new List<LinePanel>();
        foreach ((string quantity, string label, string title) in Quantities)
        {
            TimeSeries Error(string model, ParticleNumber n) => ModelRegistry.FactsOf(model).Reference == ReferenceKind.Liouville ? new TimeSeries([], [], [], [])
                : experiment.Series(model, n, quantity).Sizes();
            panels.AddRange(Selection.ByN(experiment, Error, label, true, true).Select(panel => panel with { Title = $"{panel.Title}, {title}" }));
        }
        return panels.Count == 0 ? null : new Figure(
            "closure-error", "Errors of the closures against the exact density of N particles",
            "The L1 distance of each closure to the Liouville equation at the same N, for the one-particle and the two-particle density.", panels);
    }
}
