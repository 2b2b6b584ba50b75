namespace Hierarchy.Spectral;

/// <summary>Scratch of one length for every worker of a loop of <see cref="WorkCrew"/>, zero-filled and made when a worker first asks for it.</summary>
internal sealed class WorkerBuffers(int length) : IDisposable
{
    private readonly NativeBuffer?[] _buffers = new NativeBuffer?[WorkCrew.MaximumWorkers];

    /// <summary>The doubles that all threads of now would take.</summary>
    public long Size => (long)length * WorkCrew.Threads;

    /// <summary>The buffer of a worker; each worker asks for its own only.</summary>
    public NativeBuffer this[int worker] => _buffers[worker] ??= new NativeBuffer(length);

    public void Dispose()
    {
        foreach (NativeBuffer? buffer in _buffers)
            buffer?.Dispose();
    }
}
