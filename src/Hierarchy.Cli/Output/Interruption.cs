using System.Runtime.InteropServices;
using Hierarchy.Cli.Commands;
using Hierarchy.Ranks;

namespace Hierarchy.Cli.Output;

/// <summary>
/// Ctrl-C, a request to terminate and the end of the terminal or connection become a cancellation, so that a run writes a checkpoint and ends. If that takes
/// longer than some seconds the program ends without it, and a second Ctrl-C ends it at once; what was written before stays good. On a rank SIGUSR1 asks for the
/// same: every mpirun passes it on and leaves the time to the ranks, whereas that of Open MPI kills them a second after a request to terminate.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>SIGUSR1 of Linux.</summary>
    private const PosixSignal User = (PosixSignal)10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _end;

    /// <summary>Listens to the signals.</summary>
    /// <param name="error">Where the end is told if it has to be sudden.</param>
    public Interruption(TextWriter error)
    {
        _end = new Timer(_ => EndNow(error));
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
            .. HangUpIsIgnored() ? (PosixSignalRegistration[])[] : [PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel)],
            .. OperatingSystem.IsLinux() && RankEnvironment.Current is not null ? [PosixSignalRegistration.Create(User, Cancel)] : (PosixSignalRegistration[])[],
        ];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _end.Dispose();
        _source.Dispose();
    }

    /// <summary>Whether the program was started to outlive its terminal, as nohup does.</summary>
    private static unsafe bool HangUpIsIgnored()
    {
        const int HangUp = 1, AnswerBytes = 512;
        if (OperatingSystem.IsWindows())
            return false;
        // The handler stands first in the answer of every system; 1 is that which ignores.
        byte* answer = stackalloc byte[AnswerBytes];
        return SignalAction(HangUp, null, answer) == 0 && *(nint*)answer == 1;
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern unsafe int SignalAction(int signal, byte* action, byte* before);

    private static void EndNow(TextWriter error)
    {
        error.WriteLine("stopped; hierarchy resume goes on from the last checkpoint");
        Environment.Exit((int)ExitCode.Stopped);
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _end.Change(Patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
