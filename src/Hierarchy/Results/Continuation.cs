using System.Globalization;
using Hierarchy.Densities;
using Hierarchy.Scenarios;

namespace Hierarchy.Results;

/// <summary>
/// An experiment that goes on beyond its end: the same scenario with a later time.end. What the folder keeps of the earlier one, the output times in its journal and the states
/// of its runs, becomes the checkpoint of the later one, of which it is the beginning to the last bit, since steps know nothing of times behind the next output time.
/// </summary>
internal static class Continuation
{
    /// <summary>Why the second experiment is not the first one with a later end; null if it is.</summary>
    public static string? Obstacle(ExperimentPlan before, ExperimentPlan after)
    {
        if (Compared(before.Scenario) != Compared(after.Scenario))
            return "a run goes on with the same experiment: time.end, time.output, output.fields, output.keep and output.checkpoint may be set, and nothing else";
        (double first, double second) = (before.Times[^1], after.Times[^1]);
        if (second <= first)
            return string.Create(CultureInfo.InvariantCulture, $"time.end = {second:G6} is not beyond the end that is there, {first:G6}");
        int count = before.Times.Length;
        if (after.Times.Length > count && before.Times.AsSpan().SequenceEqual(after.Times.AsSpan(0, count)))
            return HasSameFields(before, after) ? null
                : "the times of the fields up to the end that is there have to stay: output.fields has to list those, and may list later ones";
        string kept = string.Join(",", before.Times.Skip(1).Append(second).Select(time => time.ToString("R", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture, $"the output times of a run to {second:G6} do not begin with those of the run to {first:G6}, whose steps hit other "
            + $"times; time.output=[{kept}] keeps them");
    }

    /// <summary>Makes what a folder keeps of the first experiment the checkpoint of the second.</summary>
    /// <returns>Whether there was something; otherwise the second begins anew.</returns>
    /// <exception cref="ResultFolderExistsException">The folder is in use.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static bool Prepare(string folder, ExperimentPlan before, ExperimentPlan after)
    {
        string path = Path.GetFullPath(folder);
        FolderLinks.Refuse(path);
        using var @lock = new FolderLock(path);
        string checkpoint = Path.Combine(path, CheckpointFolder.FolderName), companion = Path.Combine(checkpoint, CheckpointFolder.CompanionName, CheckpointFolder.FolderName);
        if (before.Companion is { } coarse && after.Companion is { } later && Directory.Exists(companion))
            HandOn(companion, Identity(coarse, path), Identity(later, path));
        return HandOn(checkpoint, Identity(before, path), Identity(after, path));
    }

    private static CheckpointIdentity Identity(ExperimentPlan plan, string folder) => CheckpointIdentity.Of(plan, ResolvedScenario.Text(plan, folder));

    private static bool HandOn(string folder, CheckpointIdentity before, CheckpointIdentity after)
    {
        string journal = Path.Combine(folder, CheckpointFolder.JournalName), next = journal + SealedFile.Unfinished;
        if (Journal.IdentityOf(journal)?.Refusal(before) is not "" and not null || !File.Exists(journal))
            return false;
        using (Journal? source = Journal.Open(journal, before, out _))
        {
            if (source is null)
                return false;
            using var target = Journal.Create(next, after);
            for (int i = 0; i < source.Count; i++)
            {
                // Runs that have ended go on, and what failed fails again.
                byte[] entry = source.ReadWhole(i);
                if ((EntryKind)entry[0] is EntryKind.Time or EntryKind.Machine)
                    target.Append(entry, []);
            }
            target.FlushToDisk();
        }
        // Whatever stops this in between, a file of one experiment is not taken for one of the other.
        foreach (string file in Directory.GetFiles(folder))
        {
            string name = Path.GetFileName(file);
            if (StateFiles.IsName(name) || name == RunHistory.FileName)
                Seal(file, before, after);
            else if (name.EndsWith(CheckpointFolder.ParticleEnd, StringComparison.Ordinal) && OwnFile.IsMarked(file))
                File.Delete(file);
        }
        File.Move(next, journal, overwrite: true);
        return true;
    }

    /// <summary>Writes a file again as one of another experiment.</summary>
    private static void Seal(string file, CheckpointIdentity before, CheckpointIdentity after)
    {
        using BinaryReader? reader = SealedFile.Open(file, before, out _);
        if (reader is null)
            return;
        SealedFile.Write(file, after, [], writer =>
        {
            byte[] buffer = new byte[1 << 16];
            long left = reader.BaseStream.Length - System.Security.Cryptography.SHA256.HashSizeInBytes - reader.BaseStream.Position;
            for (int read; left > 0 && (read = reader.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0; left -= read)
                writer.Write(buffer, 0, read);
        });
    }

    private static bool HasSameFields(ExperimentPlan before, ExperimentPlan after) =>
        Enumerable.Range(0, before.Times.Length).All(time => before.FieldIndex(time) == after.FieldIndex(time));

    /// <summary>All of a scenario that has to be the same.</summary>
    private static string Compared(Scenario scenario) => ScenarioWriter.Write(scenario with
    {
        Time = scenario.Time with { End = 1, Output = new() },
        Output = new OutputSettings { Pair = scenario.Output.Pair },
    });
}
