using System.Globalization;
using Hierarchy.Audits;

namespace Hierarchy.Benchmarks.Audits;

/// <summary>audits costs: what every statement of an audit costs, in seconds of processor time, in the order in which an audit measures them.</summary>
/// <remarks>What statements share is computed by the first that asks for it and counted there.</remarks>
internal static class StatementCosts
{
    /// <summary>A line for every statement above a hundredth of the whole.</summary>
    public static int Print(int points, TextWriter writer)
    {
        TimeSpan start = Now;
        MutationBase right = new(points);
        writer.WriteLine(Line("the runs", Now - start, right.Right.Runs.Count));
        List<(string Name, TimeSpan Time, int Rows)> costs = [];
        foreach (IAuditStatement statement in AuditRegistry.All)
        {
            start = Now;
            int rows = statement.Evaluate(right.Right).Count();
            costs.Add((statement.GetType().Name, Now - start, rows));
        }
        TimeSpan total = new(costs.Sum(cost => cost.Time.Ticks));
        foreach ((string name, TimeSpan time, int rows) in costs.Where(cost => 100 * cost.Time >= total))
            writer.WriteLine(Line(name, time, rows));
        writer.WriteLine(Line("all statements", total, costs.Sum(cost => cost.Rows)));
        return 0;
    }

    private static TimeSpan Now => Environment.CpuUsage.TotalTime;

    private static string Line(string name, TimeSpan time, int rows) => string.Create(CultureInfo.InvariantCulture, $"{name,-32}{time.TotalSeconds,9:F2} s {rows,4} rows");
}
