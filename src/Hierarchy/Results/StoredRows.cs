using System.Runtime.InteropServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>g by the rows that stand in a file, one after the other: read where they are asked for, as long as the file is open.</summary>
internal sealed class StoredRows : PairCorrelation
{
    private readonly Stream _file;
    private readonly long _start;

    /// <summary>Takes the n^{2d} values from where the file stands, and passes over them.</summary>
    /// <exception cref="InvalidDataException">The file is shorter.</exception>
    public StoredRows(VelocityGrid grid, Stream file)
        : base(grid)
    {
        long bytes = (long)grid.Size * grid.Size * sizeof(double);
        (_file, _start) = (file, file.Position);
        if (file.Length - _start < bytes)
            throw new InvalidDataException($"a pair correlation of {bytes} bytes is longer than the file");
        file.Position = _start + bytes;
    }

    public override PairCorrelation Copy() => Of(Grid, ToArray());

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        Span<double> rows = scratch[..(count * Grid.Size)];
        Read((long)first * Grid.Size, rows);
        return rows;
    }

    private protected override double Value(int i, int j)
    {
        double value = 0;
        Read((long)i * Grid.Size + j, new Span<double>(ref value));
        return value;
    }

    private void Read(long first, Span<double> values)
    {
        lock (_file)
        {
            long before = _file.Position;
            _file.Position = _start + first * sizeof(double);
            _file.ReadExactly(MemoryMarshal.AsBytes(values));
            _file.Position = before;
        }
    }
}
