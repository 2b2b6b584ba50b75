using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// The equation of a run that is spread, on rank 0: whatever is done with it the other ranks do as well (<see cref="SpreadMember"/>), each with its part of the
/// state. Its state here holds the fields of one particle and the columns of g of this rank, which are the first ones, or the whole state where all ranks have it.
/// </summary>
internal sealed class SpreadEquation : IKineticEquation, ISpreadState
{
    /// <summary>Rows that travel together between a file and a rank.</summary>
    internal const int RowsTogether = 16;

    private readonly SpreadRuns _team;
    private readonly PairShare? _share;
    private readonly IKineticEquation _part;
    private readonly IRowSpread? _rows;

    /// <summary>Makes the part of this rank; the others have been told to make theirs.</summary>
    public SpreadEquation(SpreadRuns team, ExperimentPlan plan, PlannedRun run)
    {
        _team = team;
        _share = Spreading.ShareOf(plan, run, team.Ranks);
        if (_share is { } share)
        {
            share.Fetch = (first, count, rows) => team.Fetch(share, first, count, rows);
            share.FetchPiece = team.FetchPiece;
        }
        _part = EquationFactory.Create(plan, run, _share, _share is null ? new RowShare(team.Ranks) { Fetch = team.FetchRows } : null);
        _rows = _part as IRowSpread;
    }

    public string Model => _part.Model;

    public ParticleNumber Particles => _part.Particles;

    public VelocityGrid Grid => _part.Grid;

    public bool HasCorrelation => _part.HasCorrelation;

    public bool HasDerivative => _part.HasDerivative;

    public int Length => _part.Length;

    public IReadOnlyList<StateBlock> Blocks => _part.Blocks;

    public IReadOnlyList<Report> Reports => _part.Reports;

    /// <inheritdoc/>
    public long WholeLength => _rows?.WholeLength ?? (Fields + (long)Grid.Size * (_share?.Columns ?? 0));

    /// <inheritdoc/>
    public int LeadingLength => _rows?.SharedLength ?? (_share?.Orbits is null ? _part.Length : Fields);

