using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>What the variants of a sweep take: a trial of a few of them, of which the others are scaled by their weights. Good to a factor of three, like the trials.</summary>
internal static class SweepCost
{
    /// <summary>A trial takes seconds, so that only so many variants get one of their own.</summary>
    private const int MostTrials = 4;

    /// <summary>The seconds of every variant; incomplete once cancelled.</summary>
    public static double[] Of(IReadOnlyList<ExperimentPlan> plans, EquationMaker equations, CancellationToken cancellation)
    {
        double[] weights = [.. plans.Select(RunWeight.Of)];
        int[] order = [.. Enumerable.Range(0, plans.Count).OrderBy(i => weights[i])];
        int count = Math.Min(MostTrials, order.Length);
        int[] tried = [.. Enumerable.Range(0, count).Select(i => order[count == 1 ? 0 : i * (order.Length - 1) / (count - 1)]).Distinct()];
        var seconds = new Dictionary<int, double>();
        foreach (int i in tried)
            seconds[i] = CostEstimate.Make(plans[i], equations, cancellation).Total(plans[i]);
        return [.. plans.Select((_, i) => seconds.TryGetValue(i, out double known) ? known : Scaled(i))];

        double Scaled(int i)
        {
            int nearest = tried.MinBy(other => Math.Abs(Math.Log(weights[other] / weights[i])));
            return seconds[nearest] * weights[i] / weights[nearest];
        }
    }
}
