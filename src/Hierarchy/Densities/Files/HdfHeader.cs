namespace Hierarchy.Densities.Files;

/// <summary>A message of an object header.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsShared">Whether the body is the place of the content.</param>
/// <param name="Body">The content.</param>
internal readonly record struct HdfMessage(int Type, bool IsShared, byte[] Body);

/// <summary>The messages of an object header, of version 1 or 2, with its continuations (HDF5 file format specification, IV.A).</summary>
internal static class HdfHeader
{
    public const int Dataspace = 0x01, LinkInfo = 0x02, Datatype = 0x03, OldFillValue = 0x04, FillValue = 0x05, Link = 0x06, ExternalFiles = 0x07, Layout = 0x08;
    public const int Filters = 0x0b, Attribute = 0x0c, Continuation = 0x10, SymbolTable = 0x11, AttributeInfo = 0x15;
    private const int MostMessages = 100_000;

    /// <summary>Reads the header at an address.</summary>
    /// <exception cref="DataFileException">It is damaged.</exception>
    public static IReadOnlyList<HdfMessage> Read(HdfBytes file, long address)
    {
        var messages = new List<HdfMessage>();
        byte[] start = file.Beginning(address, 64);
        bool isNew = start.AsSpan().StartsWith("OHDR"u8);
        var blocks = new Queue<byte[]>();
        int creation = 0;
        if (isNew)
        {
            int flags = file.Small(start, 5, 1), at = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0), size = 1 << (flags & 3);
            creation = (flags & 4) != 0 ? 2 : 0;
            blocks.Enqueue(file.Block(address + at + size, file.Number(start, at, size)));
        }
        else
        {
            if (file.Small(start, 0, 1) != 1)
                throw file.Damaged("an object header is none");
            blocks.Enqueue(file.Block(address + 16, file.Small(start, 8, 4)));
        }
        while (blocks.TryDequeue(out byte[]? block))
        {
            foreach (HdfMessage message in isNew ? New(file, block, creation) : Old(file, block))
            {
                if (messages.Count > MostMessages)
                    throw file.Damaged("its parts refer to each other in a circle");
                messages.Add(message);
                if (message.Type == Continuation)
                    blocks.Enqueue(Continued(file, message.Body, isNew));
            }
        }
        return messages;
    }

    private static byte[] Continued(HdfBytes file, byte[] body, bool isNew)
    {
        byte[] block = file.Block(file.Offset(body, 0), file.Number(body, file.OffsetSize, file.LengthSize));
        if (!isNew)
            return block;
        file.Require(block, "OCHK");
        return block.Length < 8 ? throw file.Damaged("an object header is cut short") : block[4..^4];
    }

    private static IEnumerable<HdfMessage> Old(HdfBytes file, byte[] block)
    {
        for (int at = 0; at + 8 <= block.Length;)
        {
            int type = file.Small(block, at, 2), size = file.Small(block, at + 2, 2), flags = block[at + 4];
            at += 8;
            yield return Cut(file, block, type, flags, at, size);
            at += size;
        }
    }

    private static IEnumerable<HdfMessage> New(HdfBytes file, byte[] block, int creation)
    {
        for (int at = 0; at + 4 + creation <= block.Length;)
        {
            int type = block[at], size = file.Small(block, at + 1, 2), flags = block[at + 3];
            at += 4 + creation;
            yield return Cut(file, block, type, flags, at, size);
            at += size;
        }
    }

    private static HdfMessage Cut(HdfBytes file, byte[] block, int type, int flags, int at, int size) =>
        at + size <= block.Length ? new HdfMessage(type, (flags & 2) != 0, block[at..(at + size)]) : throw file.Damaged("a message of an object header is cut short");
}
