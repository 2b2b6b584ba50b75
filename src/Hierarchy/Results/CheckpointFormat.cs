using System.Runtime.InteropServices;
using Hierarchy.Particles;
using Hierarchy.Scenarios;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Results;

/// <summary>What checkpoints hold, as bytes.</summary>
internal static class CheckpointFormat
{
    private const int Piece = 1 << 20;

    public static void Write(BinaryWriter writer, ResultRow[] rows)
    {
        writer.Write(rows.Length);
        foreach (ResultRow row in rows)
        {
            writer.Write(row.Quantity);
            writer.Write(row.Value);
            writer.Write(row.StandardError);
            writer.Write(row.NoiseFloor);
            writer.Write(row.DiscretisationError);
        }
    }

    public static ResultRow[] ReadRows(BinaryReader reader, PlannedRun run, double time)
    {
        var rows = new ResultRow[ReadLength(reader)];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new ResultRow(run.Model, run.Particles, time, reader.ReadString(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        return rows;
    }

    public static void Write(BinaryWriter writer, IReadOnlyList<ModeEstimate> modes)
    {
        writer.Write(modes.Count);
        foreach (ModeEstimate mode in modes)
        {
            writer.Write(mode.Mode.Length);
            foreach (int number in mode.Mode)
                writer.Write(number);
            writer.Write(mode.Real);
            writer.Write(mode.Imaginary);
            writer.Write(mode.RealError);
            writer.Write(mode.ImaginaryError);
        }
    }

    public static ModeEstimate[] ReadModes(BinaryReader reader)
    {
        var modes = new ModeEstimate[ReadLength(reader)];
        for (int i = 0; i < modes.Length; i++)
        {
            int[] mode = new int[ReadLength(reader)];
            for (int k = 0; k < mode.Length; k++)
                mode[k] = reader.ReadInt32();
            modes[i] = new ModeEstimate(mode, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        }
        return modes;
    }

    public static void Write(BinaryWriter writer, RunRecord record)
    {
        writer.Write((int)record.Status);
        writer.Write(record.Message);
        writer.Write(record.Time);
        record.Took.Write(writer);
        record.Statistics.Write(writer);
        writer.Write(record.Reports.Count);
        foreach (Report report in record.Reports)
        {
            writer.Write(report.Name);
            writer.Write(report.Value);
            writer.Write(report.Meaning);
            writer.Write(report.IsQuantity);
        }
    }

    /// <summary>A record without its rows, which are entries of their own.</summary>
    public static RunRecord ReadRecord(BinaryReader reader, PlannedRun run)
    {
        var status = (RunStatus)reader.ReadInt32();
        string message = reader.ReadString();
        double time = reader.ReadDouble();
        RunTime took = RunTime.Read(reader);
        StepStatistics statistics = StepStatistics.Read(reader);
        var reports = new Report[ReadLength(reader)];
        for (int i = 0; i < reports.Length; i++)
            reports[i] = new Report(reader.ReadString(), reader.ReadDouble(), reader.ReadString(), reader.ReadBoolean());
        return new RunRecord(run, status, message, time, statistics, reports, took, []);
    }

    /// <summary>In pieces, since the bytes of an array of doubles may be more than one span holds.</summary>
    public static void WriteValues(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        for (int start = 0; start < values.Length; start += Piece)
            writer.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Piece, values.Length - start))));
    }

    /// <summary>Fills an array with what <see cref="WriteValues"/> wrote.</summary>
    public static void ReadValues(BinaryReader reader, Span<double> values)
    {
        for (int start = 0; start < values.Length; start += Piece)
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Piece, values.Length - start))));
    }

    /// <summary>The length of an array that follows.</summary>
    /// <exception cref="InvalidDataException">The file is shorter.</exception>
    public static int ReadLength(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        return length >= 0 && length <= reader.BaseStream.Length ? length : throw new InvalidDataException($"an array of {length} values is longer than the file");
    }

    /// <summary>An array of doubles; its length was read before.</summary>
    public static double[] ReadValues(BinaryReader reader, int length)
    {
        double[] values = new double[length];
        ReadValues(reader, values.AsSpan());
        return values;
    }
}
