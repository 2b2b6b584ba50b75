using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>
/// What the decay of the Fisher information is made of: Term_{k=i,j} and Term_{k≠i≠j} of the whole density of two or three particles, and of f ⊗ f of the
/// Landau equation.
/// </summary>
internal sealed class DissipationFigure : IFigure
{
    public int Order => 23;

    public Figure? Make(StoredExperiment experiment)
    {
        List<LinePanel> panels = [];
        Add("Landau equation", ModelRegistry.Landau.Name, ParticleNumber.Infinity, 2, ("f ⊗ f", "dissipation_inside_2"));
        Add("two particles", ModelRegistry.Liouville.Name, new ParticleNumber(2), 1, ("k = i, j", "dissipation_inside_2"));
        Add("three particles", ModelRegistry.Liouville.Name, new ParticleNumber(3), 1, ("k = i, j", "dissipation_inside_3"), ("k ≠ i ≠ j", "dissipation_outside_3"));
        return panels.Count == 0 ? null : new Figure(
            "fisher-dissipation", "Dissipation of the Fisher information",
            "The time derivative of the Fisher information as the sum of its terms (Lemma 2.3): pairs that contain the differentiated particle, and pairs that do "
                + "not. None is positive where the kernel satisfies (2.11). For the Landau equation it is the one term of f ⊗ f, twice.",
            panels);

        void Add(string title, string model, ParticleNumber n, double factor, params (string Name, string Quantity)[] terms)
        {
            Series[] curves = [.. terms.Select(term => (term.Name, Values: experiment.Series(model, n, term.Quantity))).Where(term => term.Values.Count > 1)
                .Select(term => new Series(term.Name, term.Name, term.Values.Times, [.. term.Values.Values.Select(value => factor * value)]))];
            if (curves.Length == 0)
                return;
            string ends = string.Join(", ", curves.Select(curve => $"{curve.Label} {StoredExperiment.Text(curve.Y[^1])}"));
            panels.Add(Selection.WithZero(new LinePanel
            {
                Title = title,
                XLabel = Selection.Time,
                YLabel = "dI/dt by term",
                Series = curves,
                Alt = $"Terms of dI/dt of {title} against time; at time {Selection.End(curves)}: {ends}."
            }));
        }
    }
}
