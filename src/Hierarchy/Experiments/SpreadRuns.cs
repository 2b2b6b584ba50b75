using System.Text;
using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;
using Hierarchy.States;

namespace Hierarchy.Experiments;

/// <summary>
/// Runs of the pair level that all ranks integrate together: each has the columns of some points, rank 0 has the run loop, the diagnostics and the folder, and
/// asks the others for rows of g where it needs them. Nothing else of an experiment knows that a run is spread.
/// </summary>
internal sealed class SpreadRuns(RankGroup ranks, ExperimentPlan plan, EquationMaker equations)
{
    private readonly Lock _gate = new();

    /// <summary>Told of every integration that is spread.</summary>
    public Action<string>? OnSpread { get; init; }

    /// <summary>Makes the equation of a run on rank 0: one that is spread where that can be.</summary>
    public IKineticEquation Make(ExperimentPlan of, PlannedRun run)
    {
        if (Spreading.Obstacle(of, run, ranks.Size) is not null)
            return equations(of, run);
        if (of == plan)
            OnSpread?.Invoke($"{run}: integrated by {ranks.Size} ranks together");
        var begin = new SpreadBegin(of != plan, Enumerable.Range(0, of.Runs.Count).First(i => of.Runs[i] == run));
        Tell(SpreadMessage.Begin, begin.Bytes);
        return new SpreadEquation(this, of, run);
    }

    /// <summary>Nothing follows: the other ranks end with a code.</summary>
    public void End(int code) => Tell(SpreadMessage.Quit, BitConverter.GetBytes(code));

    /// <summary>The ranks.</summary>
    internal RankGroup Ranks => ranks;

    /// <summary>Tells all other ranks something.</summary>
    internal void Tell(SpreadMessage message, ReadOnlySpan<byte> content = default)
    {
        byte[] whole = [(byte)message, .. content];
        for (int rank = 1; rank < ranks.Size; rank++)
            ranks.Send(rank, whole);
    }

    /// <summary>Columns of g of another rank, on any thread.</summary>
    internal void Fetch(PairShare share, int first, int count, Span<double> rows)
    {
        lock (_gate)
        {
            int rank = share.RankOf(first);
            ranks.Send(rank, [(byte)SpreadMessage.Rows, .. BitConverter.GetBytes(first), .. BitConverter.GetBytes(count)]);
            ranks.Take(rank, rows);
        }
    }

    /// <summary>Rows of a table of another rank, on any thread.</summary>
    internal void FetchRows(int rank, int table, int first, int count, Span<double> rows)
    {
        lock (_gate)
        {
            ranks.Send(rank, [(byte)SpreadMessage.Table, .. BitConverter.GetBytes(table), .. BitConverter.GetBytes(first), .. BitConverter.GetBytes(count)]);
            ranks.Take(rank, rows);
        }
    }

    /// <summary>Neighbouring values of the array of another rank, on any thread.</summary>
    internal void FetchPiece(int rank, int first, Span<double> values)
    {
        lock (_gate)
        {
            ranks.Send(rank, [(byte)SpreadMessage.Piece, .. BitConverter.GetBytes(first), .. BitConverter.GetBytes(values.Length)]);
            ranks.Take(rank, values);
        }
    }
}

/// <summary>What rank 0 tells the others.</summary>
internal enum SpreadMessage : byte
{
    /// <summary>Make the equation of a run and start it: whether it is one of the companion, and its number.</summary>
    Begin = 1,

    /// <summary>Begin anew at a time.</summary>
    Start = 2,

    /// <summary>A state: what the equation knows; then the fields of one particle and the rows of the rank follow.</summary>
    State = 3,

    /// <summary>The state of the stepper.</summary>
    Stepper = 4,

    /// <summary>Advance to a time.</summary>
    Advance = 5,

    /// <summary>Go on with the next step.</summary>
    Next = 6,

    /// <summary>Stop between two steps.</summary>
    Stop = 7,

    /// <summary>Send columns of g: the first point or representative and their number.</summary>
    Rows = 8,

    /// <summary>The run has ended.</summary>
    End = 9,

    /// <summary>All runs have ended: the exit code.</summary>
    Quit = 10,

    /// <summary>Go back to the beginning of a step past the time of the state.</summary>
    Rewind = 11,

    /// <summary>Send values of the array of g as they lie there: the first and their number.</summary>
    Piece = 12,

    /// <summary>Send rows of a table: its number, the first row and their number.</summary>
    Table = 13,
}

/// <summary>Which run begins.</summary>
internal readonly record struct SpreadBegin(bool IsCompanion, int Number)
{
    /// <summary>With the runtime and the vectors here: ranks that differ in them would drift apart in the last bits.</summary>
    public byte[] Bytes => [IsCompanion ? (byte)1 : (byte)0, .. BitConverter.GetBytes(Number), .. Encoding.UTF8.GetBytes(CheckpointIdentity.ThisMachine)];

    /// <summary>Reads what <see cref="Bytes"/> gave on another rank.</summary>
    /// <exception cref="RanksException">That rank is a machine of another kind.</exception>
    public static SpreadBegin Read(ReadOnlySpan<byte> bytes)
    {
        string there = Encoding.UTF8.GetString(bytes[(1 + sizeof(int))..]);
        if (there != CheckpointIdentity.ThisMachine)
        {
            throw new RanksException($"this rank is {CheckpointIdentity.ThisMachine}, rank 0 is {there}, and ranks that integrate a run together have to be of one kind; "
                + "with one rank a run each has its runs to itself");
        }
        return new SpreadBegin(bytes[0] != 0, BitConverter.ToInt32(bytes[1..]));
    }
}
