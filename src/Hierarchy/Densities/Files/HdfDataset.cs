namespace Hierarchy.Densities.Files;

/// <summary>What the headers of an HDF5 dataset say, read before any of its values.</summary>
internal sealed class HdfDataset
{
    /// <summary>The filters that the library undoes: deflate, shuffle and the checksum of Fletcher.</summary>
    private static readonly int[] KnownFilters = [1, 2, 3];

    private static readonly Dictionary<int, string> FilterNames =
        new() { [4] = "szip", [5] = "nbit", [6] = "scale-offset", [32000] = "lzf", [32001] = "blosc", [32004] = "lz4", [32008] = "bitshuffle", [32013] = "zfp", [32015] = "zstd" };

    /// <summary>Its path, of hard links alone.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<HdfMessage> Messages { get; init; }

    /// <summary>The extents; empty for a single value.</summary>
    public required long[] Shape { get; init; }

    public required NumberType Type { get; init; }

    /// <summary>What the values lie in elsewhere, or why they cannot be read; null if they can be.</summary>
    public required string? Obstacle { get; init; }

    /// <summary>Where contiguous values begin; negative if none were ever written; null for chunks and what lies in the header.</summary>
    public required long? Address { get; init; }

    /// <summary>The values that lie in the header.</summary>
    public byte[]? Compact { get; private init; }

    public double Count => Shape.Aggregate(1.0, (product, extent) => product * extent);

    /// <summary>"/f1 (40, 32, 32)".</summary>
    public override string ToString() => Shape.Length == 0 ? $"{Path} (one value)" : $"{Path} ({string.Join(", ", Shape)})";

    /// <summary>The dataset with these messages; null if they are of something else.</summary>
    public static HdfDataset? Of(HdfBytes file, IReadOnlyList<HdfMessage> messages, string path)
    {
        if (!messages.Any(message => message.Type == HdfHeader.Layout) || !messages.Any(message => message.Type == HdfHeader.Dataspace)
            || !messages.Any(message => message.Type == HdfHeader.Datatype))
            return null;
        HdfMessage type = messages.First(message => message.Type == HdfHeader.Datatype), space = messages.First(message => message.Type == HdfHeader.Dataspace);
        byte[] layout = messages.First(message => message.Type == HdfHeader.Layout).Body;
        (int kind, int at) = Kind(file, layout);
        bool isCompact = kind == 0 && layout[0] >= 3;
        return new HdfDataset
        {
            Path = path,
            Messages = messages,
            Shape = space.IsShared ? throw file.Damaged($"{path} keeps its extents in a shared table") : Extents(file, space.Body),
            Type = NumberType.OfHdf(file, Content(file, type, HdfHeader.Datatype)),
            Obstacle = Elsewhere(file, messages, layout, kind, at) ?? UnknownFilter(file, messages) ?? (kind == 2 ? LargeChunk(file, layout) : null),
            Address = kind == 1 ? file.Offset(layout, at) : null,
            Compact = isCompact ? layout[Math.Min(layout.Length, 4)..] : null,
        };
    }

    /// <summary>The content of a message that may be shared with a committed datatype.</summary>
    public static byte[] Content(HdfBytes file, HdfMessage message, int type)
    {
        if (!message.IsShared)
            return message.Body;
        int version = file.Small(message.Body, 0, 1);
        if (version == 3 && file.Small(message.Body, 1, 1) != 2)
            throw file.Damaged("it keeps types in a shared table, which is not read");
        IReadOnlyList<HdfMessage> target = HdfHeader.Read(file, file.Offset(message.Body, version == 1 ? 8 : 2));
        return target.FirstOrDefault(other => other.Type == type && !other.IsShared).Body ?? throw file.Damaged("a type refers to nothing");
    }

    /// <summary>The extents of a dataspace message; none for a scalar.</summary>
    public static long[] Extents(HdfBytes file, byte[] body)
    {
        int version = file.Small(body, 0, 1), rank = file.Small(body, 1, 1), at = version == 1 ? 8 : 4;
        if (rank > 32)
            throw file.Damaged("a dataset has more than 32 axes");
        if (version == 2 && file.Small(body, 3, 1) == 2)
            return [0];
        long[] extents = new long[rank];
        for (int a = 0; a < rank; a++)
            extents[a] = file.Number(body, at + a * file.LengthSize, file.LengthSize);
        return Array.TrueForAll(extents, extent => extent >= 0) ? extents : throw file.Damaged("an extent is no count");
    }

