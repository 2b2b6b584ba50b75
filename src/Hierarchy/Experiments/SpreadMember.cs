using System.Diagnostics;
using Hierarchy.Ranks;
using Hierarchy.Scenarios;
using Hierarchy.Spectral;
using Hierarchy.States;
using Hierarchy.TimeStepping;

namespace Hierarchy.Experiments;

/// <summary>A rank other than 0 in the runs that all ranks integrate together: it does what rank 0 says (<see cref="SpreadMessage"/>) with its own part.</summary>
internal sealed class SpreadMember(RankGroup ranks, ExperimentPlan plan, CancellationToken cancellation) : IDisposable
{
    /// <summary>How long a rank that waits keeps its core: rows are asked for one after the other, a diagnostic in between may take minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<ExperimentPlan, InitialDatum> _data = [];
    private PairShare? _share;
    private IKineticEquation? _equation;
    private NativeBuffer? _state;
    private IStepper? _stepper;
    private ArgumentException? _fault;
    private int _code;

    /// <summary>Serves until rank 0 has no further run.</summary>
    /// <returns>The exit code.</returns>
    public int Serve()
    {
        while (Do(Next()))
        {
        }
        return _code;
    }

    public void Dispose()
    {
        _stepper?.Dispose();
        _state?.Dispose();
        _equation?.Dispose();
        (_stepper, _state, _equation, _fault) = (null, null, null, null);
    }

    /// <summary>Does what a message says.</summary>
    /// <returns>Whether further messages follow here.</returns>
    private bool Do(byte[] message)
    {
        ReadOnlySpan<byte> content = message.AsSpan(1);
        switch ((SpreadMessage)message[0])
        {
            case SpreadMessage.Begin:
                Begin(SpreadBegin.Read(content));
                return true;
            case SpreadMessage.Start:
                Stepper.Start(BitConverter.ToDouble(content));
                return true;
            case SpreadMessage.State:
                Restore(message);
                return true;
            case SpreadMessage.Stepper:
                using (var reader = new BinaryReader(new MemoryStream(message, 1, content.Length)))
                    Stepper.Restore(StepperState.Read(reader));
                return true;
            case SpreadMessage.Advance:
                Advance(BitConverter.ToDouble(content));
                return true;
            case SpreadMessage.Rewind:
                Stepper.Rewind(_state!.Span);
                return true;
            case SpreadMessage.Rows:
                SendRows(BitConverter.ToInt32(content), BitConverter.ToInt32(content[sizeof(int)..]));
                return true;
            case SpreadMessage.Piece:
                (int first, int length) = (BitConverter.ToInt32(content), BitConverter.ToInt32(content[sizeof(int)..]));
                ranks.Put(0, _state!.Span.Slice(Fields + first, length));
                return true;
            case SpreadMessage.Table:
                SendTable(BitConverter.ToInt32(content), BitConverter.ToInt32(content[sizeof(int)..]), BitConverter.ToInt32(content[(2 * sizeof(int))..]));
                return true;
            case SpreadMessage.End:
                Dispose();
                return true;
            case SpreadMessage.Quit:
                _code = BitConverter.ToInt32(content);
                return false;
            default:
                throw new RanksException($"rank 0 sent a message of the unexpected kind {message[0]}");
        }
    }

    private IStepper Stepper => _stepper ?? throw new RanksException(_fault?.Message ?? "a run that has not begun was to go on");

    private int Fields => _state!.Length - (_share is null ? 0 : _share.Count * _share.Grid.Size);

    /// <summary>The next message, without keeping a core busy for long.</summary>
    private byte[] Next()
    {
        long start = Stopwatch.GetTimestamp();
        while (!ranks.Has(0))
        {
            if (Stopwatch.GetElapsedTime(start) < Patience)
                Thread.Yield();
            else
                Thread.Sleep(1);
        }
        return ranks.Receive(0);
    }

    private void Begin(SpreadBegin begin)
    {
        Dispose();
        ExperimentPlan of = begin.IsCompanion ? plan.Companion! : plan;
        try
        {
            if (!_data.TryGetValue(of, out InitialDatum? datum))
                _data[of] = datum = InitialData.Datum(of);
            _share = Spreading.ShareOf(of, of.Runs[begin.Number], ranks);
            if (_share is not null)
                _share.IsStopping = () => cancellation.IsCancellationRequested;
            _equation = EquationFactory.Create(of, of.Runs[begin.Number], _share, _share is null ? new RowShare(ranks) : null);
            _state = new NativeBuffer(_equation.Length);
            _equation.Start(datum, _state.Span);
            _stepper = _equation.CreateStepper(GridAdvance.OptionsOf(of));
        }
        catch (ArgumentException error)
        {
            // Rank 0 meets the same and says so.
            _fault = error;
        }
    }

    private void Restore(byte[] message)
    {
        using var reader = new BinaryReader(new MemoryStream(message, 1, message.Length - 1));
        if (_equation is IRowSpread rows)
        {
            RestoreRows(rows, reader);
            return;
        }
        _equation!.Restore(reader);
        ranks.Take(0, _state!.Span[..Fields]);
        if (_share is null)
            return;
        // By columns without a symmetry, by rows v1 with one.
        int parts = _share.Orbits is null ? _share.Count : _share.Grid.Size, length = _share.Orbits is null ? _share.Grid.Size : _share.Count;
        for (int part = 0; part < parts; part += SpreadEquation.RowsTogether)
            ranks.Take(0, _state.Span.Slice(Fields + part * length, Math.Min(SpreadEquation.RowsTogether, parts - part) * length));
    }

    private void RestoreRows(IRowSpread rows, BinaryReader reader)
    {
        rows.RestoreShared(reader);
        for (int table = 1; table < rows.TableCount; table++)
            TakeTable(rows, table);
        ranks.Take(0, _state!.Span[..rows.SharedLength]);
        TakeTable(rows, 0);
    }

    private void TakeTable(IRowSpread rows, int table)
    {
        int width = rows.WidthOf(table, _state!.Span);
        foreach ((int rank, int first, int count) in RowTables.Pieces(rows.RowStarts.ToArray()).Where(piece => piece.Rank == ranks.Rank))
        {
            double[] values = new double[count * width];
            ranks.Take(0, values);
            rows.SetRows(table, _state.Span, first, count, values);
        }
    }

    private void SendTable(int table, int first, int count)
    {
        var rows = (IRowSpread)_equation!;
        double[] values = new double[count * rows.WidthOf(table, _state!.Span)];
        rows.CopyRows(table, _state.Span, first, count, values);
        ranks.Put(0, values);
    }

    private void Advance(double time)
    {
        using var stop = new CancellationTokenSource();
        Stepper.OnStep = _ =>
        {
            byte[] message = Next();
            for (; (SpreadMessage)message[0] is not (SpreadMessage.Next or SpreadMessage.Stop); message = Next())
                Do(message);
            if ((SpreadMessage)message[0] == SpreadMessage.Stop)
                stop.Cancel();
        };
        try
        {
            Stepper.AdvanceTo(time, _state!.Span, stop.Token);
        }
        catch (Exception error) when (error is NumericalFailureException or OperationCanceledException)
        {
            // So does rank 0, which makes a record of it.
        }
    }

    private void SendRows(int first, int count)
    {
        double[] columns = new double[count * _share!.Grid.Size];
        SpreadColumns.Take(_share, _state!.Span[Fields..], first, count, columns);
        ranks.Put(0, columns);
    }
}
