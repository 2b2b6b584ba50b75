using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Hierarchy.Densities;
using Hierarchy.Densities.Files;

namespace Hierarchy.Results;

/// <summary>
/// A file that only grows: the identity of the experiment with its hash, then entries, each with its length and a hash over the hash before it, its length and
/// its content. What follows the last entry that is whole is cut off when the file is opened again.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const int HashLength = SHA256.HashSizeInBytes;
    private const int LongestBeginning = 4096;
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly List<(long Offset, long Length)> _entries = [];
    private byte[] _last = [];

    private Journal(string path)
    {
        _path = path;
        OrdinaryFile.Require(path);
        _stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
    }

    /// <summary>The number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Begins a journal in place of the one that has the name.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Journal Create(string path, CheckpointIdentity identity)
    {
        OwnFile.RequireReplaceable(path);
        byte[] beginning = Beginning(identity), hash = SHA256.HashData(beginning);
        OwnFile.Write(path, [.. BitConverter.GetBytes(beginning.Length), .. beginning, .. hash]);
        var journal = new Journal(path) { _last = hash };
        journal._stream.Position = journal._stream.Length;
        return journal;
    }

    /// <summary>What a journal belongs to; null if there is none that begins as one.</summary>
    public static CheckpointIdentity? IdentityOf(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using FileStream stream = OrdinaryFile.Open(path);
            return ReadIdentity(stream, out _, out _);
        }
        catch (DataFileException)
        {
            // A pipe or a device is no journal.
            return null;
        }
    }

    /// <summary>Opens a journal to go on, and cuts off what is not whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What it has to belong to.</param>
    /// <param name="remark">What was wrong with it; empty if nothing was.</param>
    /// <returns>The journal, or null if nothing of it can be used.</returns>
    public static Journal? Open(string path, CheckpointIdentity identity, out string remark)
    {
        BreakLinks(path);
        var journal = new Journal(path);
        remark = ReadIdentity(journal._stream, out journal._last, out string fault) is { } found ? found.Refusal(identity) ?? "" : fault;
        if (remark.Length == 0)
        {
            long end = journal.Scan();
            if (end < journal._stream.Length)
                remark = $"was truncated or altered behind its entry {journal.Count}; what follows is run again";
            journal._stream.SetLength(end);
            journal._stream.Position = end;
            return journal;
        }
        journal.Dispose();
        return null;
    }

    /// <summary>Appends an entry of a head, an array and further parts and hands it to the system.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> head, ReadOnlySpan<double> first, IJournalParts? further = null)
    {
        // Data that is appended to a file without a name is lost without an error.
        if (!File.Exists(_path))
            throw new FileNotFoundException($"{_path} was removed while the experiment ran");
        long length = head.Length + (first.Length + (further?.Length ?? 0)) * sizeof(double);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_last);
        long offset = _stream.Position + sizeof(long);
        Put(hash, BitConverter.GetBytes(length));
        Put(hash, head);
        Put(hash, first);
        for (int i = 0; i < (further?.Count ?? 0); i++)
            Put(hash, further!.Part(i));
        _last = hash.GetHashAndReset();
        _stream.Write(_last);
        _stream.Flush();
        _entries.Add((offset, length));
    }

    /// <summary>Brings everything to the disk.</summary>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Reads from the beginning of an entry; appending goes on at the end whatever was read.</summary>
    /// <exception cref="IOException">The entry is malformed.</exception>
    public T Read<T>(int entry, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(_stream, Encoding.UTF8, leaveOpen: true);
        _stream.Position = _entries[entry].Offset;
        try
        {
            return SealedFile.Read(_path, () => read(reader));
        }
        finally
        {
            _stream.Position = _stream.Length;
        }
    }

    /// <summary>The content of an entry.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer than an array can be.</exception>
    public byte[] ReadWhole(int entry)
    {
        if (_entries[entry].Length > Array.MaxLength)
            throw new IOException($"an entry of {_path} has {_entries[entry].Length} bytes, more than can be moved at once");
        byte[] content = new byte[_entries[entry].Length];
        _stream.Position = _entries[entry].Offset;
        _stream.ReadExactly(content);
        _stream.Position = _stream.Length;
        return content;
    }

    public void Dispose() => _stream.Dispose();

    private static byte[] Beginning(CheckpointIdentity identity)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
            identity.Write(writer);
        return stream.ToArray();
    }

    /// <summary>The journal grows in place: one whose content has other names, as in a copy of the folder by links, gets a content of its own first.</summary>
    private static void BreakLinks(string path)
    {
        if (FileKind.Links(path) == 1)
            return;
        File.Delete(path + OwnFile.Temporary);
        File.Copy(path, path + OwnFile.Temporary);
        File.Move(path + OwnFile.Temporary, path, overwrite: true);
    }

    /// <summary>Reads the beginning up to the first entry.</summary>
    /// <returns>Null, and what is wrong, if it is none.</returns>
    private static CheckpointIdentity? ReadIdentity(FileStream stream, out byte[] hash, out string fault)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        hash = [];
        fault = "is truncated or altered";
        try
        {
            int length = reader.ReadInt32();
            if (length is < 0 or > LongestBeginning)
                return null;
            byte[] beginning = reader.ReadBytes(length);
            hash = SHA256.HashData(beginning);
            if (!reader.ReadBytes(HashLength).AsSpan().SequenceEqual(hash))
                return null;
            using var content = new BinaryReader(new MemoryStream(beginning), Encoding.UTF8);
            return CheckpointIdentity.Read(content);
        }
        catch (Exception error) when (SealedFile.IsMalformed(error))
        {
            return null;
        }
    }

    /// <summary>Lists the whole entries; returns where the last one ends.</summary>
    private long Scan()
    {
        byte[] buffer = new byte[1 << 16], number = new byte[sizeof(long)], stored = new byte[HashLength];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (true)
        {
            long start = _stream.Position;
            long length = _stream.ReadAtLeast(number, number.Length, throwOnEndOfStream: false) == number.Length ? BitConverter.ToInt64(number) : -1;
            if (length < 0 || length > _stream.Length - start - sizeof(long) - HashLength)
                return start;
            hash.AppendData(_last);
            hash.AppendData(number);
            for (long left = length; left > 0;)
            {
                int count = _stream.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                hash.AppendData(buffer, 0, count);
                left -= count;
            }
            _stream.ReadExactly(stored);
            byte[] found = hash.GetHashAndReset();
            if (!found.AsSpan().SequenceEqual(stored))
                return start;
            _last = found;
            _entries.Add((start + sizeof(long), length));
        }
    }

    private void Put(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        _stream.Write(bytes);
    }

    /// <summary>In pieces, since the bytes of an array of doubles may be more than one span holds.</summary>
    private void Put(IncrementalHash hash, ReadOnlySpan<double> values)
    {
        const int Piece = 1 << 20;
        for (int start = 0; start < values.Length; start += Piece)
            Put(hash, MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Piece, values.Length - start))));
    }
}

/// <summary>Values that an entry takes in one after the other.</summary>
internal interface IJournalParts
{
    /// <summary>The number of parts.</summary>
    int Count { get; }

    /// <summary>The number of values of all parts.</summary>
    long Length { get; }

    /// <summary>A part, valid up to the next call.</summary>
    ReadOnlySpan<double> Part(int index);
}
