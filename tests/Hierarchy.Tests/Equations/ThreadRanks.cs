using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Hierarchy.Ranks;

namespace Hierarchy.Tests.Equations;

/// <summary>Ranks that are threads of this process: what mpirun does with processes, for tests of what they exchange.</summary>
internal sealed unsafe class ThreadRanks : RankGroup
{
    private readonly BlockingCollection<byte[]>[,] _channels;

    private ThreadRanks(BlockingCollection<byte[]>[,] channels, int rank) => (_channels, Rank) = (channels, rank);

    public override int Rank { get; }

    public override int Size => _channels.GetLength(0);

    /// <summary>Does something on every rank.</summary>
    public static T[] Run<T>(int count, Func<RankGroup, T> work)
    {
        var channels = new BlockingCollection<byte[]>[count, count];
        for (int i = 0; i < count * count; i++)
            channels[i / count, i % count] = [];
        var results = new T[count];
        var faults = new Exception?[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadRanks(channels, rank));
            }
            catch (Exception error)
            {
                faults[rank] = error;
                foreach (BlockingCollection<byte[]> channel in channels)
                    channel.CompleteAdding();
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Exception? first = faults.FirstOrDefault(fault => fault is not (null or InvalidOperationException)) ?? faults.FirstOrDefault(fault => fault is not null);
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
        return results;
    }

    public override bool Has(int rank) => _channels[rank, Rank].Count > 0;

    public override void Abort(int code) => throw new InvalidOperationException($"ended with code {code}");

    protected override void PutBytes(int rank, byte* from, long bytes) => _channels[Rank, rank].Add(new ReadOnlySpan<byte>(from, (int)bytes).ToArray());

    protected override void TakeBytes(int rank, byte* to, long bytes)
    {
        byte[] content = _channels[rank, Rank].Take();
        Assert.Equal(bytes, content.Length);
        content.CopyTo(new Span<byte>(to, content.Length));
    }

    protected override void ExchangeBytes(int to, byte* sent, long sentBytes, int from, byte* received, long receivedBytes)
    {
        PutBytes(to, sent, sentBytes);
        TakeBytes(from, received, receivedBytes);
    }
}
