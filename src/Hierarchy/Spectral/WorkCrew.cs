using System.Diagnostics;

namespace Hierarchy.Spectral;

/// <summary>
/// The threads that share every loop of the library. A loop is cut into chunks that do not depend on the number of threads;
/// each chunk runs once, on whichever thread is free, so results are the same to the last bit for any number of threads.
/// </summary>
/// <remarks>
/// One shared loop runs at a time in a process. A loop started from inside a chunk runs on the calling thread alone, as worker 0:
/// an object that is used inside chunks must belong to one worker. A loop whose body is a struct allocates nothing.
/// </remarks>
internal static class WorkCrew
{
    private static readonly Lock Gate = new();
    private static readonly List<Helper> Helpers = [];
    private static int _threads = Math.Min(Environment.ProcessorCount, MaximumWorkers);
    private static Action<int> _take = static _ => { };
    private static int _chunks;
    private static int _next;
    private static int _participants;
    private static Exception? _fault;
    private static long _helperTicks;

    private static CancellationToken _loopStop;
    private static TransformEngine _loopEngine;

    [ThreadStatic]
    private static bool _inside;

    [ThreadStatic]
    private static CancellationToken _stop;

    /// <summary>
    /// The most threads there can be, so that scratch that each worker owns has room for all of them, whatever <see cref="Threads"/> becomes while it is in use.
    /// </summary>
    public const int MaximumWorkers = 1024;

    /// <summary>The number of threads a loop may use, the caller included; 1 to <see cref="MaximumWorkers"/>.</summary>
    public static int Threads
    {
        get => _threads;
        set => _threads = value is >= 1 and <= MaximumWorkers ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"1 to {MaximumWorkers} threads");
    }

    /// <summary>The wall time that threads besides the callers have taken part in loops, summed over them, in seconds.</summary>
    public static double HelperSeconds => (double)Interlocked.Read(ref _helperTicks) / Stopwatch.Frequency;

    /// <summary>
    /// Until the scope is disposed, loops that this thread starts end between two chunks once the token is cancelled, so that one long evaluation can be
    /// interrupted; what they write is then incomplete. <see cref="CancellationToken.None"/> shields a loop that must not be cut.
    /// </summary>
    public static StopScope StopWith(CancellationToken stop)
    {
        var scope = new StopScope(_stop);
        _stop = stop;
        return scope;
    }

    /// <summary>Runs the body for chunk = 0..chunks-1 and returns when all are done.</summary>
    /// <exception cref="Exception">The first fault of a chunk is thrown again here; later chunks are not started.</exception>
    /// <exception cref="OperationCanceledException">Interrupted, see <see cref="StopWith"/>.</exception>
    public static void Run<TBody>(int chunks, TBody body)
        where TBody : struct, ILoopBody
    {
        if (_threads == 1 || chunks <= 1 || _inside)
        {
            CancellationToken stop = _inside ? CancellationToken.None : _stop;
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                stop.ThrowIfCancellationRequested();
                body.Run(chunk, 0);
            }
            return;
        }
        lock (Gate)
        {
            RunShared(chunks, body);
        }
    }

    /// <summary>The same with a body(chunk, worker) that is a delegate.</summary>
    /// <inheritdoc cref="Run{TBody}(int, TBody)" path="/exception"/>
    public static void Run(int chunks, Action<int, int> body) => Run(chunks, new DelegateBody(body));

    /// <summary>Gives the thread the token back that it had before.</summary>
    public readonly ref struct StopScope
    {
        private readonly CancellationToken _before;

        internal StopScope(CancellationToken before) => _before = before;

        public void Dispose() => _stop = _before;
    }

    private static void RunShared<TBody>(int chunks, TBody body)
        where TBody : struct, ILoopBody
    {
        int helpers = Math.Min(_threads, chunks) - 1;
        while (Helpers.Count < helpers)
            Helpers.Add(new Helper(Helpers.Count + 1));
        Loop<TBody>.Body = body;
        _take = Loop<TBody>.Take;
        _chunks = chunks;
        _next = 0;
        _fault = null;
        _loopStop = _stop;
        _loopEngine = TransformEngines.Current;
        Volatile.Write(ref _participants, 1);
        for (int i = 0; i < helpers; i++)
            Helpers[i].Wake();
        TakeChunks<TBody>(0);
        Interlocked.Decrement(ref _participants);
        SpinWait spin = default;
        while (Volatile.Read(ref _participants) != 0)
            spin.SpinOnce(sleep1Threshold: -1);
        Loop<TBody>.Body = default;
        if (_fault is { } fault)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
    }

    private static void TakeChunks<TBody>(int worker)
        where TBody : struct, ILoopBody
    {
        _inside = true;
        try
        {
            TBody body = Loop<TBody>.Body;
            int chunk;
            while ((chunk = Interlocked.Increment(ref _next) - 1) < _chunks)
            {
                _loopStop.ThrowIfCancellationRequested();
                body.Run(chunk, worker);
            }
        }
        catch (Exception fault)
        {
            Interlocked.CompareExchange(ref _fault, fault, null);
            Volatile.Write(ref _next, int.MaxValue / 2);
        }
        finally
        {
            _inside = false;
        }
    }

    /// <summary>Joins the running loop unless it is over: nobody can join once the last participant has left.</summary>
    private static bool TryJoin()
    {
        int seen = Volatile.Read(ref _participants);
        while (seen > 0)
        {
            int found = Interlocked.CompareExchange(ref _participants, seen + 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }
        return false;
    }

    /// <summary>The loop of a kind of bodies, which is the running one when <see cref="_take"/> is its.</summary>
    private static class Loop<TBody>
        where TBody : struct, ILoopBody
    {
        public static readonly Action<int> Take = TakeChunks<TBody>;

        public static TBody Body;
    }

    private readonly struct DelegateBody(Action<int, int> body) : ILoopBody
    {
        public void Run(int chunk, int worker) => body(chunk, worker);
    }

    private sealed class Helper
    {
        private const int SpinsBeforeSleeping = 200;
        private readonly ManualResetEventSlim _wake = new(false, SpinsBeforeSleeping);
        private readonly int _worker;

        public Helper(int worker)
        {
            _worker = worker;
            new Thread(Serve) { IsBackground = true, Name = $"crew {worker}" }.Start();
        }

        public void Wake() => _wake.Set();

        private void Serve()
        {
            while (true)
            {
                _wake.Wait();
                _wake.Reset();
                if (_worker < _threads && TryJoin())
                {
                    // What a chunk plans has to have the engine of who started the loop.
                    TransformEngines.Set(_loopEngine);
                    long start = Stopwatch.GetTimestamp();
                    _take(_worker);
                    Interlocked.Add(ref _helperTicks, Stopwatch.GetTimestamp() - start);
                    Interlocked.Decrement(ref _participants);
                }
            }
        }
    }
}

/// <summary>
/// What a loop of <see cref="WorkCrew"/> does. A struct: what one call reads and writes is handed to the loop and is not left in its owner; each worker has
/// a copy, and the chunk is called directly.
/// </summary>
internal interface ILoopBody
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">0..chunks-1.</param>
    /// <param name="worker">The number of the thread, for scratch that each worker owns; less than <see cref="WorkCrew.MaximumWorkers"/>.</param>
    void Run(int chunk, int worker);
}
