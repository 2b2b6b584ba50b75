using System.Security.Cryptography;
using System.Text;
using Hierarchy.Results;

namespace Hierarchy.Benchmarks.Fuzzing;

/// <summary>Damages the files of a folder of results, the same way for the same random numbers.</summary>
/// <param name="random">The random numbers.</param>
/// <param name="outside">What links lead to, besides a device and nothing.</param>
internal sealed class FolderMutator(Random random, string[] outside)
{
    private const string Foreign = "what a user wrote: 1";

    /// <summary>Copies a sound folder and damages the copy in one to three places.</summary>
    public void Mutate(string sound, string copy)
    {
        foreach (string folder in Directory.EnumerateDirectories(sound, "*", SearchOption.AllDirectories).Prepend(sound))
            Directory.CreateDirectory(Path.Combine(copy, Path.GetRelativePath(sound, folder)));
        foreach (string file in Directory.EnumerateFiles(sound, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(sound, file)));
        for (int i = random.Next(3); i >= 0; i--)
        {
            string[] files = [.. Directory.EnumerateFiles(copy, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null)
                .Order(StringComparer.Ordinal)];
            if (files.Length > 0)
                Damage(files[random.Next(files.Length)], files);
        }
    }

    private void Damage(string file, string[] files)
    {
        switch (random.Next(18))
        {
            case 0:
                File.Delete(file);
                break;
            case 1:
                Truncate(file);
                break;
            case 2 or 3:
                FlipBits(file);
                break;
            case 4:
                Swap(file, files[random.Next(files.Length)]);
                break;
            case 5:
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            case 6:
                File.Delete(file);
                File.CreateSymbolicLink(file, random.Next(3) == 0 ? "/dev/zero" : outside[random.Next(outside.Length)]);
                break;
            case 7:
                byte[] noise = new byte[random.Next(2000)];
                random.NextBytes(noise);
                File.WriteAllBytes(file, noise);
                break;
            case 8:
                EditLine(file);
                break;
            case 9 or 10:
                EnlargeNumber(file);
                break;
            case 11:
                AddForeign(file);
                break;
            case 12 or 13:
                ListPublication(file);
                break;
            case 14 or 15:
                ReplaceEntry(file);
                break;
            case 16:
                EmptyOrMark(file);
                break;
            default:
                File.Move(file, file + ".part", overwrite: true);
                break;
        }
    }

    /// <summary>A file of somebody else beside the file: in the checkpoint, in a folder called checkpoint, among the plots; <see cref="IsForeign"/> finds it again.</summary>
    private void AddForeign(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        string[] places = [folder, Path.Combine(folder, "checkpoint"), Path.Combine(folder, ".hierarchy-checkpoint"),
            Path.Combine(folder, ".hierarchy-checkpoint", "deep"), Path.Combine(folder, "plots")];
        string place = places[random.Next(places.Length)];
        string[] names = ["thesis.tex", "hierarchy.lock", "mine.png", "notes.bin"];
        Directory.CreateDirectory(place);
        string path = Path.Combine(place, names[random.Next(names.Length)]);
        if (!Path.Exists(path))
            File.WriteAllText(path, Foreign);
    }

    /// <summary>Whether a file is one that <see cref="AddForeign"/> made.</summary>
    public static bool IsForeign(string file) => new FileInfo(file) is { LinkTarget: null, Length: 20 } && File.ReadAllText(file) == Foreign;

