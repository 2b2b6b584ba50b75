using Hierarchy.Ranks;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// The stepper of a run that is spread, on rank 0: the steppers of all ranks take the same steps, since their norms have the same bits, and wait for this one
/// between two steps.
/// </summary>
internal sealed class SpreadStepper(SpreadRuns team, PairShare? share, IStepper part) : IStepper
{
    public Action<StepProgress>? OnStep { get; set; }

    public double Time => part.Time;

    public StepStatistics Statistics => part.Statistics;

    public void Start(double time)
    {
        team.Tell(SpreadMessage.Start, BitConverter.GetBytes(time));
        part.Start(time);
    }

    public StepperState Save() => part.Save();

    public void Restore(StepperState state)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        state.Write(writer);
        writer.Flush();
        team.Tell(SpreadMessage.Stepper, memory.ToArray());
        part.Restore(state);
    }

    public bool IsAhead => part.IsAhead;

    public void Rewind(Span<double> state)
    {
        team.Tell(SpreadMessage.Rewind);
        part.Rewind(state);
    }

    public void AdvanceTo(double time, Span<double> state, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stop = new CancellationTokenSource();
        if (share is not null)
            share.IsStopping = () => cancellation.IsCancellationRequested;
        part.OnStep = progress =>
        {
            OnStep?.Invoke(progress);
            if (cancellation.IsCancellationRequested)
                stop.Cancel();
            team.Tell(stop.IsCancellationRequested ? SpreadMessage.Stop : SpreadMessage.Next);
        };
        team.Tell(SpreadMessage.Advance, BitConverter.GetBytes(time));
        try
        {
            // A loop that ends early on one rank would leave the others waiting: they stop together, at the next evaluation.
            using WorkCrew.StopScope scope = WorkCrew.StopWith(CancellationToken.None);
            part.AdvanceTo(time, state, stop.Token);
        }
        catch (Exception error) when (error is not (NumericalFailureException or OperationCanceledException or IOException or UnauthorizedAccessException))
        {
            throw new RanksException($"{error.GetType().Name}: {error.Message}");
        }
    }

    public void Dispose() => part.Dispose();
}
