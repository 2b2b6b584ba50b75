namespace Hierarchy.Particles;

/// <summary>
/// The sums over a range of chunks as sums over its dyadic intervals [j 2^l, (j + 1) 2^l), each the sum of its two halves. How the range was put together,
/// chunk by chunk or from parts that were run apart, does not show in any bit; and rounding grows like the logarithm of the number of chunks.
/// </summary>
/// <param name="make">Makes sums of nothing.</param>
internal sealed class ChunkSums(Func<BlockStatistics[]> make)
{
    /// <summary>More levels than a run has.</summary>
    private const int MostNodes = 128;

    private readonly List<Node> _nodes = [];

    /// <summary>Sums that are not in use; new ones are made where there is none, once for each doubling of the chunks.</summary>
    private readonly Stack<BlockStatistics[]> _free = new();

    private readonly record struct Node(long First, int Level, BlockStatistics[] Sums)
    {
        public long End => First + (1L << Level);
    }

    /// <summary>The chunk behind the range.</summary>
    public long End { get; private set; }

    /// <summary>Empties the range and lets it begin at a chunk.</summary>
    public void BeginAt(long chunk)
    {
        foreach (Node node in _nodes)
            _free.Push(node.Sums);
        _nodes.Clear();
        End = chunk;
    }

    /// <summary>Adds the chunk behind the range.</summary>
    public void Append(BlockStatistics[] chunk)
    {
        BlockStatistics[] sums = _free.Count > 0 ? _free.Pop() : make();
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i].Clear();
            sums[i].Add(chunk[i]);
        }
        Push(new Node(End, 0, sums));
    }

    /// <summary>Adds the range of other sums, which begins where this one ends.</summary>
    public void Append(ChunkSums other)
    {
        foreach (Node node in other._nodes)
            Push(node);
        other._nodes.Clear();
    }

    /// <summary>Adds the sums of the whole range, the larger intervals first.</summary>
    public void AddTo(BlockStatistics sum, int index)
    {
        foreach (Node node in _nodes.OrderByDescending(node => node.Level).ThenBy(node => node.First))
            sum.Add(node.Sums[index]);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(End);
        writer.Write(_nodes.Count);
        foreach (Node node in _nodes)
        {
            writer.Write(node.Level);
            Write(writer, node.Sums);
        }
    }

    /// <summary>Takes up what <see cref="Write(BinaryWriter)"/> wrote for the same experiment.</summary>
    /// <exception cref="InvalidDataException">It is that of another one.</exception>
    public void Read(BinaryReader reader)
    {
        long end = reader.ReadInt64();
        var nodes = new (int Level, BlockStatistics[] Sums)[ReadCount(reader)];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = (reader.ReadInt32(), make());
            Read(reader, nodes[i].Sums);
            if (nodes[i].Level is < 0 or > 62)
                throw new InvalidDataException("the stored sums belong to another particle experiment");
        }
        BeginAt(end - nodes.Sum(node => 1L << node.Level));
        foreach ((int level, BlockStatistics[] sums) in nodes)
            Push(new Node(End, level, sums));
    }

    /// <summary>Writes sums with their lengths.</summary>
    public static void Write(BinaryWriter writer, BlockStatistics[] sums)
    {
        foreach (BlockStatistics statistics in sums)
        {
            writer.Write(statistics.Sums.Length);
            foreach (double value in statistics.Sums)
                writer.Write(value);
        }
    }

    /// <summary>Fills sums with what was written.</summary>
    /// <exception cref="InvalidDataException">They are of other lengths.</exception>
    public static void Read(BinaryReader reader, BlockStatistics[] sums)
    {
        foreach (BlockStatistics statistics in sums)
        {
            if (reader.ReadInt32() != statistics.Sums.Length)
                throw new InvalidDataException("the stored sums belong to another particle experiment");
            for (int i = 0; i < statistics.Sums.Length; i++)
                statistics.Sums[i] = reader.ReadDouble();
        }
    }

    private static int ReadCount(BinaryReader reader) =>
        reader.ReadInt32() is >= 0 and <= MostNodes and var count ? count : throw new InvalidDataException("the stored sums belong to another particle experiment");

    /// <summary>Two halves of a dyadic interval become one.</summary>
    private void Push(Node node)
    {
        while (_nodes.Count > 0 && _nodes[^1] is var left && left.Level == node.Level && left.First % (2L << left.Level) == 0)
        {
            for (int i = 0; i < left.Sums.Length; i++)
                left.Sums[i].Add(node.Sums[i]);
            _free.Push(node.Sums);
            _nodes.RemoveAt(_nodes.Count - 1);
            node = new Node(left.First, left.Level + 1, left.Sums);
        }
        _nodes.Add(node);
        End = node.End;
    }
}
