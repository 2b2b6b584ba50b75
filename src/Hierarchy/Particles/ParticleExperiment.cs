using System.Globalization;
using System.Numerics;
using System.Text;
using Hierarchy.Kernels;
using Hierarchy.Spectral;

namespace Hierarchy.Particles;

/// <summary>How far a particle experiment is.</summary>
/// <param name="Replicas">Replicas done.</param>
/// <param name="Wanted">Replicas wanted.</param>
internal readonly record struct ParticleProgress(long Replicas, long Wanted);

/// <summary>
/// Replicas of a particle system, run through the output times in blocks of eight, and the estimates that all replicas done so far give.
/// </summary>
/// <remarks>
/// Random numbers are keyed by (seed, replica), and sums are added block by block within chunks of fixed size and then in pairs of chunks, of pairs, and so on:
/// results do not depend on the number of threads, nor on where a run was interrupted or cut into parts. A block is the unit of independence of the standard
/// errors. Not safe for several threads at once.
/// </remarks>
internal sealed class ParticleExperiment : IDisposable
{
    /// <summary>The fewest replicas whose estimates have errors: three blocks of eight.</summary>
    public const int FewestReplicas = 3 * LaneMath.Lanes;

    /// <summary>The particles of a chunk, enough to make the cost of a shared loop small.</summary>
    private const int ParticlesPerChunk = 2048;

    /// <summary>The chunks between two reports of progress, while they are short; long ones are reported as soon as every thread has done one.</summary>
    private const int ShortChunksPerRound = 16;

    /// <summary>Sums of more bytes are given back to the machine at once when they are not needed any more.</summary>
    private const long BytesToCollect = 8_000_000;

    private readonly BlockWorker?[] _workers = new BlockWorker?[WorkCrew.MaximumWorkers];
    private readonly InitialMoments _moments;
    private BlockStatistics[]?[] _partial;
    private readonly bool[] _finished;
    private readonly Action<int, int> _runChunk;

    /// <summary>
    /// The sums of whole chunks, and those of a chunk that a run ended within: of every output time, then of the study of the step at every output time.
    /// </summary>
    private ChunkSums _total;
    private BlockStatistics[] _open;
    private readonly int _blocksPerChunk;
    private long _wanted;
    private CancellationToken _cancellation;

