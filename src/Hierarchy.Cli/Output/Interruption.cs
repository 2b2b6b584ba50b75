using System.Runtime.InteropServices;
using Hierarchy.Cli.Commands;

namespace Hierarchy.Cli.Output;

/// <summary>
/// Ctrl-C and a request to terminate become a cancellation, so that a run writes a checkpoint and ends. If that takes longer than some seconds the program ends
/// without it, and a second Ctrl-C ends it at once; what was written before stays good.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _end = new(_ => EndNow());

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _end.Dispose();
        _source.Dispose();
    }

    private static void EndNow()
    {
        Console.Error.WriteLine("stopped; hierarchy resume goes on from the last checkpoint");
        Environment.Exit((int)ExitCode.Stopped);
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _end.Change(Patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
