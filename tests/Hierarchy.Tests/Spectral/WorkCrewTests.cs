using Hierarchy.Spectral;

namespace Hierarchy.Tests.Spectral;

/// <summary>The shared loop: every chunk once, faults rethrown, loops inside loops, no allocation.</summary>
[Collection("WorkCrew")]
public sealed class WorkCrewTests : IDisposable
{
    private readonly int _threads = WorkCrew.Threads;

    public void Dispose() => WorkCrew.Threads = _threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_chunk_runs_once(int threads)
    {
        WorkCrew.Threads = threads;
        for (int repeat = 0; repeat < 200; repeat++)
        {
            int[] runs = new int[repeat];
            WorkCrew.Run(runs.Length, (chunk, worker) =>
            {
                Assert.InRange(worker, 0, WorkCrew.MaximumWorkers - 1);
                Interlocked.Increment(ref runs[chunk]);
            });
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_worker_number_belongs_to_one_thread_at_a_time()
    {
        WorkCrew.Threads = 4;
        int[] busy = new int[WorkCrew.MaximumWorkers];
        int clashes = 0;
        WorkCrew.Run(500, (_, worker) =>
        {
            if (Interlocked.Increment(ref busy[worker]) != 1)
                Interlocked.Increment(ref clashes);
            Thread.SpinWait(200);
            Interlocked.Decrement(ref busy[worker]);
        });
        Assert.Equal(0, clashes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_fault_is_thrown_again_and_the_crew_works_on(int threads)
    {
        WorkCrew.Threads = threads;
        for (int repeat = 0; repeat < 20; repeat++)
        {
            InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => WorkCrew.Run(50, (chunk, _) =>
            {
                if (chunk == 17)
                    throw new InvalidOperationException("chunk 17");
            }));
            Assert.Equal("chunk 17", fault.Message);
            int sum = 0;
            WorkCrew.Run(50, (chunk, _) => Interlocked.Add(ref sum, chunk));
            Assert.Equal(50 * 49 / 2, sum);
        }
    }

    [Fact]
    public void A_loop_inside_a_chunk_runs_on_the_same_thread()
    {
        WorkCrew.Threads = 3;
        int elsewhere = 0, inner = 0;
        WorkCrew.Run(20, (_, _) =>
        {
            int thread = Environment.CurrentManagedThreadId;
            WorkCrew.Run(10, (_, worker) =>
            {
                Interlocked.Increment(ref inner);
                if (Environment.CurrentManagedThreadId != thread || worker != 0)
                    Interlocked.Increment(ref elsewhere);
            });
        });
        Assert.Equal((200, 0), (inner, elsewhere));
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        WorkCrew.Threads = 2;
        int sum = 0;
        Action<int, int> body = (chunk, _) => Interlocked.Add(ref sum, chunk);
        WorkCrew.Run(16, body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int repeat = 0; repeat < 100; repeat++)
            WorkCrew.Run(16, body);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(WorkCrew.MaximumWorkers + 1)]
    public void Other_numbers_of_threads_are_refused(int threads) => Assert.Throws<ArgumentOutOfRangeException>(() => WorkCrew.Threads = threads);

    [Fact]
    public void Scratch_made_for_one_thread_has_room_for_more()
    {
        WorkCrew.Threads = 1;
        using var scratch = new WorkerBuffers(8);
        WorkCrew.Threads = 4;
        int[] seen = new int[64];
        unsafe
        {
            WorkCrew.Run(seen.Length, (chunk, worker) =>
            {
                *scratch[worker].Pointer += 1;
                Thread.SpinWait(200);
                seen[chunk] = worker;
            });
        }
        Assert.Equal(seen.Length, seen.Distinct().Sum(worker => scratch[worker].Span[0]));
    }
}

/// <summary>Tests that change the number of threads of the process: they run alone.</summary>
[CollectionDefinition("WorkCrew", DisableParallelization = true)]
public sealed class WorkCrewCollection;
