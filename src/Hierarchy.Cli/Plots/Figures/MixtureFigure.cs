using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>Closures at N = ∞ against a mixture of Landau solutions, which solves the Landau hierarchy exactly.</summary>
internal sealed class MixtureFigure : IFigure
{
    private static readonly (string Quantity, string Label, string Title)[] Quantities =
    [
        (CovarianceFigure.Quantity, "Var v_x − exact", "variance"), ("fourth_moment", "E|v|⁴ − exact", "fourth moment"),
            ("chaos_l1", "∫∫ |g| dv_1 dv_2 − exact", "size of the correlation"),
    ];

    public int Order => 13;

    public Figure? Make(StoredExperiment experiment)
    {
        if (!experiment.Numbers.Contains(ParticleNumber.Infinity) || experiment.ModelsAt(ParticleNumber.Infinity).FirstOrDefault(IsExact) is not { } exact)
            return null;
        LinePanel[] panels = [.. Quantities.Select(quantity => Make(experiment, exact, quantity)).OfType<LinePanel>()];
        return panels.Length == 0 ? null : new Figure(
            "closures-against-mixture", "Closures against the exact mixture",
            "A mixture of products of Landau solutions solves the Landau hierarchy exactly (Remark 1.6). The closures start from its one- and two-particle "
                + "densities, the dashed line, and leave it where they replace its third one.", panels);
    }

    private static bool IsExact(string model) => ModelRegistry.FactsOf(model).SolvesLandauHierarchy;

    private static LinePanel? Make(StoredExperiment experiment, string reference, (string Quantity, string Label, string Title) shown)
    {
        TimeSeries exact = experiment.Series(reference, ParticleNumber.Infinity, shown.Quantity);
        Series[] curves =
        [
            .. experiment.ModelsAt(ParticleNumber.Infinity).Where(model => model != reference)
                .Select(model => Selection.Curve(model, experiment.Series(model, ParticleNumber.Infinity, shown.Quantity).Less(exact))).Where(curve => curve.X.Length > 1),
        ];
        return curves.Length == 0 ? null : Selection.WithZero(new LinePanel
        {
            Title = $"{StoredExperiment.Text(ParticleNumber.Infinity)}, {shown.Title}",
            XLabel = Selection.Time,
            YLabel = shown.Label,
            Series = curves,
            Alt = $"{shown.Label} mixture against time; at time {Selection.End(curves)}: {Selection.Ends(curves)}.",
        });
    }
}
