using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>
/// state-0 and state-1: the integration that was going on at two times, written in turns, so that there is always a whole one; and end-K, where run K ended, if that is to be
/// kept. Each holds the number of the run,
/// what it took so far, the stepper's state, what the equation saves (<see cref="IKineticEquation.Save"/>) and y.
/// </summary>
internal sealed class StateFiles(string folder, CheckpointIdentity identity)
{
    private const string EndStart = "end-";
    private int _newest = 1;

    /// <summary>The files that were refused, with the reason.</summary>
    public List<string> Refusals { get; } = [];

    public void Write(int run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took)
    {
        int next = 1 - _newest;
        Write(PathOf(NameOf(next)), run, equation, stepper, state, took);
        _newest = next;
    }

    /// <summary>Keeps where a run ended.</summary>
    public void WriteEnd(int run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took) =>
        Write(PathOf(EndOf(run)), run, equation, stepper, state, took);

    private void Write(string path, int run, IKineticEquation equation, StepperState stepper, ReadOnlySpan<double> state, RunTime took)
    {
        var spread = equation as ISpreadState;
        int length = LengthOf(spread, state.Length);
        SealedFile.Write(path, identity, state[..(spread?.LeadingLength ?? state.Length)], writer =>
        {
            writer.Write(run);
            took.Write(writer);
            stepper.Write(writer);
            equation.Save(writer);
            writer.Write(length);
        }, spread is null ? null : spread.WriteRest, state);
    }

    /// <summary>Restores the newer of the files that are those of the run and meet a condition.</summary>
    /// <param name="run">The number of the run.</param>
    /// <param name="equation">Started.</param>
    /// <param name="state">Receives y.</param>
    /// <param name="isUsable">Whether a state at that time can be used.</param>
    public (StepperState Stepper, RunTime Took)? TryRestore(int run, IKineticEquation equation, Span<double> state, Func<double, bool> isUsable)
    {
        string? best = null;
        StepperState found = default;
        foreach (string name in (string[])[NameOf(0), NameOf(1), EndOf(run)])
        {
            using BinaryReader? reader = Open(name, run);
            if (reader is null)
                continue;
            StepperState stepper = SealedFile.Read(PathOf(name), () => ReadStart(reader).Stepper);
            if (!isUsable(stepper.Time) || best is not null && stepper.Statistics.Steps < found.Statistics.Steps)
                continue;
            best = name;
            found = stepper;
        }
        if (best is null)
            return null;
        using BinaryReader content = Open(best, run)!;
        if (best == NameOf(1 - _newest))
            _newest = 1 - _newest;
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
        var spread = equation as ISpreadState;
        if (content.ReadInt32() != LengthOf(spread, state.Length))
            throw new InvalidDataException("a state of another length");
        Span<double> leading = state[..(spread?.LeadingLength ?? state.Length)];
        CheckpointFormat.ReadValues(content, leading);
        if (!took.IsFinite || leading.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new InvalidDataException("a value that is not finite");
        spread?.ReadRest(content, state);
        return (stepper, took);
    }

    /// <summary>The length of the whole state, as far as 32 bits can tell it.</summary>
    private static int LengthOf(ISpreadState? spread, int length) => (int)Math.Min(int.MaxValue, spread?.WholeLength ?? length);

    private BinaryReader? Open(string name, int run)
    {
        string path = PathOf(name);
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

    private string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Whether a state has the name.</summary>
    public static bool IsName(string name) =>
        name == NameOf(0) || name == NameOf(1) || (name.StartsWith(EndStart, StringComparison.Ordinal) && name[EndStart.Length..].All(char.IsAsciiDigit));

    private static string NameOf(int slot) => $"state-{slot}";

    private static string EndOf(int run) => FormattableString.Invariant($"{EndStart}{run}");
}