    /// <summary>0 compact, 1 contiguous, 2 in chunks, 3 virtual; and where the properties begin.</summary>
    private static (int Kind, int At) Kind(HdfBytes file, byte[] layout) => file.Small(layout, 0, 1) switch
    {
        1 or 2 => (file.Small(layout, 2, 1), 8),
        3 or 4 => (file.Small(layout, 1, 1), 2),
        int version => throw file.Damaged($"a dataset has the layout version {version}, which is not read"),
    };

    /// <summary>The files that hold the values of external and of virtual datasets. No file but the one that was named is opened.</summary>
    private static string? Elsewhere(HdfBytes file, IReadOnlyList<HdfMessage> messages, byte[] layout, int kind, int at)
    {
        if (messages.FirstOrDefault(message => message.Type == HdfHeader.ExternalFiles).Body is { } list)
        {
            byte[] heap = HdfLinks.Heap(file, file.Offset(list, 8));
            int slot = 8 + file.OffsetSize;
            string name = file.Small(list, 6, 2) > 0 ? file.Text(heap, file.Number(list, slot, file.LengthSize)) : "";
            return $"keeps its values in another file, \"{name}\", which is not opened";
        }
        if (kind != 3)
            return null;
        byte[] block = HdfGlobalHeap.Read(file, file.Offset(layout, at), file.Small(layout, at + file.OffsetSize, 4));
        return $"is a virtual dataset over \"{file.Text(block, 1 + file.LengthSize)}\", which is not opened";
    }

    /// <summary>The library holds a chunk in memory as a whole, so what it claims to be is looked at first.</summary>
    private static string? LargeChunk(HdfBytes file, byte[] layout)
    {
        const double largest = 256e6;
        if (layout[0] < 3)
            return "has the layout of a very old version of HDF5; h5repack renews it";
        bool isOld = layout[0] == 3;
        int rank = file.Small(layout, isOld ? 2 : 3, 1), size = isOld ? 4 : file.Small(layout, 4, 1), at = isOld ? 3 + file.OffsetSize : 5;
        double bytes = 1;
        for (int a = 0; a < rank; a++)
            bytes *= file.Number(layout, at + a * size, size);
        return bytes is > 0 and <= largest ? null : $"is stored in chunks of {bytes:G3} bytes; at most {largest:G3} are read";
    }

    private static string? UnknownFilter(HdfBytes file, IReadOnlyList<HdfMessage> messages)
    {
        if (messages.FirstOrDefault(message => message.Type == HdfHeader.Filters).Body is not { } body)
            return null;
        bool isOld = file.Small(body, 0, 1) == 1;
        int count = file.Small(body, 1, 1), at = isOld ? 8 : 2;
        for (int i = 0; i < count; i++)
        {
            int filter = file.Small(body, at, 2);
            if (!KnownFilters.Contains(filter))
                return $"is compressed by {(FilterNames.TryGetValue(filter, out string? name) ? name : $"the filter {filter}")}; gzip (deflate) is read";
            int named = isOld || filter >= 256 ? 2 : 0, length = named > 0 ? file.Small(body, at + 2, 2) : 0, values = file.Small(body, at + 4 + named, 2);
            at += 6 + named + (isOld ? (length + 7) / 8 * 8 : length) + 4 * (isOld ? (values + 1) / 2 * 2 : values);
        }
        return null;
    }
}

/// <summary>An object of a global heap (HDF5 file format specification, III.E).</summary>
internal static class HdfGlobalHeap
{
    public static byte[] Read(HdfBytes file, long address, int index)
    {
        byte[] head = file.Block(address, 8 + file.LengthSize);
        file.Require(head, "GCOL");
        byte[] heap = file.Block(address, file.Number(head, 8, file.LengthSize));
        for (int at = 8 + file.LengthSize; at + 8 + file.LengthSize <= heap.Length;)
        {
            int found = file.Small(heap, at, 2);
            long size = file.Number(heap, at + 8, file.LengthSize);
            at += 8 + file.LengthSize;
            if (size < 0 || size > heap.Length - at)
                break;
            if (found == index)
                return heap[at..(at + (int)size)];
            at += (int)((size + 7) / 8 * 8);
        }
        throw file.Damaged("a heap does not hold what is sought in it");
    }
}
