using System.Buffers.Binary;

namespace Hierarchy.Densities.Files;

/// <summary>A type of numbers in a file and how its bytes become doubles.</summary>
/// <param name="Name">In words, for messages.</param>
/// <param name="Size">The bytes of a value.</param>
/// <param name="Kind">'f', 'i' or 'u' for floating point, signed and unsigned whole numbers; '?' for what is no number that is read.</param>
/// <param name="IsBigEndian">Whether the first byte is the highest.</param>
internal readonly record struct NumberType(string Name, int Size, char Kind, bool IsBigEndian)
{
    /// <summary>What is read, for messages.</summary>
    public const string Readable = "floating-point numbers of 16, 32 or 64 bits or whole numbers of 8 to 64 bits";

    public bool IsReadable => Kind != '?';

    /// <summary>The double of each value; whole numbers beyond 2^53 are rounded.</summary>
    /// <param name="bytes">The values, one behind the other.</param>
    /// <param name="values">As many doubles.</param>
    public void Decode(ReadOnlySpan<byte> bytes, Span<double> values)
    {
        Span<byte> one = stackalloc byte[8];
        one = one[..Size];
        for (int i = 0; i < values.Length; i++)
        {
            bytes.Slice(i * Size, Size).CopyTo(one);
            if (IsBigEndian)
                one.Reverse();
            values[i] = Decode(one);
        }
    }

    private double Decode(ReadOnlySpan<byte> one) => (Kind, Size) switch
    {
        ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(one),
        ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(one),
        ('f', _) => (double)BinaryPrimitives.ReadHalfLittleEndian(one),
        ('i', 1) => (sbyte)one[0],
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(one),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(one),
        ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(one),
        (_, 1) => one[0],
        (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(one),
        (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(one),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(one),
    };

    /// <summary>The type of a datatype message (HDF5 file format specification, IV.A.2.d).</summary>
    public static NumberType OfHdf(HdfBytes file, ReadOnlySpan<byte> body)
    {
        int kind = file.Small(body, 0, 1) & 0xf, bits = file.Small(body, 1, 1), size = file.Small(body, 4, 4);
        bool big = (bits & 1) != 0, middle = (bits & 0x40) != 0;
        string order = size == 1 ? "" : big ? ", big-endian" : "";
        switch (kind)
        {
            case 0:
                bool isSigned = (bits & 8) != 0, isWhole = file.Small(body, 8, 2) == 0 && file.Small(body, 10, 2) == 8 * size && size is 1 or 2 or 4 or 8;
                return new($"{(isSigned ? "" : "unsigned ")}whole numbers of {8L * size} bits{order}", size, isWhole ? isSigned ? 'i' : 'u' : '?', big);
            case 1:
                bool isStandard = file.Small(body, 8, 2) == 0 && !middle
                    && (size, file.Small(body, 10, 2), file.Small(body, 13, 1), file.Small(body, 15, 1)) is (2, 16, 5, 10) or (4, 32, 8, 23) or (8, 64, 11, 52);
                return new($"{(isStandard ? "" : "unusual ")}floating-point numbers of {8L * size} bits{order}", size, isStandard ? 'f' : '?', big);
            default:
                return new(Names.ElementAtOrDefault(kind) ?? "values of an unknown type", size, '?', big);
        }
    }

    private static readonly string[] Names =
    [
        "whole numbers", "floating-point numbers", "times", "texts", "bits", "opaque values", "compound values (such as complex numbers)", "references",
            "an enumeration (such as booleans)",
        "lists of varying length", "arrays",
    ];
}
