using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// A g with a symmetry, g(s v1, s v2) = g(v1, v2) for every s of a group, by its columns v2 = r of one representative of every orbit, v1 slow, where they lie:
/// n^d times the number of orbits.
/// </summary>
internal sealed class OrbitCorrelation : PairCorrelation
{
    private readonly VelocityOrbits _orbits;
    private readonly ReadOnlyMemory<double> _columns;
    private readonly bool _single;

    /// <summary>Takes the columns.</summary>
    /// <param name="orbits">The symmetry.</param>
    /// <param name="columns">The value at (v1, r_k) at i K + k; in single precision two to a double.</param>
    /// <param name="single">Whether they are in single precision.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public OrbitCorrelation(VelocityOrbits orbits, ReadOnlyMemory<double> columns, bool single)
        : base(orbits.Grid)
    {
        if (columns.Length != (long)orbits.Grid.Size * orbits.Count / (single ? 2 : 1))
            throw new ArgumentException($"{orbits.Count} columns of {orbits.Grid.Size} values are needed, not {columns.Length} values", nameof(columns));
        (_orbits, _columns, _single) = (orbits, columns, single);
    }

    internal override VelocityOrbits Symmetry => _orbits;

    public override PairCorrelation Copy() => new OrbitCorrelation(_orbits, _columns.ToArray(), _single);

    /// <summary>g(s r, v2) = g(r, s^-1 v2) = g(s^-1 v2, r).</summary>
    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        for (int i = 0; i < count; i++)
            FillRow(first + i, scratch.Slice(i * Grid.Size, Grid.Size));
        return scratch[..(count * Grid.Size)];
    }

    internal override void CopyColumns(VelocityOrbits orbits, int point, Span<double> columns)
    {
        if (orbits != _orbits)
            base.CopyColumns(orbits, point, columns);
        else
            Copy(point * _orbits.Count, columns[.._orbits.Count]);
    }

    /// <inheritdoc/>
    internal override void SumOverSecond(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images, bool[]? needed = null)
    {
        int blocks = (_orbits.Count + OrbitSums.Together - 1) / OrbitSums.Together;
        double[]?[] scratch = new double[]?[WorkCrew.MaximumWorkers];
        WorkCrew.Run(blocks, (block, worker) =>
        {
            int first = block * OrbitSums.Together;
            OrbitSums.Add(_orbits, first, (point, values) => Copy(point * _orbits.Count + first, values), fields, images,
                scratch[worker] ??= new double[OrbitSums.ScratchLength(_orbits, fields.Count)]);
        });
    }

    /// <summary>Neighbouring values.</summary>
    private void Copy(int at, Span<double> values)
    {
        if (_single)
            TensorPrimitives.ConvertChecked(MemoryMarshal.Cast<double, float>(_columns.Span).Slice(at, values.Length), values);
        else
            _columns.Span.Slice(at, values.Length).CopyTo(values);
    }

    private void FillRow(int point, Span<double> row)
    {
        int column = _orbits.Representative[point], stride = _orbits.Count;
        int[] from = _orbits.InverseMap(_orbits.Element[point]);
        if (_single)
        {
            ReadOnlySpan<float> singles = MemoryMarshal.Cast<double, float>(_columns.Span);
            for (int j = 0; j < row.Length; j++)
                row[j] = singles[from[j] * stride + column];
            return;
        }
        ReadOnlySpan<double> values = _columns.Span;
        for (int j = 0; j < row.Length; j++)
            row[j] = values[from[j] * stride + column];
    }

    private protected override double Value(int i, int j)
    {
        int at = _orbits.InverseMap(_orbits.Element[i])[j] * _orbits.Count + _orbits.Representative[i];
        return _single ? MemoryMarshal.Cast<double, float>(_columns.Span)[at] : _columns.Span[at];
    }
}
