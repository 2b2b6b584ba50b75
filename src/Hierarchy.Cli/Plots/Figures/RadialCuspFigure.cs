using Hierarchy.Invariant;
using Hierarchy.Models;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>The correlation near v1 = v2: what turns with z = v1 - v2 begins like |z| to leading order in 1/N and is smooth at finite N.</summary>
internal sealed class RadialCuspFigure : IFigure
{
    private const int Points = 120, MostCurves = 4;

    /// <summary>How far |z| goes, in thermal speeds, and how far the line of theory.</summary>
    private const double Reach = 2, LineReach = 0.5;

    public int Order => 34;

    public Figure? Make(StoredExperiment experiment)
    {
        int last = experiment.FieldTimes()[^1];
        var pairs = RadialSelection.Pairs(experiment);
        if (last == 0 || pairs.Count == 0 || RadialSelection.Landau(experiment, last) is not { } landau)
            return null;
        double thermal = Math.Sqrt(RadialFunctionals.Moment(landau, 2) / 3);
        double half = Enumerable.Range(10, 200).Select(k => 0.01 * k * thermal).MaxBy(r => Math.Abs(RelativeHarmonic.Source(landau, r)));
        double[] z = [.. Enumerable.Range(0, Points + 1).Select(k => Reach * thermal * k / Points)];
        List<Series> curves = [];
        foreach ((string model, ParticleNumber n) in Chosen(pairs))
        {
            if (RadialSelection.At(experiment, model, n, last) is not { Modes: > 2 } pair)
                continue;
            bool isLimit = IsLimit(model);
            curves.Add(new Series(isLimit ? model : ModelStyle.Numbered(curves.Count(curve => !IsLimit(curve.Model))), isLimit ? model : $"{model}, {StoredExperiment.Text(n)}",
                z, [.. z.Select(difference => Selection.Factor(n) * RelativeHarmonic.Of(pair, 2 * half, difference))]));
        }
        if (curves.Count == 0 || curves.All(curve => curve.Y.All(value => value == 0)))
            return null;
        bool isCoulomb = experiment.Plan.Kernel is { Gamma: -3, Regularisation.Name: "none" } && curves.Any(curve => IsLimit(curve.Model));
        double slope = isCoulomb ? RelativeHarmonic.CoulombSlope(landau, half) : 0;
        if (isCoulomb)
            curves.Add(new Series("", "|z| of theory", [0, LineReach * thermal], [0, slope * LineReach * thermal], null, SeriesForm.Guide));
        string what = isCoulomb ? " To leading order in 1/N it begins like |z|; the thin line has the slope at which the diffusion of both particles balances their "
            + "collisions." : "";
        return new Figure(
            "radial-cusp", "The correlation of near velocities",
            $"The part of N g that turns with z = v_1 − v_2 as P_2 of the angle between z and v_1 + v_2, for |v_1 + v_2|/2 = {StoredExperiment.Text(half)}, against "
                + $"|z|.{what} At finite N "
                + "it is smooth, about as far as pairs have become isotropic.",
            [Selection.WithZero(Panel(experiment, curves, last, slope))]);
    }

    private static LinePanel Panel(StoredExperiment experiment, List<Series> curves, int time, double slope) => new()
    {
        Title = RadialSelection.Text(experiment, time),
        XLabel = "|z|",
        YLabel = "N g_2",
        Series = curves,
        Alt = $"The second harmonic of N g in z against |z| at {RadialSelection.Text(experiment, time)}; values of the largest size: "
            + $"{string.Join(", ", curves.Where(curve => curve.Form != SeriesForm.Guide).Select(curve => $"{curve.Label} {StoredExperiment.Text(curve.Y.MaxBy(Math.Abs))}"))}"
            + $"{(slope == 0 ? "" : $"; the slope of theory at 0 is {StoredExperiment.Text(slope)}")}.",
    };

    /// <summary>The leading order once, and a model at some N.</summary>
    private static IEnumerable<(string Model, ParticleNumber N)> Chosen(IReadOnlyList<(string Model, ParticleNumber N)> pairs)
    {
        (string Model, ParticleNumber N)[] finite = [.. pairs.Where(pair => !IsLimit(pair.Model))];
        string? shown = finite.FirstOrDefault().Model;
        IReadOnlyList<ParticleNumber> numbers = Selection.Some([.. finite.Where(pair => pair.Model == shown).Select(pair => pair.N)], MostCurves - 1);
        return [.. numbers.Select(n => (shown!, n)), .. pairs.Where(pair => IsLimit(pair.Model)).Take(1)];
    }

    private static bool IsLimit(string model) => ModelRegistry.Find(model) is IRadialModel { Equation.IsLimit: true };
}
