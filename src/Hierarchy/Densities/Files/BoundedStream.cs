using System.Runtime.CompilerServices;

namespace Hierarchy.Densities.Files;

/// <summary>
/// A file as the HDF5 library sees it. A damaged or hostile file can send a reader in circles; every turn of a circle reads, so a bound on the number of reads and
/// on the depth of the stack ends it with an error that can be caught.
/// </summary>
/// <param name="inner">The file, which is closed with this.</param>
internal sealed class BoundedStream(FileStream inner) : Stream
{
    private const int MostReads = 20_000_000;
    private int _reads;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <summary>Begins to count anew, before a request whose size is known.</summary>
    public void Renew() => _reads = 0;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InsufficientExecutionStackException">The reader calls itself without end.</exception>
    /// <exception cref="InvalidDataException">It reads without end.</exception>
    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_reads > MostReads)
            throw new InvalidDataException("its parts refer to each other in a circle");
        return inner.Read(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
