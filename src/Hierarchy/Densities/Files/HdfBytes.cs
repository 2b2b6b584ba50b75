using System.Buffers.Binary;
using System.Text;

namespace Hierarchy.Densities.Files;

/// <summary>The bytes of an HDF5 file by address: little-endian numbers, addresses of 2 to 8 bytes, and nothing beyond the end of the file.</summary>
internal sealed class HdfBytes
{
    private const int LongestBlock = 16 << 20;
    private const int MostBlocks = 1_000_000;
    private readonly FileStream _stream;
    private int _blocks;

    /// <summary>Finds the superblock, which lies at 0, 512, 1024, ...</summary>
    /// <param name="stream">The file, which stays open.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="DataFileException">There is none, or one of an unknown version.</exception>
    public HdfBytes(FileStream stream, string file)
    {
        _stream = stream;
        File = file;
        long start = 0;
        while (!At(start, 8).SequenceEqual(Signature))
        {
            start = start == 0 ? 512 : 2 * start;
            if (start + 64 > stream.Length)
                throw new DataFileException($"\"{file}\" is no readable HDF5 file: it has no HDF5 signature");
        }
        (Base, RootHeader) = ReadSuperblock(start);
    }

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    public string File { get; }

    /// <summary>The bytes of an address.</summary>
    public int OffsetSize { get; private set; } = 8;

    /// <summary>The bytes of a length.</summary>
    public int LengthSize { get; private set; } = 8;

    /// <summary>The place in the file from which addresses count.</summary>
    public long Base { get; }

    /// <summary>The address of the object header of the root group.</summary>
    public long RootHeader { get; }

    public long Length => _stream.Length;

    /// <summary>A block at an address.</summary>
    /// <exception cref="DataFileException">It reaches beyond the file, or the file sends the reader in circles.</exception>
    public byte[] Block(long address, long length) => At(Base + address, length);

    /// <summary>A block of which the file may hold the beginning only.</summary>
    public byte[] Beginning(long address, int most) => Block(address, Math.Min(most, Math.Max(0, Length - Base - address)));

    /// <summary>A number of 1 to 8 bytes.</summary>
    /// <exception cref="DataFileException">The block is too short, or the number is no count that a file can hold.</exception>
    public long Number(ReadOnlySpan<byte> block, int at, int size)
    {
        if (at < 0 || at + size > block.Length)
            throw Damaged("a part of it is too short");
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--)
            value = (value << 8) | block[at + i];
        // All ones is how the format says "nowhere".
        if (size < 8 && value == (1UL << (8 * size)) - 1 && size == OffsetSize)
            return -1;
        return (long)value;
    }

    public int Small(ReadOnlySpan<byte> block, int at, int size)
    {
        if (at < 0 || at + size > block.Length)
            throw Damaged("a part of it is too short");
        return size switch { 1 => block[at], 2 => BinaryPrimitives.ReadUInt16LittleEndian(block[at..]), _ => BinaryPrimitives.ReadInt32LittleEndian(block[at..]) };
    }

    /// <summary>An address; negative for "nowhere".</summary>
    public long Offset(ReadOnlySpan<byte> block, int at) => Number(block, at, OffsetSize);

    /// <summary>A text that ends with a zero, or with the block.</summary>
    public string Text(ReadOnlySpan<byte> block, long at)
    {
        if (at < 0 || at > block.Length)
            throw Damaged("a name lies outside its heap");
        ReadOnlySpan<byte> rest = block[(int)at..];
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    public DataFileException Damaged(string why) => new($"\"{File}\" is no readable HDF5 file: {why}");

    /// <summary>Requires a mark at the beginning of a block.</summary>
    public void Require(ReadOnlySpan<byte> block, string mark)
    {
        if (block.Length < mark.Length || Encoding.ASCII.GetString(block[..mark.Length]) != mark)
            throw Damaged($"a part that should begin with {mark} does not");
    }

    private byte[] At(long place, long length)
    {
        if (++_blocks > MostBlocks)
            throw Damaged("its parts refer to each other in a circle");
        if (place < 0 || length < 0 || length > LongestBlock || place > Length - length)
            throw Damaged("it is cut short, or a part of it lies outside the file");
        byte[] block = new byte[length];
        _stream.Position = place;
        _stream.ReadExactly(block);
        return block;
    }

    private (long Base, long Root) ReadSuperblock(long start)
    {
        byte[] block = At(start, Math.Min(128, Length - start));
        int version = Small(block, 8, 1);
        if (version > 3)
            throw new DataFileException($"\"{File}\" has the HDF5 superblock version {version}; versions 0 to 3 are read");
        int sizes = version < 2 ? 13 : 9;
        (OffsetSize, LengthSize) = (Small(block, sizes, 1), Small(block, sizes + 1, 1));
        if (OffsetSize is not (2 or 4 or 8) || LengthSize is not (2 or 4 or 8))
            throw Damaged("its addresses have an unknown size");
        int addresses = version switch { 0 => 24, 1 => 28, _ => 12 };
        long start0 = Offset(block, addresses);
        // Versions 0 and 1 hold the entry of the root group: the offset of its name, then the address of its header.
        long root = Offset(block, addresses + (version < 2 ? 5 : 3) * OffsetSize);
        return (Math.Max(0, start0), root);
    }
}