    /// <summary>A list of a renaming that has the right hash, of what there is, of what there is not, and of what is no result.</summary>
    private void ListPublication(string file)
    {
        string folder = RootOf(file);
        if (CheckpointFolder.IdentityIn(folder) is not { } identity)
            return;
        string[] parts = [.. Directory.GetFiles(folder, "*.part").Where(part => new FileInfo(part).LinkTarget is null).Select(part => Path.GetFileNameWithoutExtension(part))];
        try
        {
            Publication.Begin(folder, parts, identity, random.Next(2) == 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The place is taken by what an earlier damage left there.
            return;
        }
        if (parts.Length > 0 && random.Next(2) == 0)
            File.Delete(Path.Combine(folder, parts[random.Next(parts.Length)] + ".part"));
    }

    /// <summary>Changes bytes of an entry of a journal and hashes the whole chain again.</summary>
    private void ReplaceEntry(string file)
    {
        string journal = Path.Combine(RootOf(file), CheckpointFolder.FolderName, "journal");
        if (!File.Exists(journal) || new FileInfo(journal).LinkTarget is not null)
            return;
        byte[] bytes = File.ReadAllBytes(journal);
        int start = sizeof(int) + (bytes.Length > sizeof(int) ? BitConverter.ToInt32(bytes) : 0);
        if (start is < 0 or > 4096 || start + SHA256.HashSizeInBytes + sizeof(long) >= bytes.Length)
            return;
        int chosen = random.Next(6);
        for (int at = start, entry = 0; at + SHA256.HashSizeInBytes + sizeof(long) <= bytes.Length; entry++)
        {
            long length = BitConverter.ToInt64(bytes, at + SHA256.HashSizeInBytes);
            long end = at + SHA256.HashSizeInBytes + sizeof(long) + length;
            if (length <= 0 || end + SHA256.HashSizeInBytes > bytes.Length)
                break;
            if (entry == chosen)
                bytes[at + SHA256.HashSizeInBytes + sizeof(long) + random.Next((int)Math.Min(length, 400))] = (byte)random.Next(256);
            SHA256.HashData(bytes.AsSpan(at, (int)(end - at))).CopyTo(bytes, end);
            at = (int)end;
        }
        File.WriteAllBytes(journal, bytes);
    }

    private void EmptyOrMark(string file) => File.WriteAllText(file, random.Next(2) == 0 ? "" : "HIERCHK\n" + new string('x', random.Next(200)));

    /// <summary>The folder of results that a file lies in, directly or below.</summary>
    private static string RootOf(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        return Path.GetFileName(folder) is "plots" or "checkpoint" or CheckpointFolder.FolderName ? Path.GetDirectoryName(folder)! : folder;
    }

    private void Truncate(string file)
    {
        using FileStream stream = File.OpenWrite(file);
        stream.SetLength(random.NextInt64(stream.Length + 1));
    }

    private void FlipBits(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        for (int i = random.Next(1, 5); i > 0 && bytes.Length > 0; i--)
            bytes[random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 512) : bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Writes a great or a negative number over some bytes, and sometimes the right hash of the changed content behind it.</summary>
    private void EnlargeNumber(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        byte[] number = random.Next(2) == 0 ? BitConverter.GetBytes(random.Next(2) == 0 ? int.MaxValue : -1) : BitConverter.GetBytes(long.MaxValue / 2);
        if (bytes.Length < SHA256.HashSizeInBytes + number.Length)
            return;
        int content = bytes.Length - SHA256.HashSizeInBytes;
        number.CopyTo(bytes, random.Next(Math.Min(content, random.Next(2) == 0 ? 600 : content) - number.Length + 1));
        if (random.Next(2) == 0)
            SHA256.HashData(bytes.AsSpan(0, content)).CopyTo(bytes, content);
        File.WriteAllBytes(file, bytes);
    }

    private static void Swap(string one, string other)
    {
        byte[] kept = File.ReadAllBytes(one);
        File.WriteAllBytes(one, File.ReadAllBytes(other));
        File.WriteAllBytes(other, kept);
    }

    /// <summary>Drops, doubles or rewrites a line, where the file is text.</summary>
    private void EditLine(string file)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\n')];
        int at = random.Next(lines.Count);
        switch (random.Next(3))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[at]);
                break;
            default:
                lines[at] = lines[at].Replace("0", random.Next(2) == 0 ? "NaN" : "1e999", StringComparison.Ordinal);
                break;
        }
        File.WriteAllText(file, string.Join('\n', lines));
    }
}
