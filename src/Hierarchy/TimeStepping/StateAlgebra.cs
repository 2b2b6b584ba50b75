using Hierarchy.Spectral;

namespace Hierarchy.TimeStepping;

/// <summary>
/// The vector updates of a stepper: fused linear combinations and block-wise norms, in chunks that depend on the blocks alone.
/// Every method may name one of its inputs as its result. Nothing is allocated after construction.
/// </summary>
internal sealed unsafe class StateAlgebra
{
    private const int ChunkLength = 8192;
    private readonly StateBlock[] _blocks;
    private readonly Chunk[] _chunks;
    private readonly int[] _firstChunks;
    private readonly double[] _partial;
    private readonly double[] _norms;
    private readonly bool _sumsByColumns;
    private readonly Action<int, int> _combine;
    private readonly Action<int, int> _norm;
    private readonly Action<int, int> _split;
    private readonly Action<int, int> _mix;
    private readonly Action<int, int> _noise;
    private BlockTerms _terms;
    private double* _result;
    private FinishingWeights _weights;
    private MixTerms _mixed;

    /// <summary>Cuts the blocks into chunks.</summary>
    /// <exception cref="ArgumentException">The blocks do not cover 0..length-1 in order, or a scale is not positive and finite.</exception>
    public StateAlgebra(IReadOnlyList<StateBlock> blocks, int length)
    {
        _blocks = [.. blocks];
        Check(_blocks, length);
        var chunks = new List<Chunk>();
        _firstChunks = new int[_blocks.Length];
        for (int b = 0; b < _blocks.Length; b++)
        {
            int start = _blocks[b].Start, end = start + _blocks[b].Length;
            int part = _blocks[b].Storage?.Spread?.Rest(ChunkLength) is { } rest and > 0 ? rest : ChunkLength;
            for (_firstChunks[b] = chunks.Count; start < end; start += part, part = ChunkLength)
                chunks.Add(new Chunk(start, Math.Min(part, end - start), b, StorageOf(_blocks[b])));
        }
        IsSpread = Array.Exists(_blocks, block => block.Storage?.Spread is not null);
        _sumsByColumns = Array.Exists(_blocks, block => block.Storage?.SumsByColumns == true);
        _chunks = [.. chunks];
        _partial = new double[_chunks.Length];
        _norms = new double[_blocks.Length];
        _combine = CombineChunk;
        _norm = NormChunk;
        _split = SplitChunk;
        _mix = MixChunk;
        _noise = NoiseChunk;
    }

    /// <summary>Whether a block lies by rows on several ranks; then all of them ask for norms in the same order.</summary>
    public bool IsSpread { get; }

    /// <summary>The block with the largest, or the first block with an undefined, value in the last norm.</summary>
    public string WorstBlock { get; private set; } = "";

    /// <summary>result = a x + b y + c z + d u; a null pointer ends the list.</summary>
    public void Combine(double* result, double a, double* x, double b, double* y, double c = 0, double* z = null, double d = 0, double* u = null)
    {
        _terms = new BlockTerms(a, x, b, y, c, z, d, u);
        _result = result;
        WorkCrew.Run(_chunks.Length, _combine);
    }

    /// <summary>Several weighted sums in one pass.</summary>
    public void Mix(in MixTerms terms)
    {
        _mixed = terms;
        WorkCrew.Run(_chunks.Length, _mix);
    }

    /// <summary>
    /// The largest over the blocks of rms(a x + b y + c z + d u) / Scale; NaN or infinite when a value of an input is.
    /// </summary>
    public double Norm(double a, double* x, double b = 0, double* y = null, double c = 0, double* z = null, double d = 0, double* u = null)
    {
        _terms = new BlockTerms(a, x, b, y, c, z, d, u);
        WorkCrew.Run(_chunks.Length, _norm);
        Array.Clear(_norms);
        for (int i = 0; i < _chunks.Length; i++)
            _norms[_chunks[i].Block] += _partial[i];
        if (IsSpread)
            SumSpreadBlocks();
        for (int b1 = 0; _sumsByColumns && b1 < _norms.Length; b1++)
        {
            if (StorageOf(_blocks[b1]) is { SumsByColumns: true } storage)
                _norms[b1] = storage.SumOfSquares(_terms);
        }
        double worst = -1;
        for (int b2 = 0; b2 < _norms.Length; b2++)
        {
            double norm = Math.Sqrt(_norms[b2] / _blocks[b2].Values) / _blocks[b2].Scale;
            if (norm <= worst)
                continue;
            WorstBlock = _blocks[b2].Name;
            worst = norm;
            if (double.IsNaN(norm))
                break;
        }
        return worst;
    }

