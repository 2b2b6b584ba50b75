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

    /// <summary>
    /// The directions of the basis of the step that its factors do not span, or null before the first one; with it the images are those of random combinations of the basis.
    /// </summary>
    public DenseMatrix? Rest { get; init; }

    /// <summary>d_t B in the factors and the rest.</summary>
    public DenseMatrix? Slope { get; init; }

    /// <summary>The fluxes of the basis at the end of the step, and P g of it.</summary>
    public DenseMatrix? Known { get; init; }

    /// <summary>The factors in that basis.</summary>
    public DenseMatrix? Turns { get; init; }

    /// <summary>U^T (P[f x f] + p P g) U on the factors U.</summary>
    public DenseMatrix? Inner { get; init; }

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
        DenseMatrix rest = ReadWidth(reader, team), known = ReadWidth(reader, team);
        int all = known.Columns, rank = all - rest.Columns;
        DenseMatrix turns = DenseMatrix.Read(reader, all, rank), change = DenseMatrix.Read(reader, all, all), inner = DenseMatrix.Read(reader, rank, rank);
        double[]? marginal = reader.ReadBoolean() ? ReadValues(reader, size) : null;
        return memory with { Rest = rest, Slope = change, Known = known, Turns = turns, Inner = inner, PairMarginal = marginal, Pairs = PairChoice.Read(reader) };
    }

    /// <summary>Writes everything but the rows of columns.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes<double>(Collisions));
        writer.Write(MemoryMarshal.AsBytes<double>(CollisionSlope));
        writer.Write(Radius);
        Clock.Write(writer);
        writer.Write(Images.Columns);
        writer.Write(Rest is not null);
        if (Rest is null)
            return;
        writer.Write(Rest.Columns);
        writer.Write(Known!.Columns);
        Turns!.Write(writer);
        Slope!.Write(writer);
        Inner!.Write(writer);
        writer.Write(PairMarginal is not null);
        writer.Write(MemoryMarshal.AsBytes<double>(PairMarginal));
        Pairs.Write(writer);
    }

    /// <summary>Frees the fields, which the end of a step that succeeds does not need.</summary>
    public void Release()
    {
        Images.Dispose();
        Rest?.Dispose();
        Known?.Dispose();
    }

    public void Dispose()
    {
        Release();
        Turns?.Dispose();
        Slope?.Dispose();
        Inner?.Dispose();
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
