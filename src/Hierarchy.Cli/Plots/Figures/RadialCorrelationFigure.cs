using Hierarchy.Invariant;
using Hierarchy.States;

namespace Hierarchy.Cli.Plots.Figures;

/// <summary>g(r1, r2, mu) of a rotation-invariant pair for opposite, orthogonal and parallel velocities.</summary>
internal sealed class RadialCorrelationFigure : IFigure
{
    private const int Points = 72;
    private const double Visible = 4e-3;
    private static readonly (double Mu, string Words)[] Cosines = [(-1, "opposite"), (0, "orthogonal"), (1, "parallel")];

    public int Order => 33;

    public Figure? Make(StoredExperiment experiment)
    {
        if (RadialSelection.Pairs(experiment) is not [var (model, n), ..])
            return null;
        (int Time, InvariantPair Pair)[] moving = [.. Selection.Frames(experiment.FieldTimes())
            .Select(time => (time, RadialSelection.At(experiment, model, n, time))).Where(pair => pair.Item2 is not null).Select(pair => (pair.time, pair.Item2!))];
        if (moving.Length == 0 || moving[^1].Pair.Modes == 0)
            return null;
        double whole = moving[^1].Pair.Basis.Splines.Radius, reach = Reach(moving[^1].Pair, whole);
        if (reach == 0)
            return null;
        double[] axis = Axis(reach);
        double[][][] values = [.. moving.Select(frame => Cosines.Select(angle => Map(frame.Pair, axis, angle.Mu, Selection.Factor(n))).ToArray())];
        double largest = values.SelectMany(frame => frame).Max(map => map.Max(Math.Abs));
        IReadOnlyList<Panel> Frame(int k) =>
            [.. Cosines.Select((angle, m) => Panel(experiment, model, n, moving[k].Time, angle, axis, values[k][m], largest))];
        return new Figure(
            "radial-correlation", "Pair correlation by both speeds",
            $"{Selection.Scaled(n, "g")}(r_1, r_2, μ) of {model} at {StoredExperiment.Text(n)}, μ the cosine between v_1 and v_2: opposite, orthogonal and parallel "
                + $"velocities. Orange: such "
                + "pairs are more frequent than independent ones; blue: rarer.", Frame(moving.Length - 1))
        {
            Frames = [.. moving.Length < 2 ? [] : moving.Select((frame, k) => (RadialSelection.Text(experiment, frame.Time), Frame(k)))],
        };
    }

    private static HeatPanel Panel(
        StoredExperiment experiment, string model, ParticleNumber n, int time, (double Mu, string Words) angle, double[] axis, double[] values, double largest)
    {
        int at = Array.IndexOf(values, values.MaxBy(Math.Abs));
        return new HeatPanel
        {
            Title = $"{angle.Words}, μ = {StoredExperiment.Text(angle.Mu).Replace('-', '−')}, {RadialSelection.Text(experiment, time)}",
            XLabel = "r_1",
            YLabel = "r_2",
            Axis = axis,
            Values = values,
            ScaleLabel = Selection.Scaled(n, "g"),
            Largest = largest > 0 ? largest : 1,
            IsSigned = true,
            Alt = $"{Selection.Scaled(n, "g")} of {model} at {StoredExperiment.Text(n)}, {RadialSelection.Text(experiment, time)}, {angle.Words} velocities: of the largest size, "
                + $"{StoredExperiment.Text(values[at])}, at r_1 = {StoredExperiment.Text(axis[at / axis.Length])}, r_2 = {StoredExperiment.Text(axis[at % axis.Length])}.",
        };
    }

    /// <summary>The largest speed at which g is visible.</summary>
    private static double Reach(InvariantPair pair, double radius)
    {
        double[] axis = Axis(radius);
        double[][] maps = [.. Cosines.Select(angle => Map(pair, axis, angle.Mu, 1))];
        double level = Visible * maps.Max(map => map.Max(Math.Abs)), reach = 0;
        foreach (double[] map in maps)
        {
            for (int k = 0; k < map.Length; k++)
                reach = Math.Abs(map[k]) > level ? Math.Max(reach, axis[k / axis.Length]) : reach;
        }
        return reach;
    }

    private static double[] Axis(double reach) => [.. Enumerable.Range(0, Points).Select(k => reach * (k + 0.5) / Points)];

    private static double[] Map(InvariantPair pair, double[] axis, double mu, double factor)
    {
        double[] values = new double[axis.Length * axis.Length];
        for (int i = 0; i < axis.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                values[i * axis.Length + j] = values[j * axis.Length + i] = factor * pair.Correlation(axis[j], axis[i], mu);
        }
        return values;
    }
}
