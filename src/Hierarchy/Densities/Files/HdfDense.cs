namespace Hierarchy.Densities.Files;

/// <summary>
/// The links or attributes of an object that has so many of them that they lie in a heap with an index: a B-tree of version 2 over the names, whose records say
/// where in a fractal heap they are (HDF5 file format specification, III.A.2 and III.G). One level of each is read, which holds a thousand links.
/// </summary>
internal static class HdfDense
{
    private const int NodeHead = 6, Checksum = 4;

    /// <summary>Where the records of an index hold the place in the heap.</summary>
    private readonly record struct RecordForm(int Size, int At, int Length);

    private static readonly RecordForm OfLinks = new(11, 4, 7), OfAttributes = new(17, 0, 8);

    /// <summary>The links that a link info message leads to.</summary>
    /// <exception cref="DataFileException">They are damaged, or more than are read.</exception>
    public static IEnumerable<HdfLink> Links(HdfBytes file, byte[] linkInfo) =>
        Objects(file, linkInfo, 2 + ((file.Small(linkInfo, 1, 1) & 1) != 0 ? 8 : 0), OfLinks).Select(body => HdfLinks.ReadLink(file, body));

    /// <summary>The attribute messages that an attribute info message leads to.</summary>
    /// <exception cref="DataFileException">They are damaged, or more than are read.</exception>
    public static IEnumerable<byte[]> Attributes(HdfBytes file, byte[] attributeInfo) =>
        Objects(file, attributeInfo, 2 + ((file.Small(attributeInfo, 1, 1) & 1) != 0 ? 2 : 0), OfAttributes);

    private static IEnumerable<byte[]> Objects(HdfBytes file, byte[] info, int at, RecordForm form)
    {
        if (file.Offset(info, at) < 0)
            yield break;
        var heap = new Heap(file, file.Offset(info, at));
        foreach (byte[] identifier in Records(file, file.Offset(info, at + file.OffsetSize), form))
            yield return heap.Read(identifier);
    }

    private static List<byte[]> Records(HdfBytes file, long address, RecordForm form)
    {
        byte[] head = file.Block(address, 18 + file.OffsetSize);
        file.Require(head, "BTHD");
        int nodeSize = file.Small(head, 6, 4), recordSize = file.Small(head, 10, 2), depth = file.Small(head, 12, 2);
        long root = file.Offset(head, 16);
        int count = file.Small(head, 16 + file.OffsetSize, 2);
        if (recordSize != form.Size || nodeSize < 64)
            throw file.Damaged("an index of links or attributes is none");
        if (depth > 1)
            throw new DataFileException($"\"{file.File}\" has a group with more than a thousand links, which is not read");
        var records = new List<byte[]>();
        if (depth == 0)
        {
            AddNode(file, root, "BTLF", count, form, records);
            return records;
        }
        int countSize = (nodeSize - NodeHead - Checksum) / recordSize > 255 ? 2 : 1, step = file.OffsetSize + countSize;
        AddNode(file, root, "BTIN", count, form, records);
        byte[] children = file.Block(root + NodeHead + count * (long)recordSize, (count + 1L) * step);
        for (int i = 0; i <= count; i++)
            AddNode(file, file.Offset(children, i * step), "BTLF", file.Small(children, i * step + file.OffsetSize, countSize), form, records);
        return records;
    }

    /// <summary>The identifiers in the heap that the records of a node hold.</summary>
    private static void AddNode(HdfBytes file, long node, string mark, int count, RecordForm form, List<byte[]> records)
    {
        byte[] block = file.Block(node, NodeHead + count * (long)form.Size);
        file.Require(block, mark);
        for (int i = 0; i < count; i++)
            records.Add(block.AsSpan(NodeHead + i * form.Size + form.At, form.Length).ToArray());
    }

    /// <summary>A fractal heap: blocks in rows, the first two of the starting size, each further one of twice the size before.</summary>
    private sealed class Heap
    {
        private readonly HdfBytes _file;
        private readonly int _width, _rows, _offsetBytes;
        private readonly long _start, _largest, _root;

        public Heap(HdfBytes file, long address)
        {
            _file = file;
            int o = file.OffsetSize, l = file.LengthSize, table = 14 + 2 * o + 10 * l;
            byte[] head = file.Block(address, table + 8 + 2 * l + o);
            file.Require(head, "FRHP");
            _width = file.Small(head, table, 2);
            _start = file.Number(head, table + 2, l);
            _largest = file.Number(head, table + 2 + l, l);
            _offsetBytes = (file.Small(head, table + 2 + 2 * l, 2) + 7) / 8;
            _root = file.Offset(head, table + 6 + 2 * l);
            _rows = file.Small(head, table + 6 + 2 * l + o, 2);
            if (file.Small(head, 7, 2) != 0 || _offsetBytes is < 1 or > 5 || _width == 0 || _start <= 0)
                throw file.Damaged("the heap of a group is damaged or compressed");
        }

        /// <summary>A managed object: one byte of flags, its place in the heap, its length.</summary>
        public byte[] Read(byte[] identifier)
        {
            long place = _file.Number(identifier, 1, _offsetBytes), length = _file.Number(identifier, 1 + _offsetBytes, identifier.Length - 1 - _offsetBytes);
            if ((identifier[0] & 0x30) != 0 || place < 0)
                throw _file.Damaged("a link lies outside the heap of its group");
            if (_rows == 0)
                return _file.Block(_root + place, length);
            long begin = 0, size = _start;
            for (int row = 0; row < _rows && size <= _largest; row++)
            {
                if (place < begin + size * _width)
                    return _file.Block(Child(row * _width + (place - begin) / size) + (place - begin) % size, length);
                begin += size * _width;
                size *= row == 0 ? 1 : 2;
            }
            throw new DataFileException($"\"{_file.File}\" has a group with more links than are read");
        }

        private long Child(long index)
        {
            byte[] head = _file.Block(_root, 4);
            _file.Require(head, "FHIB");
            long entry = _root + 5 + _file.OffsetSize + _offsetBytes + index * _file.OffsetSize;
            return _file.Offset(_file.Block(entry, _file.OffsetSize), 0);
        }
    }
}
