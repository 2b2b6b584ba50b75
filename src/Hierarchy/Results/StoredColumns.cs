using System.Runtime.InteropServices;
using Hierarchy.Spectral;
using Hierarchy.States;

namespace Hierarchy.Results;

/// <summary>
/// g by the columns of the representatives of a symmetry that stand in a file, v1 slow: what goes to another file is read point by point; whoever asks for more has all
/// of them in memory.
/// </summary>
internal sealed class StoredColumns : PairCorrelation
{
    private readonly VelocityOrbits _orbits;
    private readonly Stream _file;
    private readonly long _start;
    private readonly Lazy<OrbitCorrelation> _whole;

    /// <summary>Takes the values from where the file stands, and passes over them.</summary>
    /// <exception cref="InvalidDataException">The file is shorter.</exception>
    public StoredColumns(VelocityOrbits orbits, Stream file)
        : base(orbits.Grid)
    {
        long bytes = (long)orbits.Grid.Size * orbits.Count * sizeof(double);
        (_orbits, _file, _start) = (orbits, file, file.Position);
        if (file.Length - _start < bytes)
            throw new InvalidDataException($"a pair correlation of {bytes} bytes is longer than the file");
        file.Position = _start + bytes;
        _whole = new(ReadAll);
    }

    internal override VelocityOrbits Symmetry => _orbits;

    public override PairCorrelation Copy() => _whole.Value.Copy();

    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch) => _whole.Value.Rows(first, count, scratch);

    internal override void SumOverSecond(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images, bool[]? needed = null) =>
        _whole.Value.SumOverSecond(fields, images, needed);

    internal override void CopyColumns(VelocityOrbits orbits, int point, Span<double> columns)
    {
        if (orbits != _orbits || _whole.IsValueCreated)
            _whole.Value.CopyColumns(orbits, point, columns);
        else
            Read((long)point * _orbits.Count, columns[.._orbits.Count]);
    }

    private protected override double Value(int i, int j) => _whole.Value.ValueAt(i, j);

    private OrbitCorrelation ReadAll()
    {
        double[] columns = new double[checked(Grid.Size * _orbits.Count)];
        Read(0, columns);
        return new OrbitCorrelation(_orbits, columns, single: false);
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
