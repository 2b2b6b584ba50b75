using System.Text;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>What an entry of the journal holds.</summary>
internal enum EntryKind : byte
{
    /// <summary>A run at an output time.</summary>
    Time = 1,

    /// <summary>How a run ended.</summary>
    Ending = 2,

    /// <summary>The last good state of a run that failed.</summary>
    Last = 3,

    /// <summary>A machine that the experiment went on.</summary>
    Machine = 4,
}

/// <summary>The layout of an entry of the journal: kind, run, output time, its content, the length of f, the form of g, f and g.</summary>
internal static class CheckpointEntry
{
    /// <summary>All of an entry but f and g.</summary>
    public static byte[] Head(EntryKind kind, int run, int timeIndex, Action<BinaryWriter> content, int density, KeptPair? correlation)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8))
        {
            writer.Write((byte)kind);
            writer.Write(run);
            writer.Write(timeIndex);
            content(writer);
            writer.Write(density);
            writer.Write(KeptPair.FormOf(correlation));
        }
        return stream.ToArray();
    }

    /// <summary>Kind, run and output time.</summary>
    /// <exception cref="InvalidDataException">The plan has no such run or time.</exception>
    public static (EntryKind Kind, int Run, int Time) ReadKey(BinaryReader reader, ExperimentPlan plan)
    {
        (EntryKind kind, int run, int time) = ((EntryKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32());
        bool isSound = Enum.IsDefined(kind) && run >= 0 && run < plan.Runs.Count && time >= 0 && time < plan.Times.Length;
        return isSound ? (kind, run, time) : throw new InvalidDataException($"no entry of this experiment: kind {kind}, run {run}, output time {time}");
    }

    /// <summary>Passes over kind, run and output time.</summary>
    public static BinaryReader Skip(BinaryReader reader)
    {
        reader.ReadByte();
        reader.ReadInt32();
        reader.ReadInt32();
        return reader;
    }

    /// <summary>f and g, which end an entry.</summary>
    public static (double[] Density, PairCorrelation? Correlation) ReadFields(BinaryReader reader, ExperimentPlan plan)
    {
        int length = CheckpointFormat.ReadLength(reader), form = reader.ReadInt32();
        return (CheckpointFormat.ReadValues(reader, length), KeptPair.Read(reader, form, plan.Grid, plan.Orbits));
    }
}
