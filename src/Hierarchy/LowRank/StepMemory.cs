using System.Runtime.InteropServices;
using Hierarchy.Spectral;
using Hierarchy.TimeStepping;

namespace Hierarchy.LowRank;

/// <summary>What one step of <see cref="LowRankStep"/> hands to the next: the source at its end, and how it changes.</summary>
internal sealed record StepMemory : IDisposable
{
    /// <summary>C[g].</summary>
    public required double[] Collisions { get; init; }

    /// <summary>d_t C[g].</summary>
    public required double[] CollisionSlope { get; init; }

    /// <summary>B on test fields.</summary>
    public required DenseMatrix Images { get; init; }

    /// <summary>The spectral radius of T.</summary>
    public required double Radius { get; init; }

    /// <summary>What the stepper of f knows.</summary>
    public required StepperState Clock { get; init; }

    /// <summary>The basis of the step, or null before the first one.</summary>
    public DenseMatrix? Basis { get; init; }

    /// <summary>d_t B in that basis.</summary>
    public DenseMatrix? Slope { get; init; }

    /// <summary>B on the factors at the end of the step, with P g, or null before the first step.</summary>
    public DenseMatrix? Known { get; init; }

    /// <summary>int P g dv2 at the end of the step.</summary>
    public double[]? PairMarginal { get; init; }

    /// <summary>What of P g the next step takes.</summary>
    public PairChoice Pairs { get; init; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where it is.</param>
    /// <param name="team">Where the rows of columns lie; they are still to come.</param>
    /// <exception cref="InvalidDataException">It belongs to another grid.</exception>
    public static StepMemory Read(BinaryReader reader, RowTeam team)
    {
        int size = team.Size;
        double[] collisions = ReadValues(reader, size), slope = ReadValues(reader, size);
        double radius = reader.ReadDouble();
        StepperState clock = StepperState.Read(reader);
        DenseMatrix images = ReadWidth(reader, team);
        var memory = new StepMemory { Collisions = collisions, CollisionSlope = slope, Images = images, Radius = radius, Clock = clock };
        if (!reader.ReadBoolean())
            return memory;
        DenseMatrix basis = ReadWidth(reader, team), change = DenseMatrix.Read(reader, basis.Columns, basis.Columns);
        DenseMatrix known = ReadWidth(reader, team);
        double[]? marginal = reader.ReadBoolean() ? ReadValues(reader, size) : null;
        return memory with { Basis = basis, Slope = change, Known = known, PairMarginal = marginal, Pairs = PairChoice.Read(reader) };
    }

    /// <summary>Writes everything but the rows of columns.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes<double>(Collisions));
        writer.Write(MemoryMarshal.AsBytes<double>(CollisionSlope));
        writer.Write(Radius);
        Clock.Write(writer);
        writer.Write(Images.Columns);
        writer.Write(Basis is not null);
        if (Basis is null)
            return;
        writer.Write(Basis.Columns);
        Slope!.Write(writer);
        writer.Write(Known!.Columns);
        writer.Write(PairMarginal is not null);
        writer.Write(MemoryMarshal.AsBytes<double>(PairMarginal));
        Pairs.Write(writer);
    }

    public void Dispose()
    {
        Images.Dispose();
        Basis?.Dispose();
        Slope?.Dispose();
        Known?.Dispose();
    }

    private static DenseMatrix ReadWidth(BinaryReader reader, RowTeam team)
    {
        int columns = reader.ReadInt32();
        return columns >= 0 && columns <= 2 * team.Size ? team.Make(columns) : throw new InvalidDataException($"{columns} fields of {team.Size} values are no basis");
    }

    private static double[] ReadValues(BinaryReader reader, int count)
    {
        double[] values = new double[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
