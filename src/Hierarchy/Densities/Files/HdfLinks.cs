using System.Text;

namespace Hierarchy.Densities.Files;

/// <summary>A link of a group: to an object header by address, to a path of the same file, or to a path of another file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The object header of a hard link; negative for the others.</param>
/// <param name="Target">The path that a soft or an external link names.</param>
/// <param name="OtherFile">The file that an external link names.</param>
internal sealed record HdfLink(string Name, long Address, string? Target, string? OtherFile);

/// <summary>
/// The links of a group, none of them followed: those in its header, or those of a symbol table (HDF5 file format specification, III.A to III.D, IV.A.2.f and g).
/// </summary>
internal static class HdfLinks
{
    private const int MostLinks = 100_000;

    /// <summary>The links of the object with these messages; null if it is no group.</summary>
    /// <exception cref="DataFileException">They are damaged, or kept in a form that is not read.</exception>
    public static IReadOnlyList<HdfLink>? Of(HdfBytes file, IReadOnlyList<HdfMessage> messages, string path)
    {
        var links = new List<HdfLink>();
        bool isGroup = false;
        foreach (HdfMessage message in messages)
        {
            isGroup |= message.Type is HdfHeader.SymbolTable or HdfHeader.LinkInfo or HdfHeader.Link;
            if (message.Type == HdfHeader.Link)
                links.Add(ReadLink(file, message.Body));
            else if (message.Type == HdfHeader.LinkInfo)
                links.AddRange(HdfDense.Links(file, message.Body));
            else if (message.Type == HdfHeader.SymbolTable)
                AddSymbols(file, file.Offset(message.Body, 0), Heap(file, file.Offset(message.Body, file.OffsetSize)), links, []);
        }
        if (links.DistinctBy(link => link.Name).Count() != links.Count)
            throw file.Damaged($"the group {path} holds a name twice");
        return isGroup ? links : null;
    }

    /// <summary>The data of a local heap.</summary>
    public static byte[] Heap(HdfBytes file, long address)
    {
        byte[] head = file.Block(address, 8 + 2 * file.LengthSize + file.OffsetSize);
        file.Require(head, "HEAP");
        return file.Block(file.Offset(head, 8 + 2 * file.LengthSize), file.Number(head, 8, file.LengthSize));
    }

    /// <summary>A link message.</summary>
    public static HdfLink ReadLink(HdfBytes file, byte[] body)
    {
        int flags = file.Small(body, 1, 1), at = 2, kind = 0;
        if ((flags & 0x08) != 0)
            kind = file.Small(body, at++, 1);
        at += ((flags & 0x04) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0);
        int size = 1 << (flags & 3);
        long length = file.Number(body, at, size);
        at += size;
        if (length < 0 || length > body.Length - at)
            throw file.Damaged("a link is cut short");
        string name = Encoding.UTF8.GetString(body, at, (int)length);
        at += (int)length;
        if (kind == 0)
            return new HdfLink(name, file.Offset(body, at), null, null);
        int content = file.Small(body, at, 2);
        at += 2;
        if (content > body.Length - at)
            throw file.Damaged("a link is cut short");
        if (kind == 1)
            return new HdfLink(name, -1, Encoding.UTF8.GetString(body, at, content), null);
        string other = kind == 64 && content > 0 ? file.Text(body, at + 1) : "";
        string target = other.Length > 0 ? file.Text(body, Math.Min(body.Length, at + 2 + Encoding.UTF8.GetByteCount(other))) : "";
        return new HdfLink(name, -1, target, other);
    }

    /// <summary>A node of the B-tree of a symbol table and what is below it.</summary>
    private static void AddSymbols(HdfBytes file, long node, byte[] heap, List<HdfLink> links, HashSet<long> seen)
    {
        if (!seen.Add(node) || seen.Count > MostLinks)
            throw file.Damaged("its parts refer to each other in a circle");
        byte[] head = file.Block(node, 8);
        if (head.AsSpan().StartsWith("SNOD"u8))
        {
            AddEntries(file, node, heap, links);
            return;
        }
        file.Require(head, "TREE");
        int count = file.Small(head, 6, 2), step = file.LengthSize + file.OffsetSize;
        byte[] children = file.Block(node + 8 + 2 * file.OffsetSize, count * (long)step + file.LengthSize);
        for (int i = 0; i < count; i++)
            AddSymbols(file, file.Offset(children, i * step + file.LengthSize), heap, links, seen);
    }

    private static void AddEntries(HdfBytes file, long node, byte[] heap, List<HdfLink> links)
    {
        const int symbolicLink = 2;
        int count = file.Small(file.Block(node, 8), 6, 2), size = 2 * file.OffsetSize + 24;
        byte[] entries = file.Block(node + 8, count * (long)size);
        for (int i = 0; i < count; i++)
        {
            int at = i * size, kind = file.Small(entries, at + 2 * file.OffsetSize, 4);
            string name = file.Text(heap, file.Offset(entries, at));
            links.Add(kind == symbolicLink
                ? new HdfLink(name, -1, file.Text(heap, (uint)file.Small(entries, at + 2 * file.OffsetSize + 8, 4)), null)
                : new HdfLink(name, file.Offset(entries, at + file.OffsetSize), null, null));
        }
    }
}
