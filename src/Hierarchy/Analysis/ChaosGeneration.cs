using Hierarchy.Results;
using Hierarchy.States;

namespace Hierarchy.Analysis;

/// <summary>How long correlations of the start outlive those that collisions make.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Initial">The mutual information at time 0.</param>
/// <param name="Final">At the last time.</param>
/// <param name="Time">The time at which N^2 times it falls to 1; NaN if it does not.</param>
/// <param name="Error">The error of that time, from the errors of the values and from the interpolation between two output times.</param>
internal sealed record GenerationRow(string Model, ParticleNumber Particles, double Initial, double Final, double Time, double Error)
{
    /// <summary>The error of <see cref="Initial"/>; 0 where none is known.</summary>
    public double InitialError { get; init; }

    /// <summary>The error of <see cref="Final"/>.</summary>
    public double FinalError { get; init; }
}

/// <summary>
/// The generation of chaos from a correlated start: mutual information falls from O(1) to its O(1/N^2), and the time in which it meets 1/N^2 grows like log N
/// where it falls exponentially. Correlations of the two-particle invariants stay, so that a start that has them never gets there.
/// </summary>
internal static class ChaosGeneration
{
    private const string Quantity = "mutual_information";

    /// <summary>Every model and finite N whose mutual information is above 1/N^2 at time 0.</summary>
    public static IReadOnlyList<GenerationRow> Of(ResultTable results) =>
        [.. results.Runs.Where(run => !run.Particles.IsInfinite).Select(run => Row(results, run.Model, run.Particles)).OfType<GenerationRow>()];

    private static GenerationRow? Row(ResultTable results, string model, ParticleNumber particles)
    {
        ResultRow[] rows = [.. results.Times.Select(time => results.Find(model, particles, time, Quantity)).OfType<ResultRow>().Where(row => row.Value > 0)];
        double level = 1.0 / particles.Value / particles.Value;
        if (rows.Length < 2 || rows[0].Time != 0 || rows[0].Value <= level)
            return null;
        int below = Array.FindIndex(rows, row => row.Value <= level);
        (double time, double error) = below < 0 ? (double.NaN, double.NaN) : Crossing(rows, below, Math.Log(level));
        return new GenerationRow(model, particles, rows[0].Value, rows[^1].Value, time, error) { InitialError = rows[0].Error, FinalError = rows[^1].Error };
    }

    /// <summary>
    /// Where log MI, taken as linear between two output times, meets the level; its curvature, from the output time before, and the errors of the values bound
    /// the error.
    /// </summary>
    private static (double Time, double Error) Crossing(ResultRow[] rows, int below, double level)
    {
        ResultRow upper = rows[below - 1], lower = rows[below];
        double step = lower.Time - upper.Time, slope = (Math.Log(lower.Value) - Math.Log(upper.Value)) / step, time = upper.Time + (level - Math.Log(upper.Value)) / slope;
        double relative = Math.Max(RelativeError(upper), RelativeError(lower)), curvature = 0;
        if (below > 1)
        {
            ResultRow before = rows[below - 2];
            double earlier = (Math.Log(upper.Value) - Math.Log(before.Value)) / (upper.Time - before.Time);
            curvature = Math.Abs(slope - earlier) / (0.5 * (lower.Time - before.Time));
        }
        double interpolation = 0.5 * curvature * (time - upper.Time) * (lower.Time - time);
        return (time, below > 1 ? Math.Min((relative + interpolation) / Math.Abs(slope), step) : step);
    }

    private static double RelativeError(in ResultRow row) => (row.Error > 0 ? row.Error : double.IsNaN(row.NoiseFloor) ? 0 : row.NoiseFloor) / row.Value;
}
