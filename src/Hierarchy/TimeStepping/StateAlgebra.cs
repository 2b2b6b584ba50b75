using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    private readonly double[] _partial;
    private readonly double[] _norms;
    private readonly Action<int, int> _combine;
    private readonly Action<int, int> _norm;
    private readonly Action<int, int> _split;
    private readonly Action<int, int> _noise;
    private Terms _terms;
    private double* _result;
    private FinishingWeights _weights;

    /// <summary>Cuts the blocks into chunks.</summary>
    /// <exception cref="ArgumentException">The blocks do not cover 0..length-1 in order, or a scale is not positive and finite.</exception>
    public StateAlgebra(IReadOnlyList<StateBlock> blocks, int length)
    {
        _blocks = [.. blocks];
        Check(_blocks, length);
        var chunks = new List<Chunk>();
        for (int b = 0; b < _blocks.Length; b++)
        {
            int end = _blocks[b].Start + _blocks[b].Length;
            for (int start = _blocks[b].Start; start < end; start += ChunkLength)
                chunks.Add(new Chunk(start, Math.Min(ChunkLength, end - start), b));
        }
        _chunks = [.. chunks];
        _partial = new double[_chunks.Length];
        _norms = new double[_blocks.Length];
        _combine = CombineChunk;
        _norm = NormChunk;
        _split = SplitChunk;
        _noise = NoiseChunk;
    }

    /// <summary>The block with the largest, or the first block with an undefined, value in the last norm.</summary>
    public string WorstBlock { get; private set; } = "";

    /// <summary>result = a x + b y + c z + d u; a null pointer ends the list.</summary>
    public void Combine(double* result, double a, double* x, double b, double* y, double c = 0, double* z = null, double d = 0, double* u = null)
    {
        _terms = new Terms(a, x, b, y, c, z, d, u);
        _result = result;
        WorkCrew.Run(_chunks.Length, _combine);
    }

    /// <summary>
    /// The largest over the blocks of rms(a x + b y + c z + d u) / Scale; NaN or infinite when a value of an input is.
    /// </summary>
    public double Norm(double a, double* x, double b = 0, double* y = null, double c = 0, double* z = null, double d = 0, double* u = null)
    {
        _terms = new Terms(a, x, b, y, c, z, d, u);
        WorkCrew.Run(_chunks.Length, _norm);
        Array.Clear(_norms);
        for (int i = 0; i < _chunks.Length; i++)
            _norms[_chunks[i].Block] += _partial[i];
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
            for (int i = block.Start; i < block.Start + block.Length; i++)
            {
                double size = Math.Abs(x[i]) / block.Scale;
                if (!double.IsFinite(size))
                    return i;
                if (size <= largest)
                    continue;
                largest = size;
                worst = i;
            }
        }
        return worst;
    }

    /// <summary>
    /// The step between the third and the fourth evaluation of a finishing method, all in place: with the vectors u, k1, g = third argument and k3 it leaves
    /// the new value (without k4) in u, the error (without k4) in k1 and the fourth argument in g.
    /// </summary>
    public void Split(double* u, double* k1, double* g, double* k3, in FinishingWeights weights)
    {
        _terms = new Terms(0, u, 0, k1, 0, g, 0, k3);
        _weights = weights;
        WorkCrew.Run(_chunks.Length, _split);
    }

    /// <summary>result = y + size Scale xi with xi a fixed rough field, uniform in [-1, 1): every eigenvector has a part in it.</summary>
    public void AddNoise(double* result, double* y, double size)
    {
        _terms = new Terms(size, y, 0, null, 0, null, 0, null);
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

    private void CombineChunk(int chunk, int worker)
    {
        if (_blocks[_chunks[chunk].Block].IsSingle)
            Combine<SingleValues>(2L * _chunks[chunk].Start, 2L * _chunks[chunk].Length);
        else
            Combine<DoubleValues>(_chunks[chunk].Start, _chunks[chunk].Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine<T>(long i, long length)
        where T : struct, IStoredValues
    {
        Terms t = _terms;
        double* result = _result;
        long end = i + length;
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
            T.Store(t.VectorAt<T>(i), result, i);
        for (; i < end; i++)
            T.Set(t.ValueAt<T>(i), result, i);
    }

    private void NormChunk(int chunk, int worker) => _partial[chunk] = _blocks[_chunks[chunk].Block].IsSingle
        ? SumOfSquares<SingleValues>(2L * _chunks[chunk].Start, 2L * _chunks[chunk].Length)
        : SumOfSquares<DoubleValues>(_chunks[chunk].Start, _chunks[chunk].Length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SumOfSquares<T>(long i, long length)
        where T : struct, IStoredValues
    {
        Terms t = _terms;
        long end = i + length;
        Vector512<double> sums = Vector512<double>.Zero;
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> value = t.VectorAt<T>(i);
            sums = Vector512.FusedMultiplyAdd(value, value, sums);
        }
        double sum = Vector512.Sum(sums);
        for (; i < end; i++)
        {
            double value = t.ValueAt<T>(i);
            sum += value * value;
        }
        return sum;
    }

    private void SplitChunk(int chunk, int worker)
    {
        if (_blocks[_chunks[chunk].Block].IsSingle)
            Split<SingleValues>(2L * _chunks[chunk].Start, 2L * _chunks[chunk].Length);
        else
            Split<DoubleValues>(_chunks[chunk].Start, _chunks[chunk].Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Split<T>(long i, long length)
        where T : struct, IStoredValues
    {
        Terms t = _terms;
        FinishingWeights w = _weights;
        long end = i + length;
        for (; i <= end - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            (Vector512<double> value, Vector512<double> error, Vector512<double> argument) =
                (t.VectorAt<T>(i, w.Value), t.VectorAt<T>(i, w.Error), t.VectorAt<T>(i, w.Argument));
            T.Store(value, t.X, i);
            T.Store(error, t.Y, i);
            T.Store(argument, t.Z, i);
        }
        for (; i < end; i++)
        {
            (double value, double error, double argument) = (t.ValueAt<T>(i, w.Value), t.ValueAt<T>(i, w.Error), t.ValueAt<T>(i, w.Argument));
            T.Set(value, t.X, i);
            T.Set(error, t.Y, i);
            T.Set(argument, t.Z, i);
        }
    }

    private void NoiseChunk(int chunk, int worker)
    {
        if (_blocks[_chunks[chunk].Block].IsSingle)
            Noise<SingleValues>(2L * _chunks[chunk].Start, 2L * _chunks[chunk].Length, _chunks[chunk].Block);
        else
            Noise<DoubleValues>(_chunks[chunk].Start, _chunks[chunk].Length, _chunks[chunk].Block);
    }

    private void Noise<T>(long start, long length, int block)
        where T : struct, IStoredValues
    {
        Terms t = _terms;
        double size = t.A * _blocks[block].Scale * Math.ScaleB(1, -31);
        for (long i = start; i < start + length; i++)
        {
            uint hash = (uint)i * 2654435769u;
            hash = (hash ^ (hash >> 15)) * 2246822519u;
            hash = (hash ^ (hash >> 13)) * 3266489917u;
            T.Set(T.Get(t.X, i) + size * (int)(hash ^ (hash >> 16)), _result, i);
        }
    }

    private readonly record struct Chunk(int Start, int Length, int Block);

    /// <summary>Up to four scaled vectors; the second and later ones may be missing.</summary>
    private readonly struct Terms(double a, double* x, double b, double* y, double c, double* z, double d, double* u)
    {
        public readonly double A = a;
        public readonly double* X = x;
        public readonly double* Y = y;
        public readonly double* Z = z;
        private readonly double _b = b;
        private readonly double _c = c;
        private readonly double _d = d;
        private readonly double* _u = u;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> VectorAt<T>(long i)
            where T : struct, IStoredValues
        {
            Vector512<double> sum = Vector512.Create(A) * T.Load(X, i);
            if (Y != null)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(_b), T.Load(Y, i), sum);
            if (Z != null)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(_c), T.Load(Z, i), sum);
            if (_u != null)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(_d), T.Load(_u, i), sum);
            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double ValueAt<T>(long i)
            where T : struct, IStoredValues
        {
            double sum = A * T.Get(X, i);
            if (Y != null)
                sum = Math.FusedMultiplyAdd(_b, T.Get(Y, i), sum);
            if (Z != null)
                sum = Math.FusedMultiplyAdd(_c, T.Get(Z, i), sum);
            if (_u != null)
                sum = Math.FusedMultiplyAdd(_d, T.Get(_u, i), sum);
            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> VectorAt<T>(long i, Vector256<double> weights)
            where T : struct, IStoredValues
        {
            Vector512<double> sum = Vector512.Create(weights[0]) * T.Load(X, i);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[1]), T.Load(Y, i), sum);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[2]), T.Load(Z, i), sum);
            return Vector512.FusedMultiplyAdd(Vector512.Create(weights[3]), T.Load(_u, i), sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double ValueAt<T>(long i, Vector256<double> weights)
            where T : struct, IStoredValues
        {
            double sum = Math.FusedMultiplyAdd(weights[1], T.Get(Y, i), weights[0] * T.Get(X, i));
            return Math.FusedMultiplyAdd(weights[3], T.Get(_u, i), Math.FusedMultiplyAdd(weights[2], T.Get(Z, i), sum));
        }
    }
}

/// <summary>The weights of u, k1, g, k3 in the three results of <see cref="StateAlgebra.Split"/>.</summary>
internal readonly record struct FinishingWeights(Vector256<double> Value, Vector256<double> Error, Vector256<double> Argument);
