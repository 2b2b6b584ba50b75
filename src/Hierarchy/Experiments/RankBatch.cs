using Hierarchy.Ranks;
using Hierarchy.Results;
using Hierarchy.Scenarios;

namespace Hierarchy.Experiments;

/// <summary>
/// Experiments that the ranks fill at once, on rank 0: each rank does its part of one after the other, in the same order, and says when it has done with one. So
/// the number of those that it has done with tells to which experiment a message belongs.
/// </summary>
internal sealed class RankBatch(RankGroup ranks)
{
    private readonly List<RankRun> _runs = [];
    private readonly int[] _done = new int[ranks.Size];

    /// <summary>Fills the checkpoints of some folders; <see cref="RankRun.IsComplete"/> tells which of them are complete.</summary>
    /// <param name="tasks">The experiments with their folders; without one where the other ranks have to be told that there is nothing to do.</param>
    public void Fill(IReadOnlyList<(RankRun Run, ExperimentPlan Plan, string? Folder, FolderUse Use)> tasks)
    {
        try
        {
            foreach ((RankRun run, ExperimentPlan plan, string? folder, FolderUse use) in tasks)
            {
                _runs.Add(run);
                run.Begin(this, plan, folder, use);
            }
            foreach (RankRun run in _runs)
                run.WorkHere();
            while (_done.Skip(1).Any(done => done < _runs.Count))
            {
                // A waiting call of MPI would keep a core busy that another rank may need.
                if (!TakeMessages())
                    Thread.Sleep(1);
            }
            foreach (RankRun run in _runs)
                run.End();
        }
        finally
        {
            foreach (RankRun run in _runs)
                run.Dispose();
        }
    }

    /// <summary>Takes in what the other ranks have sent so far.</summary>
    public bool TakeMessages()
    {
        bool any = false;
        for (int rank = 1; rank < ranks.Size; rank++)
        {
            while (_done[rank] < _runs.Count && ranks.Has(rank))
            {
                any = true;
                if (_runs[_done[rank]].Take(rank, ranks.Receive(rank)))
                    _done[rank]++;
            }
        }
        return any;
    }
}
