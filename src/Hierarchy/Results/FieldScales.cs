using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Hierarchy.Densities.Files;
using Hierarchy.Scenarios;
using PureHDF;

namespace Hierarchy.Results;

/// <summary>
/// The axes of the fields as HDF5 dimension scales (HDF5 dimension scale specification 1.0): datasets time, vx, vy, vz inside each model's group, to which the
/// fields refer, so that programs such as xarray label them.
/// </summary>
/// <remarks>
/// A scale is known by a text CLASS of exactly 16 bytes, and the library writes texts either all of one length or all of any. So this text is written as 16
/// opaque bytes and becomes a text afterwards: class of its datatype, and checksum of the header that holds it (HDF5 file format specification, IV.A.1.b and
/// IV.A.2.d).
/// </remarks>
internal static class FieldScales
{
    public const string Time = "time", Representative = "representative";
    private const string Class = "CLASS", ClassOfScales = "DIMENSION_SCALE", Name = "NAME", List = "DIMENSION_LIST";
    private const int OpaqueClass = 5, TextClass = 3, MostBytes = 65536;
    private static readonly string[] Axes = ["x", "y", "z"];

    /// <summary>The names of the axes of f, or of g: time, vx, vy; time, v1x, v1y, v2x, v2y.</summary>
    public static IReadOnlyList<string> Names(int dimension, bool pairs) =>
        pairs ? [Time, .. Axes[..dimension].Select(axis => "v1" + axis), .. Axes[..dimension].Select(axis => "v2" + axis)]
            : [Time, .. Axes[..dimension].Select(axis => "v" + axis)];

    /// <summary>The names of the axes of a g with a symmetry: time, v1x, v1y, representative.</summary>
    public static IReadOnlyList<string> ReducedNames(int dimension) => [.. Names(dimension, true).Take(1 + dimension), Representative];

    /// <summary>Puts the scales of those names that are not yet there into the group of a model, before its fields.</summary>
    public static H5Dataset[] Add(H5Group group, ExperimentPlan plan, IReadOnlyList<string> names)
    {
        foreach (string name in names.Where(name => !group.ContainsKey(name)))
        {
            double[] values = name == Representative ? [.. plan.Orbits!.Points.Select(point => (double)point)] : name == Time ? plan.FieldTimes : plan.Grid.Axis;
            group[name] = Scale(name, values);
        }
        return [.. names.Select(name => (H5Dataset)group[name])];
    }

    /// <summary>A scale of a name, to be finished when the file is complete.</summary>
    public static H5Dataset Scale(string name, double[] values) =>
        new(values) { Attributes = { [Class] = Opaque(ClassOfScales), [Name] = Opaque(name) } };

    /// <summary>Lets a field refer to the scales of its axes.</summary>
    public static void Label(H5Object field, H5Dataset[] scales) => field.Attributes[List] = scales.Select(scale => new[] { new H5ObjectReference(scale) }).ToArray();

    /// <summary>Turns the opaque bytes of all scales of a file that is complete into texts.</summary>
    /// <exception cref="IOException">The file cannot be written, or is not laid out as expected.</exception>
    public static void Finish(string path, IEnumerable<string> scales)
    {
        long[] headers;
        using (var file = new HdfFile(path))
            headers = [.. scales.Select(scale => file.HeaderAddress(scale))];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        foreach (long header in headers)
            Finish(stream, header);
    }

    private static void Finish(FileStream stream, long header)
    {
        stream.Position = header;
        byte[] start = new byte[64];
        stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        int flags = start[5], at = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0), width = 1 << (flags & 3);
        Require(start.AsSpan().StartsWith("OHDR"u8));
        ulong size = 0;
        for (int i = 0; i < width; i++)
            size |= (ulong)start[at + i] << (8 * i);
        Require(size <= MostBytes);
        int length = at + width + (int)size;
        byte[] block = new byte[length + sizeof(uint)];
        stream.Position = header;
        stream.ReadExactly(block);
        Span<byte> content = block.AsSpan(0, length), sum = block.AsSpan(length);
        Require(BinaryPrimitives.ReadUInt32LittleEndian(sum) == Checksum(content));
        MakeText(content, Class);
        MakeText(content, Name);
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Checksum(content));
        stream.Position = header;
        stream.Write(block);
    }

    /// <summary>
    /// The datatype follows the name of the attribute: its class in the lower half of the first byte, three bytes of properties, here those of a text that ends
    /// with a zero, and its size.
    /// </summary>
    private static void MakeText(Span<byte> content, string attribute)
    {
        int at = content.IndexOf(Encoding.ASCII.GetBytes(attribute + "\0")) + attribute.Length + 1;
        Require(at > attribute.Length && (content[at] & 0x0f) == OpaqueClass);
        content[at] = (byte)((content[at] & 0xf0) | TextClass);
        content.Slice(at + 1, 3).Clear();
    }

    private static H5Attribute Opaque(string text)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), 0];
        return new H5Attribute(bytes, opaqueInfo: new H5OpaqueInfo((uint)bytes.Length, ""));
    }

    private static void Require(bool isSo)
    {
        if (!isSo)
            throw new InvalidDataException("a scale of the field file is not laid out as this program writes it");
    }

    /// <summary>lookup3 of Bob Jenkins, which HDF5 checks its metadata by: twelve bytes at a time into three words.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xdeadbeef + (uint)bytes.Length, b = a, c = a;
        Span<byte> last = stackalloc byte[12];
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Take(bytes, ref a, ref b, ref c);
            (a, c) = ((a - c) ^ BitOperations.RotateLeft(c, 4), c + b);
            (b, a) = ((b - a) ^ BitOperations.RotateLeft(a, 6), a + c);
            (c, b) = ((c - b) ^ BitOperations.RotateLeft(b, 8), b + a);
            (a, c) = ((a - c) ^ BitOperations.RotateLeft(c, 16), c + b);
            (b, a) = ((b - a) ^ BitOperations.RotateLeft(a, 19), a + c);
            (c, b) = ((c - b) ^ BitOperations.RotateLeft(b, 4), b + a);
        }
        if (bytes.IsEmpty)
            return c;
        bytes.CopyTo(last);
        Take(last, ref a, ref b, ref c);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    private static void Take(ReadOnlySpan<byte> bytes, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }
}
