using System.Text;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>
/// Writes the bytes of HDF5 files that no library writes: links in circles and out of the file, claims without values, unusual types. Superblock of version 2,
/// object headers of version 2 (or groups of the old form), addresses and lengths of 8 bytes, checksums left zero.
/// </summary>
internal sealed class HdfBuilder
{
    private const long Undefined = -1;
    private readonly List<byte> _bytes = [.. new byte[48]];

    public static byte[] Float64 { get; } = Float(8, 64, 52, 11, 1023, 0);

    public static byte[] Float32 { get; } = Float(4, 32, 23, 8, 127, 0);

    public static byte[] Float64BigEndian { get; } = Float(8, 64, 52, 11, 1023, 1);

    public static byte[] Float32BigEndian { get; } = Float(4, 32, 23, 8, 127, 1);

    public static byte[] Int16BigEndian { get; } = [0x10, 0x09, 0, 0, .. Int(2), .. Short(0), .. Short(16)];

    public static byte[] Byte8 { get; } = [0x10, 0x00, 0, 0, .. Int(1), .. Short(0), .. Short(8)];

    public static byte[] Text8 { get; } = [0x13, 0, 0, 0, .. Int(8)];

    public static byte[] Compound { get; } = [0x36, 2, 0, 0, .. Int(16)];

    public static byte[] Enumeration { get; } = [0x38, 2, 0, 0, .. Int(1)];

    /// <summary>Puts bytes at the end; returns their address.</summary>
    public long Append(byte[] block)
    {
        long address = _bytes.Count;
        _bytes.AddRange(block);
        return address;
    }

    /// <summary>An object header with these messages.</summary>
    public long Object(params byte[][] messages)
    {
        byte[] content = [.. messages.SelectMany(message => message)];
        return Append([.. "OHDR"u8, 2, 2, .. Int(content.Length), .. content, 0, 0, 0, 0]);
    }

    /// <summary>A group of the new form.</summary>
    public long Group(params byte[][] links) => Object([Message(0x02, [0, 0, .. Long(Undefined), .. Long(Undefined)]), .. links]);

    /// <summary>A group of the old form whose entries are soft links or, with an address, hard ones; names in order.</summary>
    public long OldGroup(params (string Name, string? Target, long Address)[] entries)
    {
        List<byte> heap = [.. new byte[8]];
        int Put(string text)
        {
            int at = heap.Count;
            heap.AddRange([.. Encoding.UTF8.GetBytes(text), 0]);
            while (heap.Count % 8 != 0)
                heap.Add(0);
            return at;
        }
        List<byte> table = [.. "SNOD"u8, 1, 0, .. Short(entries.Length)];
        foreach ((string name, string? target, long address) in entries)
            table.AddRange([.. Long(Put(name)), .. Long(target is null ? address : Undefined), .. Int(target is null ? 0 : 2), .. Int(0),
                .. Int(target is null ? 0 : Put(target)), .. new byte[12]]);
        long node = Append([.. table]), data = Append([.. heap]);
        long local = Append([.. "HEAP"u8, 0, 0, 0, 0, .. Long(heap.Count), .. Long(1), .. Long(data)]);
        long tree = Append([.. "TREE"u8, 0, 0, .. Short(1), .. Long(Undefined), .. Long(Undefined), .. Long(0), .. Long(node), .. Long(8)]);
        byte[] message = [.. Short(0x11), .. Short(16), 0, 0, 0, 0, .. Long(tree), .. Long(local)];
        return Append([1, 0, .. Short(1), .. Int(1), .. Int(message.Length), 0, 0, 0, 0, .. message]);
    }

    public static byte[] Hard(string name, long address) => Link(name, 0, Long(address));

    public static byte[] Soft(string name, string target) => Link(name, 1, Sized(Encoding.UTF8.GetBytes(target)));

    public static byte[] External(string name, string file, string path) => Link(name, 64, Sized([0, .. Encoding.UTF8.GetBytes(file), 0, .. Encoding.UTF8.GetBytes(path), 0]));

