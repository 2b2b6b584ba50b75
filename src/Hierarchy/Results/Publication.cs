using System.Security.Cryptography;
using Hierarchy.Densities;

namespace Hierarchy.Results;

/// <summary>
/// The end of an experiment: files that grew under temporary names get their own. A list of them with their lengths and hashes, written first, says which files
/// are the new set, so that the renaming can be finished after an interruption. Nothing is renamed or removed before all of the set is there; the resolved
/// scenario is renamed last, so that as long as it has its temporary name the experiment is not complete.
/// </summary>
internal sealed class Publication
{
    public const string ListName = "publish";
    private readonly string _folder;
    private readonly bool _keepsCheckpoint;
    private readonly Entry[] _entries;

    private Publication(string folder, bool keepsCheckpoint, Entry[] entries) => (_folder, _keepsCheckpoint, _entries) = (folder, keepsCheckpoint, entries);

    /// <summary>A file of the set.</summary>
    private sealed record Entry(string Name, long Length, byte[] Hash);

    /// <summary>Brings the files to the disk and writes the list.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="names">The files that must exist, in the order in which they get their names.</param>
    /// <param name="identity">The experiment.</param>
    /// <param name="keepCheckpoint">Whether the experiment goes on later.</param>
    /// <exception cref="IOException">A file is missing; then nothing was changed.</exception>
    public static Publication Begin(string folder, IReadOnlyList<string> names, CheckpointIdentity identity, bool keepCheckpoint)
    {
        if (names.FirstOrDefault(name => !File.Exists(PartOf(folder, name))) is { } missing)
            throw new FileNotFoundException($"{PartOf(folder, missing)} was removed while the experiment ran, and can be made again from its checkpoint");
        Entry[] entries = [.. names.Select(name => Sealed(PartOf(folder, name), name))];
        SealedFile.Write(ListOf(folder), identity, [], writer =>
        {
            writer.Write(keepCheckpoint);
            writer.Write(entries.Length);
            foreach (Entry entry in entries)
            {
                writer.Write(entry.Name);
                writer.Write(entry.Length);
                writer.Write(entry.Hash);
            }
        });
        return new Publication(folder, keepCheckpoint, entries);
    }

    /// <summary>The list of a renaming that was interrupted, if all of its files are there as they were listed; null otherwise.</summary>
    public static Publication? Pending(string folder)
    {
        string list = ListOf(folder);
        if (!File.Exists(list))
            return null;
        using BinaryReader? reader = OpenList(folder, list);
        if (reader is null)
            return null;
        Publication found = SealedFile.Read(list, () => Read(folder, reader));
        return found._entries.All(found.IsWhole) ? found : null;
    }

    /// <summary>Renames what has no name yet, removes the tables of earlier results that have no successor, and the checkpoint unless it is to be kept.</summary>
    /// <param name="optional">The files that results may have, each with the line that it begins with.</param>
    /// <exception cref="IOException">A file is missing; then nothing was renamed or removed.</exception>
    public void Finish(IReadOnlyDictionary<string, string> optional)
    {
        if (_entries.FirstOrDefault(entry => !File.Exists(PartOf(_folder, entry.Name)) && !File.Exists(NameOf(entry))) is { } missing)
            throw new FileNotFoundException($"{NameOf(missing)} was removed while results got their names, and can be made again from the checkpoint");
        foreach ((string name, string start) in optional)
        {
            if (!_entries.Any(entry => entry.Name == name))
                RemoveTable(Path.Combine(_folder, name), start);
        }
        foreach (Entry entry in _entries.Where(entry => File.Exists(PartOf(_folder, entry.Name))))
            File.Move(PartOf(_folder, entry.Name), NameOf(entry), overwrite: true);
        if (_keepsCheckpoint)
            File.Delete(ListOf(_folder));
        else
            CheckpointFolder.Remove(_folder);
    }

    /// <summary>With a journal the list has to be that of its experiment; without one it is the last file of a checkpoint that was being removed.</summary>
    private static BinaryReader? OpenList(string folder, string list)
    {
        try
        {
            return SealedFile.Open(list, CheckpointFolder.IdentityIn(folder), out _);
        }
        catch (DataFileException)
        {
            return null;
        }
    }

    private static Publication Read(string folder, BinaryReader reader)
    {
        bool keeps = reader.ReadBoolean();
        var entries = new Entry[CheckpointFormat.ReadLength(reader)];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = new Entry(ReadName(reader), reader.ReadInt64(), reader.ReadBytes(SHA256.HashSizeInBytes));
        return new Publication(folder, keeps, entries);
    }

    private static string ReadName(BinaryReader reader)
    {
        string name = reader.ReadString();
        return ResultFolder.IsResult(name) ? name : throw new InvalidDataException($"\"{name}\" is no file of results");
    }

    private bool IsWhole(Entry entry)
    {
        string part = PartOf(_folder, entry.Name), path = File.Exists(part) ? part : NameOf(entry);
        if (!File.Exists(path))
            return false;
        using FileStream stream = OrdinaryFile.Open(path);
        return stream.Length == entry.Length && SHA256.HashData(stream).AsSpan().SequenceEqual(entry.Hash);
    }

    private static Entry Sealed(string part, string name)
    {
        OrdinaryFile.Require(part);
        using var stream = new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1);
        byte[] hash = SHA256.HashData(stream);
        stream.Flush(flushToDisk: true);
        return new Entry(name, stream.Length, hash);
    }

    private static void RemoveTable(string path, string start)
    {
        if (File.Exists(path) && OrdinaryFile.ReadLines(path).FirstOrDefault() == start)
            File.Delete(path);
    }

    private string NameOf(Entry entry) => Path.Combine(_folder, entry.Name);

    private static string PartOf(string folder, string name) => Path.Combine(folder, name + SealedFile.Unfinished);

    private static string ListOf(string folder) => Path.Combine(folder, CheckpointFolder.FolderName, ListName);
}
