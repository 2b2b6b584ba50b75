using System.Runtime.InteropServices;
using Hierarchy.Equations;
using Hierarchy.Particles;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

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
        }
    }

    public static ResultRow[] ReadRows(BinaryReader reader, PlannedRun run, double time)
    {
        var rows = new ResultRow[reader.ReadInt32()];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new ResultRow(run.Model, run.Particles, time, reader.ReadString(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
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
        var modes = new ModeEstimate[reader.ReadInt32()];
        for (int i = 0; i < modes.Length; i++)
        {
            int[] mode = new int[reader.ReadInt32()];
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
        writer.Write(record.Seconds);
        Write(writer, record.Statistics);
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
        double time = reader.ReadDouble(), seconds = reader.ReadDouble();
        StepStatistics statistics = ReadStatistics(reader);
        var reports = new Report[reader.ReadInt32()];
        for (int i = 0; i < reports.Length; i++)
            reports[i] = new Report(reader.ReadString(), reader.ReadDouble(), reader.ReadString(), reader.ReadBoolean());
        return new RunRecord(run, status, message, time, statistics, reports, seconds, []);
    }

    public static void Write(BinaryWriter writer, StepperState state)
    {
        writer.Write(state.Time);
        writer.Write(state.NextStep);
        writer.Write(state.PreviousStep);
        writer.Write(state.PreviousError);
        writer.Write(state.SpectralRadius);
        writer.Write(state.SpectralRadiusAge);
        Write(writer, state.Statistics);
    }

    public static StepperState ReadStepper(BinaryReader reader) => new(
        reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), ReadStatistics(reader));

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

    /// <summary>An array of doubles; its length was read before.</summary>
    public static double[] ReadValues(BinaryReader reader, int length)
    {
        double[] values = new double[length];
        ReadValues(reader, values.AsSpan());
        return values;
    }

    /// <summary>The first of two arrays whose lengths stand before them.</summary>
    public static double[] ReadValues(BinaryReader reader, int length, out int nextLength)
    {
        nextLength = reader.ReadInt32();
        return ReadValues(reader, length);
    }

    private static void Write(BinaryWriter writer, StepStatistics statistics)
    {
        writer.Write(statistics.Steps);
        writer.Write(statistics.Rejected);
        writer.Write(statistics.Evaluations);
        writer.Write(statistics.SpectralRadiusEvaluations);
        writer.Write(statistics.MinimumStages);
        writer.Write(statistics.MaximumStages);
        writer.Write(statistics.Stages);
        writer.Write(statistics.SmallestStep);
        writer.Write(statistics.LargestStep);
    }

    private static StepStatistics ReadStatistics(BinaryReader reader) => new(
        reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble());
}
