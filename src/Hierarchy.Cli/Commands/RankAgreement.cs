using System.Globalization;
using System.Text;
using Hierarchy.Experiments;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Cli.Commands;

/// <summary>
/// The grid on which ranks integrate a scenario with an accuracy. Rank 0, which alone has the folder and the results, knows whether it is a finer one, and tells
/// the others. A scenario without an accuracy needs no message.
/// </summary>
internal sealed class RankAgreement(MessagePassing ranks)
{
    /// <summary>The plan to begin with: that of the folder, where it went on to a finer grid before it was interrupted.</summary>
    /// <param name="plan">The plan of the scenario.</param>
    /// <param name="folder">The output folder, read on rank 0.</param>
    /// <param name="goesOn">Whether what is in the folder goes on.</param>
    /// <param name="isSecond">Whether that is the second run already, on rank 0.</param>
    public ExperimentPlan First(ExperimentPlan plan, string folder, bool goesOn, out bool isSecond)
    {
        isSecond = ranks.Rank == 0 && plan.Scenario.Accuracy is not null && goesOn && Refinement.IsUnderWay(folder);
        return Told(plan, () => goesOn ? Refinement.In(folder, plan) : plan) ?? plan;
    }

    /// <summary>The plan of a second run on a finer grid; null, on every rank, if there is none.</summary>
    /// <param name="plan">What ran.</param>
    /// <param name="result">What came of it, on rank 0; null if it was stopped or was complete before.</param>
    /// <param name="tell">Is told what was reached.</param>
    public ExperimentPlan? Second(ExperimentPlan plan, Results.Results? result, Action<string> tell) => Told(plan,
        () => result is null ? null : Refinement.Next(plan, result, finer => ScenarioInput.Obstacle(finer, Spectral.MachineMemory.Available()), tell));

    /// <summary>What rank 0 decides, on every rank.</summary>
    private ExperimentPlan? Told(ExperimentPlan plan, Func<ExperimentPlan?> decide)
    {
        if (plan.Scenario.Accuracy is null)
            return null;
        if (ranks.Rank > 0)
            return Read(plan, Encoding.ASCII.GetString(ranks.Receive(0)));
        ExperimentPlan? next = decide();
        byte[] message = Encoding.ASCII.GetBytes(next is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{next.Scenario.Grid.Points} {next.Scenario.Grid.HalfWidth:R}"));
        for (int rank = 1; rank < ranks.Size; rank++)
            ranks.Send(rank, message);
        return next;
    }

    private static ExperimentPlan? Read(ExperimentPlan plan, string message)
    {
        if (message.Split(' ') is not [var points, var halfWidth])
            return null;
        GridSettings grid = plan.Scenario.Grid with
        {
            Points = int.Parse(points, CultureInfo.InvariantCulture),
            HalfWidth = double.Parse(halfWidth, CultureInfo.InvariantCulture),
        };
        return grid == plan.Scenario.Grid ? plan : new ExperimentPlan(plan.Scenario with { Grid = grid }) { Origins = plan.Origins };
    }
}