    /// <summary>A dataset whose values lie behind it.</summary>
    public long Dataset(byte[] type, long[] shape, byte[] values, params byte[][] more) =>
        Object([Space(shape), Message(0x03, type), Contiguous(Append(values), values.Length), .. more]);

    /// <summary>A dataset in chunks of which none is stored.</summary>
    public long Unstored(byte[] type, long[] shape, int[] chunk) =>
        Object(Space(shape), Message(0x03, type), Message(
            0x08, [3, 2, (byte)(chunk.Length + 1), .. Long(Undefined), .. chunk.SelectMany(Int), .. Int(BitConverter.ToInt32(type, 4))]));

    /// <summary>A dataset whose values another file holds.</summary>
    public long Elsewhere(byte[] type, long[] shape, string file)
    {
        byte[] names = [0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(file), 0];
        long heap = Append([.. "HEAP"u8, 0, 0, 0, 0, .. Long(names.Length), .. Long(1), .. Long(_bytes.Count + 32), .. names]);
        byte[] list = [1, 0, 0, 0, .. Short(1), .. Short(1), .. Long(heap), .. Long(8), .. Long(0), .. Long(2048)];
        return Object(Space(shape), Message(0x03, type), Message(0x07, list), Contiguous(Undefined, 0));
    }

    /// <summary>A dataset put together of others.</summary>
    public long Virtual(byte[] type, long[] shape, string file, string path)
    {
        byte[] block = [0, .. Long(1), .. Encoding.UTF8.GetBytes(file), 0, .. Encoding.UTF8.GetBytes(path), 0, .. new byte[16]];
        byte[] filled = [.. block, .. new byte[(8 - block.Length % 8) % 8]];
        long heap = Append([.. "GCOL"u8, 1, 0, 0, 0, .. Long(32 + filled.Length), .. Short(1), .. Short(1), .. Int(0), .. Long(block.Length), .. filled]);
        return Object(Space(shape), Message(0x03, type), Message(0x08, [4, 3, .. Long(heap), .. Int(1)]));
    }

    /// <summary>An attribute with one number.</summary>
    public static byte[] Attribute(string name, double value)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(name), 0], space = [2, 0, 0, 0];
        return Message(0x0c, [3, 0, .. Short(text.Length), .. Short(Float64.Length), .. Short(space.Length), 0, .. text, .. Float64, .. space, .. BitConverter.GetBytes(value)]);
    }

    public static byte[] Filter(int identifier) => Message(0x0b, [2, 1, .. Short(identifier), .. (identifier >= 256 ? Short(0) : []), .. Short(0), .. Short(0)]);

    /// <summary>The file with this root.</summary>
    public byte[] Build(long root)
    {
        byte[] file = [.. _bytes];
        byte[] head = [0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n', 2, 8, 8, 0, .. Long(0), .. Long(Undefined), .. Long(file.Length), .. Long(root), 0, 0, 0, 0];
        head.CopyTo(file, 0);
        return file;
    }

    public static byte[] Bytes(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Message(int type, byte[] body) => [(byte)type, .. Short(body.Length), 0, .. body];

    private static byte[] Space(long[] shape) => Message(0x01, [2, (byte)shape.Length, 0, 1, .. shape.SelectMany(Long)]);

    private static byte[] Contiguous(long address, long size) => Message(0x08, [3, 1, .. Long(address), .. Long(size)]);

    private static byte[] Link(string name, byte kind, byte[] content)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        return Message(0x06, [1, 0x18 | 0x01, kind, 1, .. Short(text.Length), .. text, .. content]);
    }

    private static byte[] Sized(byte[] content) => [.. Short(content.Length), .. content];

    private static byte[] Float(int size, int precision, int mantissa, int exponent, int bias, byte order) =>
        [0x11, (byte)(0x20 | order), (byte)(precision - 1), 0, .. Int(size), .. Short(0), .. Short(precision), (byte)mantissa, (byte)exponent, 0, (byte)mantissa, .. Int(bias)];

    private static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);

    private static byte[] Int(int value) => BitConverter.GetBytes(value);

    private static byte[] Long(long value) => BitConverter.GetBytes(value);
}
