using System.Security.Cryptography;
using System.Text;
using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>
/// A file of a checkpoint that is written as a whole: the identity, the content, and the SHA-256 hash of both. It is written under a temporary name,
/// brought to the disk and renamed, so the file with its own name is always a whole one.
/// </summary>
internal static class SealedFile
{
    public const string Unfinished = ".part";

    /// <summary>Writes a file in place of the one that has the name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What it belongs to.</param>
    /// <param name="values">What follows the content.</param>
    /// <param name="content">Writes the content.</param>
    /// <param name="rest">Writes what follows the values; null for nothing.</param>
    /// <param name="whole">What that is given.</param>
    /// <exception cref="IOException">It cannot be written; the file that had the name stays.</exception>
    public static void Write(
        string path, CheckpointIdentity identity, ReadOnlySpan<double> values, Action<BinaryWriter> content, RestWriter? rest = null, ReadOnlySpan<double> whole = default)
    {
        OwnFile.RequireReplaceable(path);
        using (FileStream stream = OwnFile.Create(path + Unfinished))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using (var hashing = new HashingStream(stream, hash))
            using (var buffered = new BufferedStream(hashing, 1 << 16))
            using (var writer = new BinaryWriter(buffered, Encoding.UTF8))
            {
                identity.Write(writer);
                content(writer);
                CheckpointFormat.WriteValues(writer, values);
                rest?.Invoke(writer, whole);
            }
            stream.Write(hash.GetHashAndReset());
            stream.Flush(flushToDisk: true);
        }
        File.Move(path + Unfinished, path, overwrite: true);
    }

    /// <summary>Opens a file behind its identity, if its hash and its identity are right.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What it has to belong to; null takes any.</param>
    /// <param name="refusal">Why there is no reader; empty if there is one.</param>
    public static BinaryReader? Open(string path, CheckpointIdentity? identity, out string refusal)
    {
        FileStream stream = OrdinaryFile.Open(path);
        var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            refusal = "is truncated or altered";
            if (HashIsRight(stream))
            {
                stream.Position = 0;
                refusal = CheckpointIdentity.Read(reader) is { } found ? found.Refusal(identity ?? found) ?? "" : "is no checkpoint";
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            refusal = "is truncated or altered";
        }
        if (refusal.Length == 0)
            return reader;
        reader.Dispose();
        return null;
    }

    /// <summary>Whether content behind a right hash turned out to be none: no program wrote it so, but whoever changes a file can hash it again.</summary>
    public static bool IsMalformed(Exception error) => error is ArgumentException or FormatException or InvalidDataException or OverflowException or EndOfStreamException;

    /// <summary>What is thrown then.</summary>
    public static IOException WrongContent(string path, Exception error) =>
        new($"{path} has the right hash and a wrong content: {error.Message.TrimEnd('.')}; without the file its run begins again");

    /// <summary>Reads what lies behind a right hash.</summary>
    /// <exception cref="IOException">It is malformed.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (IsMalformed(error))
        {
            throw WrongContent(path, error);
        }
    }

    private static bool HashIsRight(FileStream stream)
    {
        long content = stream.Length - SHA256.HashSizeInBytes;
        if (content < 0)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        while (content > 0)
        {
            int count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, content));
            if (count == 0)
                return false;
            hash.AppendData(buffer, 0, count);
            content -= count;
        }
        byte[] stored = new byte[SHA256.HashSizeInBytes];
        return stream.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false) == stored.Length && hash.GetHashAndReset().AsSpan().SequenceEqual(stored);
    }

    /// <summary>Hashes what passes through.</summary>
    private sealed class HashingStream(Stream inner, IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>Writes what follows some values.</summary>
internal delegate void RestWriter(BinaryWriter writer, ReadOnlySpan<double> state);