    /// <summary>The first value that is not finite, or else the largest over its block's scale.</summary>
    public int IndexOfWorst(double* x)
    {
        int worst = 0;
        double largest = -1;
        foreach (StateBlock block in _blocks)
        {
            (int index, double size) = StorageOf(block).Worst(x, block.Start, block.Length);
            if (!double.IsFinite(size))
                return index;
            if (size / block.Scale <= largest)
                continue;
            largest = size / block.Scale;
            worst = index;
        }
        return worst;
    }

    /// <summary>
    /// The step between the third and the fourth evaluation of a finishing method, all in place: with the vectors u, k1, g = third argument and k3 it leaves
    /// the new value (without k4) in u, the error (without k4) in k1 and the fourth argument in g.
    /// </summary>
    public void Split(double* u, double* k1, double* g, double* k3, in FinishingWeights weights)
    {
        _terms = new BlockTerms(0, u, 0, k1, 0, g, 0, k3);
        _weights = weights;
        WorkCrew.Run(_chunks.Length, _split);
    }

    /// <summary>result = y + size Scale xi with xi a fixed rough field, uniform in [-1, 1): every eigenvector has a part in it.</summary>
    /// <param name="result">Receives the sum.</param>
    /// <param name="y">The state.</param>
    /// <param name="size">The size of the field.</param>
    /// <param name="transposed">For blocks on several ranks, see <see cref="SpreadStorage.IsTransposed"/>.</param>
    public void AddNoise(double* result, double* y, double size, bool transposed = false)
    {
        foreach (StateBlock block in _blocks)
        {
            if (block.Storage is SpreadStorage spread)
                spread.IsTransposed = transposed;
        }
        _terms = new BlockTerms(size, y, 0, null, 0, null, 0, null);
        _result = result;
        WorkCrew.Run(_chunks.Length, _noise);
    }

    private static void Check(StateBlock[] blocks, int length)
    {
        int next = 0;
        foreach (StateBlock block in blocks)
        {
            if (block.Start != next || block.Length < 1)
                throw new ArgumentException($"block '{block.Name}' must begin at {next} and hold at least one value", nameof(blocks));
            if (!(block.Scale > 0) || !double.IsFinite(block.Scale))
                throw new ArgumentException($"the scale of block '{block.Name}' must be positive and finite", nameof(blocks));
            next += block.Length;
        }
        if (next != length)
            throw new ArgumentException($"the blocks cover {next} values of {length}", nameof(blocks));
    }

    private static BlockStorage StorageOf(StateBlock block) => block.Storage ?? BlockStorage.Doubles;

    private void SumSpreadBlocks()
    {
        for (int b = 0; b < _blocks.Length; b++)
        {
            if (_blocks[b].Storage?.Spread is { } spread)
                _norms[b] = spread.SumOfSquares(_terms, _blocks[b].Start, ChunkLength, _partial.AsSpan(_firstChunks[b]));
        }
    }

    private void CombineChunk(int chunk, int worker)
    {
        Chunk c = _chunks[chunk];
        c.Storage.Combine(_terms, _result, c.Start, c.Length);
    }

    private void NormChunk(int chunk, int worker)
    {
        Chunk c = _chunks[chunk];
        _partial[chunk] = c.Storage.SumsByColumns ? 0 : c.Storage.SumOfSquares(_terms, c.Start, c.Length);
    }

    private void SplitChunk(int chunk, int worker)
    {
        Chunk c = _chunks[chunk];
        c.Storage.Split(_terms, _weights, c.Start, c.Length);
    }

    private void MixChunk(int chunk, int worker)
    {
        Chunk c = _chunks[chunk];
        c.Storage.Mix(_mixed, c.Start, c.Length);
    }

    private void NoiseChunk(int chunk, int worker)
    {
        Chunk c = _chunks[chunk];
        c.Storage.AddNoise(_terms, _result, _blocks[c.Block].Scale, c.Start, c.Length);
    }

    private readonly record struct Chunk(int Start, int Length, int Block, BlockStorage Storage);
}
