using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>
/// The equation of a run that is spread, on rank 0: whatever is done with it the other ranks do as well (<see cref="SpreadMember"/>), each with its part of the
/// state. Its state here holds the fields of one particle and the rows of g of this rank, which are the first ones.
/// </summary>
internal sealed class SpreadEquation : IKineticEquation, ISpreadState
{
    /// <summary>Rows that travel together between a file and a rank.</summary>
    private const int RowsTogether = 16;

    private readonly SpreadRuns _team;
    private readonly PairShare _share;
    private readonly IKineticEquation _part;

    /// <summary>Makes the part of this rank; the others have been told to make theirs.</summary>
    public SpreadEquation(SpreadRuns team, Func<ExperimentPlan, PlannedRun, PairShare?, IKineticEquation> create, ExperimentPlan plan, PlannedRun run)
    {
        _team = team;
        _share = new PairShare(team.Ranks, plan.Grid);
        _share.Fetch = (first, count, rows) => team.Fetch(_share, first, count, rows);
        _part = create(plan, run, _share);
    }

    public string Model => _part.Model;

    public ParticleNumber Particles => _part.Particles;

    public VelocityGrid Grid => _part.Grid;

    public bool HasCorrelation => _part.HasCorrelation;

    public int Length => _part.Length;

    public IReadOnlyList<StateBlock> Blocks => _part.Blocks;

    public IReadOnlyList<Report> Reports => _part.Reports;

    /// <inheritdoc/>
    public long WholeLength => Fields + (long)Grid.Size * Grid.Size;

    private int Fields => _part.Length - _share.Count * Grid.Size;

    public ReadOnlySpan<double> Density(ReadOnlySpan<double> state, ParticleNumber particles) => _part.Density(state, particles);

    public PairCorrelation Correlation(ReadOnlyMemory<double> state, ParticleNumber particles) => _part.Correlation(state, particles);

    public void SetChaotic(ReadOnlySpan<double> density, Span<double> state) => _part.SetChaotic(density, state);

    public void Start(InitialDatum datum, Span<double> state) => _part.Start(datum, state);

    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => throw new NotSupportedException("all ranks evaluate together, in their steppers");

    public IStepper CreateStepper(StepperOptions options) => new SpreadStepper(_team, _share, _part.CreateStepper(options));

    public void Assess(ReadOnlySpan<double> state) => _part.Assess(state);

    public void Save(BinaryWriter writer) => _part.Save(writer);

    public void Restore(BinaryReader reader) => _part.Restore(reader);

    /// <inheritdoc/>
    public void WriteRest(BinaryWriter writer)
    {
        double[] rows = new double[RowsTogether * Grid.Size];
        for (int first = _share.Count, some; first < Grid.Size; first += some)
        {
            some = Math.Min(RowsTogether, _share.Starts[_share.RankOf(first) + 1] - first);
            Span<double> part = rows.AsSpan(0, some * Grid.Size);
            _share.Fetch!(first, some, part);
            CheckpointFormat.WriteValues(writer, part);
        }
    }

    /// <inheritdoc/>
    public void ReadRest(BinaryReader reader, ReadOnlySpan<double> state)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        _part.Save(writer);
        writer.Flush();
        _team.Tell(SpreadMessage.State, memory.ToArray());
        double[] rows = new double[RowsTogether * Grid.Size];
        for (int rank = 1; rank < _team.Ranks.Size; rank++)
        {
            _team.Ranks.Put(rank, state[..Fields]);
            for (int first = _share.Starts[rank], some; first < _share.Starts[rank + 1]; first += some)
            {
                some = Math.Min(RowsTogether, _share.Starts[rank + 1] - first);
                Span<double> part = rows.AsSpan(0, some * Grid.Size);
                CheckpointFormat.ReadValues(reader, part);
                if (part.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
                    throw new InvalidDataException("a value that is not finite");
                _team.Ranks.Put(rank, part);
            }
        }
    }

    public void Dispose()
    {
        _team.Tell(SpreadMessage.End);
        _part.Dispose();
    }
}
