using Hierarchy.Spectral;

namespace Hierarchy.States;

/// <summary>
/// g with a symmetry of which this rank has the columns of some representatives; those of others it asks for. Everything has the bits of <see cref="OrbitCorrelation"/>.
/// </summary>
/// <param name="share">The columns.</param>
/// <param name="values">Those of this rank, v1 slow, where they lie.</param>
internal sealed class SpreadOrbitCorrelation(PairShare share, ReadOnlyMemory<double> values) : PairCorrelation(share.Grid)
{
    [ThreadStatic]
    private static double[]? _column;

    private readonly VelocityOrbits _orbits = share.Orbits!;
    private (int First, int Count) _held;
    private double[] _rows = [];

    internal override VelocityOrbits Symmetry => _orbits;

    internal override int RowsHeld => share.Count;

    public override PairCorrelation Copy()
    {
        double[] columns = new double[checked(Grid.Size * _orbits.Count)];
        for (int i = 0; i < Grid.Size; i++)
            CopyColumns(_orbits, i, columns.AsSpan(i * _orbits.Count, _orbits.Count));
        return new OrbitCorrelation(_orbits, columns, single: false);
    }

    /// <summary>g(s r, v2) = g(r, s^-1 v2) = g(s^-1 v2, r).</summary>
    internal override ReadOnlySpan<double> Rows(int first, int count, Span<double> scratch)
    {
        Span<double> column = Column();
        int held = -1;
        for (int i = 0; i < count; i++)
        {
            int representative = _orbits.Representative[first + i];
            if (representative != held)
                SpreadColumns.Fill(share, values.Span, held = representative, 1, column);
            int[] from = _orbits.InverseMap(_orbits.Element[first + i]);
            Span<double> row = scratch.Slice(i * Grid.Size, Grid.Size);
            for (int j = 0; j < row.Length; j++)
                row[j] = column[from[j]];
        }
        return scratch[..(count * Grid.Size)];
    }

    /// <summary>The rows of the array that are held at a time come from all ranks; a reader asks for one point after the other.</summary>
    internal override void CopyColumns(VelocityOrbits orbits, int point, Span<double> columns)
    {
        if (orbits != _orbits)
        {
            base.CopyColumns(orbits, point, columns);
            return;
        }
        lock (_orbits)
        {
            if (point < _held.First || point >= _held.First + _held.Count)
                HoldRows(point);
            _rows.AsSpan((point - _held.First) * _orbits.Count, _orbits.Count).CopyTo(columns);
        }
    }

    /// <summary>Every evaluation gives values that are symmetric to the last bit, and what is made of them is.</summary>
    internal override double RepresentativeExchangeDefect(int visit) => 0;

    /// <summary>As <see cref="OrbitCorrelation"/> does, some columns of any rank at a time.</summary>
    internal override void SumOverSecond(IReadOnlyList<double[]> fields, IReadOnlyList<double[]> images, bool[]? needed = null)
    {
        int together = OrbitSums.Together, blocks = (_orbits.Count + together - 1) / together;
        var scratch = new (double[] Columns, double[] Sums)[WorkCrew.MaximumWorkers];
        WorkCrew.Run(blocks, (block, worker) =>
        {
            ref (double[] Columns, double[] Sums) own = ref scratch[worker];
            own.Columns ??= new double[2 * together * Grid.Size];
            own.Sums ??= new double[OrbitSums.ScratchLength(_orbits, fields.Count)];
            int first = block * together, count = Math.Min(together, _orbits.Count - first);
            Span<double> columns = own.Columns.AsSpan(0, count * Grid.Size), rows = own.Columns.AsSpan(together * Grid.Size, count * Grid.Size);
            SpreadColumns.Fill(share, values.Span, first, count, columns);
            for (int k = 0; k < count; k++)
            {
                for (int i = 0; i < Grid.Size; i++)
                    rows[i * count + k] = columns[k * Grid.Size + i];
            }
            double[] panel = own.Columns;
            int start = together * Grid.Size;
            OrbitSums.Add(_orbits, first, (point, target) => panel.AsSpan(start + point * target.Length, target.Length).CopyTo(target), fields, images, own.Sums);
        });
    }

    private double[] Column() => _column = _column?.Length == Grid.Size ? _column : new double[Grid.Size];

    private void HoldRows(int first)
    {
        int count = Math.Min(16, Grid.Size - first);
        if (_rows.Length == 0)
            _rows = new double[16 * _orbits.Count];
        SpreadColumns.GatherRows(share, values.Span, first, count, _rows);
        _held = (first, count);
    }

    private protected override double Value(int i, int j)
    {
        Span<double> column = Column();
        SpreadColumns.Fill(share, values.Span, _orbits.Representative[i], 1, column);
        return column[_orbits.InverseMap(_orbits.Element[i])[j]];
    }
}
