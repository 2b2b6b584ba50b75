namespace Hierarchy.Densities.Files;

/// <summary>Attributes of an HDF5 object (HDF5 file format specification, IV.A.2.m).</summary>
internal static class HdfAttributes
{
    /// <summary>The first number of an attribute; null if the object has none of that name.</summary>
    /// <exception cref="DataFileException">It holds no number.</exception>
    public static double? Number(HdfBytes file, IReadOnlyList<HdfMessage> messages, string name)
    {
        IEnumerable<byte[]> inHeader = messages.Where(message => message.Type == HdfHeader.Attribute && !message.IsShared).Select(message => message.Body);
        IEnumerable<byte[]> inHeap = messages.Where(message => message.Type == HdfHeader.AttributeInfo).SelectMany(message => HdfDense.Attributes(file, message.Body));
        foreach (byte[] body in inHeader.Concat(inHeap))
        {
            int version = file.Small(body, 0, 1), nameSize = file.Small(body, 2, 2), at = version == 3 ? 9 : 8;
            if (file.Text(Slice(file, body, at, nameSize), 0) == name)
                return Value(file, body, version, at + Padded(nameSize, version), name);
        }
        return null;
    }

    private static double Value(HdfBytes file, byte[] body, int version, int at, string name)
    {
        int typeSize = file.Small(body, 4, 2), spaceSize = file.Small(body, 6, 2), flags = version == 1 ? 0 : file.Small(body, 1, 1);
        var message = new HdfMessage(HdfHeader.Datatype, (flags & 1) != 0, Slice(file, body, at, typeSize).ToArray());
        var type = NumberType.OfHdf(file, HdfDataset.Content(file, message, HdfHeader.Datatype));
        if (!type.IsReadable)
            throw new DataFileException($"\"{file.File}\": the attribute {name} holds {type.Name}; a number is needed");
        int data = at + Padded(typeSize, version) + Padded(spaceSize, version);
        double value = 0;
        type.Decode(Slice(file, body, data, type.Size), new Span<double>(ref value));
        return value;
    }

    /// <summary>Version 1 fills each part up to whole eights.</summary>
    private static int Padded(int size, int version) => version == 1 ? (size + 7) / 8 * 8 : size;

    private static ReadOnlySpan<byte> Slice(HdfBytes file, byte[] body, int at, int size) =>
        at >= 0 && size >= 0 && at + size <= body.Length ? body.AsSpan(at, size) : throw file.Damaged("an attribute is cut short");
}
