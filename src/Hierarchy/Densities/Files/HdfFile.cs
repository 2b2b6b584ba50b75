using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace Hierarchy.Densities.Files;

/// <summary>
/// An HDF5 file from anywhere. Its structure is read here, with a bound on everything and without following what leads out of the file; the library is asked for
/// the values of chunked datasets only, along paths of hard links. Every failure is a <see cref="DataFileException"/> that names the file and what is wrong.
/// </summary>
internal sealed class HdfFile : IDisposable
{
    private const int MostLinksFollowed = 32, MostListed = 12, MostSearched = 2000;
    private readonly FileStream _stream;
    private readonly HdfBytes _bytes;
    private readonly Dictionary<long, IReadOnlyList<HdfMessage>> _headers = [];
    private readonly string _file;
    private BoundedStream? _bounded;
    private NativeFile? _library;

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataFileException">It does not exist, cannot be read or is no HDF5 file.</exception>
    public HdfFile(string file)
    {
        _file = file;
        try
        {
            _stream = OrdinaryFile.Open(file);
        }
        catch (Exception error) when (error is (IOException and not DataFileException) or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw DataFileException.Of(file, error);
        }
        try
        {
            _bytes = new HdfBytes(_stream, file);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The dataset at a path; null if the path leads nowhere or to something else.</summary>
    /// <exception cref="DataFileException">The path leads out of the file or in a circle.</exception>
    public HdfDataset? Find(string path)
    {
        (long address, string reached) = Resolve(path);
        return address < 0 ? null : HdfDataset.Of(_bytes, Header(address), reached);
    }

    /// <summary>Where the header of an object lies.</summary>
    /// <exception cref="DataFileException">The path leads nowhere.</exception>
    public long HeaderAddress(string path) => Resolve(path).Address is >= 0 and var address ? address : throw new DataFileException($"\"{_file}\" holds no \"{path}\"");

    /// <summary>The datasets that the groups of the file hold, nearest to the root first.</summary>
    public IReadOnlyList<HdfDataset> Datasets()
    {
        var found = new List<HdfDataset>();
        Walk((path, link) =>
        {
            if (link.Address >= 0 && HdfDataset.Of(_bytes, Header(link.Address), path) is { } dataset)
                found.Add(dataset);
        });
        return found;
    }

    /// <summary>What the file holds, for messages: datasets with their shapes, and links with what they name.</summary>
    public string Contents()
    {
        var names = new List<string>();
        Walk((path, link) =>
        {
            if (link.OtherFile is { } other)
                names.Add($"{path} (a link to the file \"{other}\")");
            else if (link.Target is { } target)
                names.Add($"{path} (a link to {target})");
            else if (HdfDataset.Of(_bytes, Header(link.Address), path) is { } dataset)
                names.Add(dataset.ToString());
        });
        return names.Count == 0 ? "it holds no dataset" : "it holds " + string.Join(", ", names.Take(MostListed))
            + (names.Count > MostListed ? $" and {names.Count - MostListed} more" : "");
    }

    /// <summary>One number that is an attribute of a dataset or, with null, of the file; null if there is none of that name.</summary>
    /// <exception cref="DataFileException">The attribute is no number.</exception>
    public double? Attribute(HdfDataset? of, string name) => HdfAttributes.Number(_bytes, of?.Messages ?? Header(_bytes.RootHeader), name);

    /// <summary>Values of a dataset as doubles.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="start">Where the block begins on each axis.</param>
    /// <param name="count">How long it is on each axis.</param>
    /// <exception cref="DataFileException">They are no numbers, lie elsewhere or are damaged.</exception>
    public double[] Read(HdfDataset dataset, long[] start, long[] count)
    {
        if (dataset.Obstacle is { } obstacle)
            throw Refuse(dataset, obstacle);
        if (!dataset.Type.IsReadable)
            throw Refuse(dataset, $"holds {dataset.Type.Name}; {NumberType.Readable} are needed");
        if (dataset.Address is >= 0 && dataset.Count * dataset.Type.Size > _bytes.Length - _bytes.Base - dataset.Address)
            throw Refuse(dataset, "states values beyond the end of the file, which is cut short");
        long values = count.Aggregate(1L, (product, extent) => checked(product * extent));
        byte[] bytes = new byte[checked(values * dataset.Type.Size)];
        if (dataset.Address is not null || dataset.Compact is not null)
            ReadBlock(dataset, start, count, bytes);
        else
            bytes = Guard(dataset, () => Ask(dataset, start, count));
        if (bytes.LongLength != values * dataset.Type.Size)
            throw Refuse(dataset, "does not hold as many values as it states");
        double[] result = new double[values];
        dataset.Type.Decode(bytes, result);
        return result;
    }

    /// <summary>All values of a dataset.</summary>
    public double[] Read(HdfDataset dataset) => Read(dataset, new long[dataset.Shape.Length], dataset.Shape);

    public DataFileException Refuse(HdfDataset dataset, string why) => new($"\"{_file}\": \"{dataset.Path}\" {why}");

    public void Dispose()
    {
        _library?.Dispose();
        _bounded?.Dispose();
        _stream.Dispose();
    }

    private IReadOnlyList<HdfMessage> Header(long address)
    {
        if (!_headers.TryGetValue(address, out IReadOnlyList<HdfMessage>? messages))
            _headers[address] = messages = HdfHeader.Read(_bytes, address);
        return messages;
    }

    /// <summary>Follows a path link by link; the address is negative if it leads nowhere. The path that comes back has no soft links.</summary>
    private (long Address, string Path) Resolve(string path)
    {
        var left = new LinkedList<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        (long address, string reached) = (_bytes.RootHeader, "");
        int followed = 0;
        while (left.First is { } part)
        {
            left.RemoveFirst();
            if (part.Value == ".")
                continue;
            if (HdfLinks.Of(_bytes, Header(address), Name(reached))?.FirstOrDefault(link => link.Name == part.Value) is not { } next)
                return (-1, reached);
            if (next.OtherFile is { } other)
                throw new DataFileException($"\"{_file}\": \"{reached}/{next.Name}\" is a link to \"{next.Target}\" in the file \"{other}\", which is not opened");
            if (next.Target is not { } target)
            {
                (address, reached) = (next.Address, $"{reached}/{next.Name}");
                continue;
            }
            if (++followed > MostLinksFollowed)
                throw new DataFileException($"\"{_file}\": \"{path}\" is a link that leads to itself, or through more than {MostLinksFollowed} others");
            if (target.StartsWith('/'))
                (address, reached) = (_bytes.RootHeader, "");
            foreach (string step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                left.AddFirst(step);
        }
        return (address, reached);
    }

    /// <summary>Visits the links of all groups, level by level, each group once.</summary>
    private void Walk(Action<string, HdfLink> visit)
    {
        var groups = new Queue<(long Address, string Path)>([(_bytes.RootHeader, "")]);
        var seen = new HashSet<long> { _bytes.RootHeader };
        int count = 0;
        while (groups.TryDequeue(out (long Address, string Path) group))
        {
            foreach (HdfLink link in HdfLinks.Of(_bytes, Header(group.Address), Name(group.Path)) ?? [])
            {
                if (++count > MostSearched)
                    return;
                string path = $"{group.Path}/{link.Name}";
                visit(path, link);
                if (link.Address >= 0 && seen.Add(link.Address))
                    groups.Enqueue((link.Address, path));
            }
        }
    }

    private static string Name(string group) => group.Length == 0 ? "/" : group;

    /// <summary>A block of contiguous values, run by run: the axes behind the last one that is cut lie behind each other.</summary>
    private void ReadBlock(HdfDataset dataset, long[] start, long[] count, Span<byte> bytes)
    {
        if (dataset.Address is < 0)
            throw Refuse(dataset, "holds no values: none were ever written");
        int axis = count.Length - 1;
        while (axis > 0 && count[axis] == dataset.Shape[axis])
            axis--;
        long run = dataset.Type.Size;
        for (int a = Math.Max(axis, 0); a < count.Length; a++)
            run *= count[a];
        for (long at = 0; at < bytes.Length; at += run)
        {
            long place = 0;
            long rest = at / Math.Max(1, run);
            long[] index = [.. start];
            for (int a = axis - 1; a >= 0; a--)
            {
                index[a] += rest % count[a];
                rest /= count[a];
            }
            for (int a = 0; a < count.Length; a++)
                place = place * dataset.Shape[a] + index[a];
            ReadRun(dataset, place * dataset.Type.Size, bytes.Slice((int)at, (int)run));
        }
    }

    private void ReadRun(HdfDataset dataset, long place, Span<byte> bytes)
    {
        if (dataset.Compact is { } compact)
        {
            if (place + bytes.Length > compact.Length)
                throw Refuse(dataset, "holds fewer values than it states");
            compact.AsSpan((int)place, bytes.Length).CopyTo(bytes);
            return;
        }
        long address = _bytes.Base + dataset.Address!.Value + place;
        if (address < 0 || address > _bytes.Length - bytes.Length)
            throw Refuse(dataset, "states values beyond the end of the file, which is cut short");
        _stream.Position = address;
        _stream.ReadExactly(bytes);
    }

    private byte[] Ask(HdfDataset dataset, long[] start, long[] count)
    {
        _bounded ??= new BoundedStream(OrdinaryFile.Open(_file));
        _bounded.Renew();
        _library ??= H5File.Open(_bounded, leaveOpen: true);
        IH5Dataset data = (IH5Dataset)_library.Get(dataset.Path);
        ulong[] starts = Array.ConvertAll(start, value => (ulong)value), blocks = Array.ConvertAll(count, value => (ulong)value);
        if (data.Layout.Class != H5DataLayoutClass.Chunked || !data.Space.Dimensions.SequenceEqual(Array.ConvertAll(dataset.Shape, value => (ulong)value)))
            throw Refuse(dataset, "is described in two ways that differ");
        return data.Read<byte[]>(fileSelection: new HyperslabSelection(starts.Length, starts, blocks));
    }

    /// <summary>The library meets damage wherever it happens to lie and fails in as many ways; its words mean nothing to whoever wrote the file.</summary>
    private byte[] Guard(HdfDataset dataset, Func<byte[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not DataFileException)
        {
            string why = error switch
            {
                InsufficientExecutionStackException or InvalidDataException => "its parts refer to each other in a circle, or its compressed values are damaged",
                EndOfStreamException => "the file is cut short",
                OutOfMemoryException => "they claim more memory than there is",
                _ => "they are damaged, or stored in a form that is not known",
            };
            throw new DataFileException($"\"{_file}\": the values of \"{dataset.Path}\" cannot be read: {why}", error);
        }
    }
}
