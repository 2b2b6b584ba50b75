using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>
/// state-0 and state-1: the integration that was going on at two times, written in turns, so that there is always a whole one. Each holds the number of the run,
/// what it took so far, the stepper's state, what the equation saves (<see cref="IKineticEquation.Save"/>) and y.
/// </summary>
internal sealed class StateFiles(string folder, CheckpointIdentity identity)
{
    private int _newest = 1;

    /// <summary>The files that were refused, with the reason.</summary>
    public List<string> Refusals { get; } = [];

    public void Write(int run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took)
    {
        int length = state.Length;
        int next = 1 - _newest;
        SealedFile.Write(PathOf(next), identity, state, writer =>
        {
            writer.Write(run);
            took.Write(writer);
            stepper.Write(writer);
            equation.Save(writer);
            writer.Write(length);
        });
        _newest = next;
    }

    /// <summary>Restores the newer of the files that are those of the run and meet a condition.</summary>
    /// <param name="run">The number of the run.</param>
    /// <param name="equation">Started.</param>
    /// <param name="state">Receives y.</param>
    /// <param name="isUsable">Whether a state at that time can be used.</param>
    public (StepperState Stepper, RunTime Took)? TryRestore(int run, IKineticEquation equation, Span<double> state, Func<double, bool> isUsable)
    {
        int best = -1;
        StepperState found = default;
        for (int slot = 0; slot < 2; slot++)
        {
            using BinaryReader? reader = Open(slot, run);
            if (reader is null)
                continue;
            StepperState stepper = SealedFile.Read(PathOf(slot), () => ReadStart(reader).Stepper);
            if (!isUsable(stepper.Time) || best >= 0 && stepper.Statistics.Steps < found.Statistics.Steps)
                continue;
            best = slot;
            found = stepper;
        }
        if (best < 0)
            return null;
        using BinaryReader content = Open(best, run)!;
        _newest = best;
        try
        {
            return Restore(content, equation, state);
        }
        catch (Exception error) when (SealedFile.IsMalformed(error))
        {
            throw SealedFile.WrongContent(PathOf(best), error);
        }
    }

    private static (RunTime Took, StepperState Stepper) ReadStart(BinaryReader content) => (RunTime.Read(content), StepperState.Read(content));

    private static (StepperState Stepper, RunTime Took) Restore(BinaryReader content, IKineticEquation equation, Span<double> state)
    {
        (RunTime took, StepperState stepper) = ReadStart(content);
        equation.Restore(content);
        if (content.ReadInt32() != state.Length)
            throw new InvalidDataException("a state of another length");
        CheckpointFormat.ReadValues(content, state);
        if (!took.IsFinite || state.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new InvalidDataException("a value that is not finite");
        return (stepper, took);
    }

    private BinaryReader? Open(int slot, int run)
    {
        string path = PathOf(slot);
        if (!File.Exists(path))
            return null;
        BinaryReader? reader = SealedFile.Open(path, identity, out string refusal);
        if (reader is null)
            Refusals.Add($"{path} {refusal}");
        if (reader is null || reader.ReadInt32() == run)
            return reader;
        reader.Dispose();
        return null;
    }

    private string PathOf(int slot) => Path.Combine(folder, NameOf(slot));

    /// <summary>Whether a state has the name.</summary>
    public static bool IsName(string name) => name == NameOf(0) || name == NameOf(1);

    private static string NameOf(int slot) => $"state-{slot}";
}