    /// <summary>Prepares the experiment; nothing runs yet.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public ParticleExperiment(ParticleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options with { Step = options.StepInUse };
        _moments = InitialMoments.Of(options.Components);
        _blocksPerChunk = Math.Max(1, ParticlesPerChunk / LaneMath.Lanes / options.Particles);
        _total = new ChunkSums(Statistics);
        _open = Statistics();
        _partial = new BlockStatistics[]?[Math.Max(ShortChunksPerRound, Environment.ProcessorCount)];
        _finished = new bool[_partial.Length];
        _runChunk = RunChunk;
    }

    /// <summary>The options with the step filled in.</summary>
    public ParticleOptions Options { get; }

    /// <summary>
    /// The doubles that the sums of so many replicas take for each output time: those of the chunks in flight, of the dyadic intervals of what is done, of the
    /// chunk that is open, and two of the estimates.
    /// </summary>
    internal long ValuesPerTime(long replicas)
    {
        long chunks = Math.Max(1, ChunksOf(replicas)), inFlight = Math.Min(chunks, MostInFlight);
        return (inFlight + BitOperations.Log2((ulong)chunks) + 4) * _open.Sum(statistics => (long)statistics.Sums.Length) / Options.Times.Count;
    }

    private int MostInFlight => _blocksPerChunk > 1 ? ShortChunksPerRound : Math.Min(WorkCrew.Threads, _partial.Length);

    /// <summary>The number of the block behind the last one that is done.</summary>
    public long Blocks { get; private set; }

    /// <summary>The first block of the part that is run; 0 for a whole experiment.</summary>
    public long FirstBlock { get; private set; }

    /// <summary>Replicas done.</summary>
    public long Replicas => (Blocks - FirstBlock) * LaneMath.Lanes;

    /// <summary>The chunks of so many replicas.</summary>
    public long ChunksOf(long replicas) => ((replicas + LaneMath.Lanes - 1) / LaneMath.Lanes + _blocksPerChunk - 1) / _blocksPerChunk;

    /// <summary>Begins a part of the experiment at a chunk; what has been done is forgotten.</summary>
    public void BeginAt(long chunk)
    {
        FirstBlock = Blocks = chunk * _blocksPerChunk;
        _total.BeginAt(chunk);
        foreach (BlockStatistics statistics in _open)
            statistics.Clear();
    }

    /// <summary>Runs a part, up to a chunk that is not its own, within so many replicas of the whole.</summary>
    public void RunPart(long endChunk, long replicas, CancellationToken cancellation, Action<ParticleProgress>? progress) =>
        Run(Math.Min(replicas, endChunk * _blocksPerChunk * LaneMath.Lanes), cancellation, progress);

    /// <summary>The whole chunks before the last block that is done.</summary>
    public long WholeChunks => Blocks / _blocksPerChunk;

    /// <summary>The first block of a chunk.</summary>
    public long FirstBlockOf(long chunk) => chunk * _blocksPerChunk;

    /// <summary>Whether a part is done up to a chunk, within so many replicas of the whole.</summary>
    public bool HoldsPart(long endChunk, long replicas) => Blocks >= Math.Min((replicas + LaneMath.Lanes - 1) / LaneMath.Lanes, endChunk * _blocksPerChunk);

    /// <summary>Adds a part that begins where this one ends.</summary>
    /// <exception cref="InvalidOperationException">It begins elsewhere, or this one ends within a chunk.</exception>
    public void Append(ParticleExperiment part)
    {
        if (part.FirstBlock != Blocks || Blocks % _blocksPerChunk != 0)
            throw new InvalidOperationException("parts of particle runs have to follow each other");
        _total.Append(part._total);
        for (int i = 0; i < _open.Length; i++)
            _open[i].Add(part._open[i]);
        Blocks = part.Blocks;
    }

    /// <summary>The pair updates that one replica takes.</summary>
    public double PairUpdatesPerReplica
    {
        get
        {
            double sum = 0, time = 0;
            foreach (double next in Options.Times)
            {
                sum += next > time ? Worker(0).PairUpdates(time, next) : 0;
                time = next;
            }
            return sum;
        }
    }

    /// <summary>The estimates at an output time from all replicas done so far.</summary>
    /// <param name="timeIndex">The number of the output time.</param>
    public ParticleEstimates EstimatesAt(int timeIndex)
    {
        return new ParticleEstimates(Options, Worker(0).Layout, timeIndex, SumsOf(timeIndex), SumsOf(Options.Times.Count + timeIndex));

        BlockStatistics SumsOf(int index)
        {
            var sums = new BlockStatistics(_open[index].Results, _open[index].Controls);
            _total.AddTo(sums, index);
            sums.Add(_open[index]);
            return sums;
        }
    }

    /// <summary>
    /// Runs until at least so many replicas are done in all. Once cancelled it returns with the whole chunks that are done; call it again to go on.
    /// </summary>
    /// <param name="replicas">Rounded up to a multiple of eight.</param>
    /// <param name="cancellation">Stops the run; the replicas done stay.</param>
    /// <param name="progress">Called on the calling thread after every few chunks.</param>
    public void Run(long replicas, CancellationToken cancellation = default, Action<ParticleProgress>? progress = null)
    {
        _wanted = (replicas + LaneMath.Lanes - 1) / LaneMath.Lanes;
        _cancellation = cancellation;
        while (Blocks < _wanted && !cancellation.IsCancellationRequested)
        {
            long ahead = (_wanted - 1) / _blocksPerChunk - Blocks / _blocksPerChunk + 1;
            int chunks = (int)Math.Min(MostInFlight, ahead);
            for (int i = 0; i < chunks; i++)
                _partial[i] ??= Statistics();
            WorkCrew.Run(chunks, _runChunk);
            long first = Blocks / _blocksPerChunk;
            for (int chunk = 0; chunk < chunks && _finished[chunk]; chunk++)
                Collect(first + chunk, _partial[chunk]!);
            progress?.Invoke(new ParticleProgress(Replicas, (_wanted - FirstBlock) * LaneMath.Lanes));
        }
    }

    /// <summary>Writes the number of blocks done and all sums.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Fingerprint);
        writer.Write(FirstBlock);
        writer.Write(Blocks);
        _total.Write(writer);
        ChunkSums.Write(writer, _open);
    }

    /// <summary>Takes up what <see cref="Save"/> wrote for the same options; the run then continues as if it had not been interrupted.</summary>
    /// <exception cref="InvalidDataException">The sums are those of other options.</exception>
    public void Restore(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Fingerprint)
            throw new InvalidDataException("the stored sums belong to another particle experiment");
        (long first, long blocks) = (reader.ReadInt64(), reader.ReadInt64());
        _total.Read(reader);
        ChunkSums.Read(reader, _open);
        (FirstBlock, Blocks) = (first, blocks);
    }

    public void Dispose()
    {
        foreach (BlockWorker? worker in _workers)
            worker?.Dispose();
        long bytes = sizeof(double) * (_partial.Count(sums => sums is not null) + 1L) * _open.Sum(statistics => (long)statistics.Sums.Length);
        (_partial, _open, _total) = ([], [], new ChunkSums(() => []));
        // The next experiment makes as many: without this the memory of both counts.
        if (bytes > BytesToCollect)
            GC.Collect();
    }

    private BlockWorker Worker(int worker) => _workers[worker] ??= new BlockWorker(Options, _moments);

    /// <summary>A chunk from its first block that is not done to its end, or to the last block wanted; the sums of one begun earlier are continued.</summary>
    private void RunChunk(int index, int worker)
    {
        long chunk = Blocks / _blocksPerChunk + index, end = Math.Min(_wanted, (chunk + 1) * _blocksPerChunk);
        BlockStatistics[] partial = _partial[index]!;
        for (int i = 0; i < partial.Length; i++)
        {
            partial[i].Clear();
            if (index == 0)
                partial[i].Add(_open[i]);
        }
        _finished[index] = false;
        try
        {
            for (long block = Math.Max(Blocks, chunk * _blocksPerChunk); block < end; block++)
                Worker(worker).Run(block, partial, _cancellation);
            _finished[index] = true;
        }
        catch (OperationCanceledException)
        {
            // The chunk is run again from its beginning when the run goes on.
        }
    }

    private void Collect(long chunk, BlockStatistics[] partial)
    {
        Blocks = Math.Min(_wanted, (chunk + 1) * _blocksPerChunk);
        bool whole = Blocks % _blocksPerChunk == 0;
        foreach (BlockStatistics statistics in _open)
            statistics.Clear();
        if (whole)
            _total.Append(partial);
        for (int i = 0; i < _open.Length && !whole; i++)
            _open[i].Add(partial[i]);
    }

    /// <summary>What tells the sums of one experiment from those of another, but for the initial data.</summary>
    private string Fingerprint
    {
        get
        {
            CollisionKernel kernel = Options.Kernel;
            string times = string.Join(' ', Options.Times.Select(time => time.ToString("R", CultureInfo.InvariantCulture)));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Options.System} {Options.Scheme} {Options.Particles} {Options.Dimension} {kernel.Gamma:R} {kernel.Strength:R} "
                + $"{kernel.Regularisation.Name} {kernel.Epsilon:R} {Options.Step:R} {Options.Seed} {Options.Mixture} {Options.ControlVariates} {times}");
        }
    }

    private BlockStatistics[] Statistics()
    {
        BlockWorker worker = Worker(0);
        return [
            .. Options.Times.Select(_ => new BlockStatistics(worker.ResultCount, worker.ControlCount)),
            .. Options.Times.Select(_ => new BlockStatistics(StepStudy.IsExact(Options) ? 0 : worker.ResultCount, worker.StudyControlCount))];
    }
}
