namespace Hierarchy.Ranks;

/// <summary>
/// Processes that work together, each with a number. Messages are bytes, those between two ranks arrive in their order; what all ranks exchange they ask for in
/// the same order.
/// </summary>
internal abstract unsafe class RankGroup
{
    private long _sent;

    /// <summary>The number of this process.</summary>
    public abstract int Rank { get; }

    /// <summary>The number of processes.</summary>
    public abstract int Size { get; }

    /// <summary>The bytes that this rank has sent so far.</summary>
    public long SentBytes => Interlocked.Read(ref _sent);

    /// <summary>Whether a rank has sent something.</summary>
    public abstract bool Has(int rank);

    /// <summary>Ends all ranks at once.</summary>
    public abstract void Abort(int code);

    /// <summary>Sends bytes to a rank with their length in front, and waits until they are on their way.</summary>
    public void Send(int rank, ReadOnlySpan<byte> content)
    {
        long length = content.Length;
        Put(rank, &length, sizeof(long));
        fixed (byte* start = content)
            Put(rank, start, length);
    }

    /// <summary>What a rank sends next with <see cref="Send"/>.</summary>
    public byte[] Receive(int rank)
    {
        long length;
        Take(rank, &length, sizeof(long));
        byte[] content = new byte[length];
        fixed (byte* start = content)
            Take(rank, start, length);
        return content;
    }

    /// <summary>Sends bytes to a rank that knows how many come.</summary>
    public void Put(int rank, void* from, long bytes)
    {
        if (bytes == 0)
            return;
        Interlocked.Add(ref _sent, bytes);
        PutBytes(rank, (byte*)from, bytes);
    }

    /// <summary>Receives as many bytes as a rank sends.</summary>
    public void Take(int rank, void* to, long bytes)
    {
        if (bytes > 0)
            TakeBytes(rank, (byte*)to, bytes);
    }

    /// <summary>Sends to one rank and receives from another at once; nothing is sent or received where the number of bytes is 0.</summary>
    public void Exchange(int to, void* sent, long sentBytes, int from, void* received, long receivedBytes)
    {
        if (sentBytes == 0)
        {
            Take(from, received, receivedBytes);
            return;
        }
        if (receivedBytes == 0)
        {
            Put(to, sent, sentBytes);
            return;
        }
        Interlocked.Add(ref _sent, sentBytes);
        ExchangeBytes(to, (byte*)sent, sentBytes, from, (byte*)received, receivedBytes);
    }

    /// <summary>Sends values to a rank that knows how many come.</summary>
    public void Put(int rank, ReadOnlySpan<double> values)
    {
        fixed (double* start = values)
            Put(rank, start, (long)values.Length * sizeof(double));
    }

    /// <summary>Receives as many values as a rank sends.</summary>
    public void Take(int rank, Span<double> values)
    {
        fixed (double* start = values)
            Take(rank, start, (long)values.Length * sizeof(double));
    }

    /// <summary>Every rank brings the values starts[rank] to starts[rank + 1] - 1 and has them all afterwards.</summary>
    public void Gather(Span<double> values, ReadOnlySpan<int> starts)
    {
        fixed (double* all = values)
        {
            for (int shift = 1; shift < Size; shift++)
            {
                int to = (Rank + shift) % Size, from = (Rank - shift + Size) % Size;
                Exchange(to, all + starts[Rank], Bytes(starts, Rank), from, all + starts[from], Bytes(starts, from));
            }
        }
    }

    /// <summary>The bits that any rank has set.</summary>
    public long Or(long mine)
    {
        long found = mine;
        for (int shift = 1; shift < Size; shift++)
        {
            long other;
            Exchange((Rank + shift) % Size, &mine, sizeof(long), (Rank - shift + Size) % Size, &other, sizeof(long));
            found |= other;
        }
        return found;
    }

    protected abstract void PutBytes(int rank, byte* from, long bytes);

    protected abstract void TakeBytes(int rank, byte* to, long bytes);

    protected abstract void ExchangeBytes(int to, byte* sent, long sentBytes, int from, byte* received, long receivedBytes);

    private static long Bytes(ReadOnlySpan<int> starts, int rank) => (long)(starts[rank + 1] - starts[rank]) * sizeof(double);
}

/// <summary>The ranks cannot work together.</summary>
internal sealed class RanksException(string message) : Exception(message);
