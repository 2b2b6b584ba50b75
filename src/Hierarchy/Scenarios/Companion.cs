using Hierarchy.Models;
using Hierarchy.Spectral;

namespace Hierarchy.Scenarios;

/// <summary>
/// The companion of an experiment: the same models on a coarser grid, n' &lt;= 5n/6, in a box that is a little smaller, L' = 0.95 L, with a looser tolerance, so that
/// what the grid, the tails outside of the box and the steps do to a value is in the difference of both. Particle systems have no companion: their errors are their own.
/// </summary>
internal static class Companion
{
    /// <summary>A companion runs unasked where it is predicted to take at most this share of the time.</summary>
    public const double LargestShare = 0.4;

    /// <summary>The values that all evaluations and quantities together visit, sum n^{md}, below which a companion takes no time to speak of.</summary>
    private const double NoWork = 2e5;

    private const double PointsRatio = 5.0 / 6, BoxRatio = 0.95, ToleranceRatio = 4, LoosestTolerance = 0.1;

    /// <summary>Steps grow like the third root of the tolerance, and the stages of a step like the root of its length.</summary>
    private static readonly double EvaluationsRatio = Math.Pow(ToleranceRatio, -1.0 / 6);

    /// <summary>The scenario of the companion; null where there is no coarser grid, or no model that lives on a grid.</summary>
    public static Scenario? Of(Scenario scenario)
    {
        int points = Points(scenario.Grid.Points);
        return points == 0 ? null : scenario with
        {
            Errors = ErrorSettings.Off,
            Unphysical = UnphysicalSettings.Continue,
            Grid = scenario.Grid with { Points = points, HalfWidth = BoxRatio * scenario.Grid.HalfWidth },
            Time = scenario.Time with { Tolerance = Looser(scenario.Time.Tolerance), Until = null },
            Models = [.. scenario.Models.Where(model => ModelRegistry.Find(model.Name) is IGridModel).Select(Looser)],
            Output = scenario.Output with { Pair = false },
        };
    }

    /// <summary>Whether the companion runs where the scenario leaves it open.</summary>
    /// <param name="grid">The grid of the experiment.</param>
    /// <param name="runs">Its runs.</param>
    public static bool IsCheap(VelocityGrid grid, IReadOnlyList<PlannedRun> runs) => Share(grid, runs) <= LargestShare || Work(grid.Points, grid.Dimension, runs) <= NoWork;

    /// <summary>The predicted time of the companion over that of the models on the grid; NaN where there is no coarser grid.</summary>
    public static double Share(VelocityGrid grid, IReadOnlyList<PlannedRun> runs)
    {
        int points = Points(grid.Points);
        if (points == 0)
            return double.NaN;
        double spacing = BoxRatio * grid.Points / points;
        return Work(points, grid.Dimension, runs) / Work(grid.Points, grid.Dimension, runs) * EvaluationsRatio / spacing;
    }

    private static double Work(int points, int dimension, IReadOnlyList<PlannedRun> runs)
    {
        double work = 0;
        var shared = new HashSet<string>();
        foreach (PlannedRun run in runs)
        {
            if (run.OnGrid is { } model && (!model.ServesEveryN || shared.Add(run.Model)))
                work += Math.Pow(points, dimension * Math.Max(model.WorkLevel(run.Particles), model.Level));
        }
        return work;
    }

    /// <summary>The largest supported length up to 5n/6; 0 if there is none.</summary>
    private static int Points(int points)
    {
        int coarser = (int)(PointsRatio * points);
        while (coarser >= VelocityGrid.FewestPoints && !VelocityGrid.IsSupportedLength(coarser))
            coarser--;
        return coarser >= VelocityGrid.FewestPoints ? coarser : 0;
    }

    private static ModelSettings Looser(ModelSettings model) =>
        model is LowRankSettings { Tolerance: { } tolerance } factors ? factors with { Tolerance = Looser(tolerance) } : model;

    private static double Looser(double tolerance) => Math.Min(LoosestTolerance, ToleranceRatio * tolerance);
}
