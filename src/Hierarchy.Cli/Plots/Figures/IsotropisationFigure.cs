using Hierarchy.Analysis;
using Hierarchy.Densities;
using Hierarchy.Models;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>
/// The temperatures of a bi-Maxwellian under the Coulomb kernel beside the isotropisation equation of the NRL Plasma Formulary, which is exact at the start
/// only.
/// </summary>
internal sealed class IsotropisationFigure : IFigure
{
    private const double Equal = 1e-9;

    public int Order => 18;

    public Figure? Make(StoredExperiment experiment)
    {
        Scenario scenario = experiment.Scenario;
        if (scenario.Dimension != 3 || scenario.Kernel.Gamma != -3 || scenario.Kernel.Regularisation != "none" || scenario.Initial is not [GaussianSettings])
            return null;
        TimeSeries x = Series(experiment, "covariance_xx"), y = Series(experiment, "covariance_yy"), z = Series(experiment, "covariance_zz");
        if (z.Count < 2 || Math.Abs(x.Values[0] - y.Values[0]) > Equal || Math.Abs(x.Values[0] - z.Values[0]) < Equal)
            return null;
        double[] equation = NrlIsotropisation.Parallel(z.Values[0], x.Values[0], scenario.Kernel.Strength, z.Times);
        string landau = ModelRegistry.Landau.Name;
        Series[] temperatures = [new("", "", z.Times, equation, null, SeriesForm.Guide), Selection.Curve(landau, z) with { Label = "T_par" },
            Selection.Curve(landau, x) with { Label = "T_perp" }];
        Series[] difference = [new(landau, "", z.Times, [.. z.Values.Zip(equation, (value, other) => value - other)])];
        return new Figure(
            "isotropisation", "Isotropisation against the NRL equation",
            "The temperatures along and across the axis of a bi-Maxwellian. Dashed: the equation of the NRL Plasma Formulary for T_par, whose rate is that of the "
                + "Landau equation as long as f is a bi-Maxwellian, which it is at the start only.",
            [
                new LinePanel
                {
                    Title = "temperatures",
                    XLabel = Selection.Time,
                    YLabel = "T",
                    Series = temperatures,
                    Alt = $"T_par and T_perp of the Landau equation against time, T_par from {StoredExperiment.Text(z.Values[0])} to "
                        + $"{StoredExperiment.Text(z.Values[^1])}; the NRL equation ends at {StoredExperiment.Text(equation[^1])}.",
                },
                Selection.WithZero(new LinePanel
                {
                    Title = "departure",
                    XLabel = Selection.Time,
                    YLabel = "T_par − that of NRL",
                    Series = difference,
                    Alt = $"T_par of the Landau equation less that of the NRL equation against time; largest size {StoredExperiment.Text(difference[0].Y.Max(Math.Abs))}.",
                }),
            ]);
    }

    private static TimeSeries Series(StoredExperiment experiment, string quantity) => experiment.Series(ModelRegistry.Landau.Name, ParticleNumber.Infinity, quantity);
}