    private int Fields => _part.Length - (_share?.Count ?? 0) * Grid.Size;

    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => _part.Density(state, particles);

    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => _part.Correlation(state, particles);

    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state) => _part.SetChaotic(density, state);

    public void Start(InitialDatum datum, Span<double> state) => _part.Start(datum, state);

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => throw new NotSupportedException("all ranks evaluate together, in their steppers");

    public IStepper CreateStepper(StepperOptions options) => new SpreadStepper(_team, _share, _part.CreateStepper(options));

    public void Assess(ReadOnlySpan<double> state) => _part.Assess(state);

    public void Save(BinaryWriter writer) => _part.Save(writer);

    public void Restore(BinaryReader reader)
    {
        if (_rows is null)
        {
            _part.Restore(reader);
            return;
        }
        _rows.RestoreShared(reader);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        _rows.SaveShared(writer);
        writer.Flush();
        _team.Tell(SpreadMessage.State, memory.ToArray());
        for (int table = 1; table < _rows.TableCount; table++)
            ReadTable(reader, _rows, table, default);
    }

    /// <inheritdoc/>
    public void WriteRest(BinaryWriter writer, ReadOnlySpan<double> state)
    {
        if (_rows is not null)
            WriteTable(writer, _rows, state);
        if (_share is null)
            return;
        double[] rows = new double[RowsTogether * Math.Max(Grid.Size, _share.Columns)];
        if (_share.Orbits is not null)
        {
            for (int first = 0; first < Grid.Size; first += RowsTogether)
            {
                int count = Math.Min(RowsTogether, Grid.Size - first);
                SpreadColumns.GatherRows(_share, state[Fields..], first, count, rows);
                CheckpointFormat.WriteValues(writer, rows.AsSpan(0, count * _share.Columns));
            }
            return;
        }
        for (int first = _share.Count, some; first < Grid.Size; first += some)
        {
            some = Math.Min(RowsTogether, _share.Starts[_share.RankOf(first) + 1] - first);
            Span<double> part = rows.AsSpan(0, some * Grid.Size);
            _share.Fetch!(first, some, part);
            CheckpointFormat.WriteValues(writer, part);
        }
    }

    /// <inheritdoc/>
    public void ReadRest(BinaryReader reader, Span<double> state)
    {
        if (_rows is not null)
        {
            for (int rank = 1; rank < _team.Ranks.Size; rank++)
                _team.Ranks.Put(rank, state[..LeadingLength]);
            ReadTable(reader, _rows, 0, state);
            return;
        }
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        _part.Save(writer);
        writer.Flush();
        _team.Tell(SpreadMessage.State, memory.ToArray());
        for (int rank = 1; rank < _team.Ranks.Size; rank++)
            _team.Ranks.Put(rank, state[..Fields]);
        if (_share is { Orbits: null })
            ReadColumns(reader, _share);
        else if (_share is not null)
            ReadRows(reader, _share, state);
    }

    /// <summary>The rows of the factors, and zeros up to the most that there may be.</summary>
    private void WriteTable(BinaryWriter writer, IRowSpread rows, ReadOnlySpan<double> state)
    {
        int width = rows.WidthOf(0, state);
        foreach ((int rank, int first, int count) in RowTables.Pieces(rows.RowStarts.ToArray()))
        {
            double[] values = new double[count * width];
            if (rank == 0)
                rows.CopyRows(0, state, first, count, values);
            else
                _team.FetchRows(rank, 0, first, count, values);
            CheckpointFormat.WriteValues(writer, values);
        }
        double[] zeros = new double[RowsTogether * Grid.Size];
        for (long left = WholeLength - LeadingLength - (long)width * Grid.Size; left > 0; left -= zeros.Length)
            CheckpointFormat.WriteValues(writer, zeros.AsSpan(0, (int)Math.Min(left, zeros.Length)));
    }

    /// <summary>The rows of a table, of which each rank is sent its own.</summary>
    private void ReadTable(BinaryReader reader, IRowSpread rows, int table, Span<double> state)
    {
        int width = rows.WidthOf(table, state);
        foreach ((int rank, int first, int count) in RowTables.Pieces(rows.RowStarts.ToArray()))
        {
            double[] values = new double[count * width];
            ReadFinite(reader, values);
            if (rank == 0)
                rows.SetRows(table, state, first, count, values);
            else
                _team.Ranks.Put(rank, values);
        }
    }

    /// <summary>The columns of one rank after the other.</summary>
    private void ReadColumns(BinaryReader reader, PairShare share)
    {
        double[] rows = new double[RowsTogether * Grid.Size];
        for (int rank = 1; rank < _team.Ranks.Size; rank++)
        {
            for (int first = share.Starts[rank], some; first < share.Starts[rank + 1]; first += some)
            {
                some = Math.Min(RowsTogether, share.Starts[rank + 1] - first);
                Span<double> part = rows.AsSpan(0, some * Grid.Size);
                ReadFinite(reader, part);
                _team.Ranks.Put(rank, part);
            }
        }
    }

    /// <summary>Rows v1 with the columns of all ranks.</summary>
    private void ReadRows(BinaryReader reader, PairShare share, Span<double> state)
    {
        double[] rows = new double[RowsTogether * share.Columns], piece = new double[rows.Length];
        for (int first = 0; first < Grid.Size; first += RowsTogether)
        {
            int count = Math.Min(RowsTogether, Grid.Size - first);
            ReadFinite(reader, rows.AsSpan(0, count * share.Columns));
            SpreadColumns.TakeRows(share, 0, rows, count, state[(Fields + first * share.Count)..]);
            for (int rank = 1; rank < _team.Ranks.Size; rank++)
            {
                Span<double> part = piece.AsSpan(0, count * share.CountOf(rank));
                SpreadColumns.TakeRows(share, rank, rows, count, part);
                _team.Ranks.Put(rank, part);
            }
        }
    }

    private static void ReadFinite(BinaryReader reader, Span<double> values)
    {
        CheckpointFormat.ReadValues(reader, values);
        if (values.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new InvalidDataException("a value that is not finite");
    }

    public void Dispose()
    {
        _team.Tell(SpreadMessage.End);
        _part.Dispose();
    }
}
